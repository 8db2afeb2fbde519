import { Component, type ReactNode } from 'react'
import { appText } from '../text/en'
import styles from './error-boundary.module.css'

interface ErrorBoundaryState {
  readonly hasFailed: boolean
}

/** Catches a bug in the page and offers to reload the window; ingestions keep running in the main process. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { hasFailed: false }

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div className={styles['panel']} role="alert">
        <h1>{appText.crashed}</h1>
        <p>{appText.crashedNext}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {appText.reload}
        </button>
      </div>
    )
  }
}
