import type { ReactElement } from 'react'
import type { SourceSnapshot } from '../../../../electron/domain/ingestion-job'
import { ErrorNote } from '../../components/error-note'
import { appText } from '../../text/en'
import { jobsText } from '../../text/en-work'
import styles from './jobs.module.css'

/** Under a source: what went wrong, which row, what now. */
export function WhyRow(props: { readonly source: SourceSnapshot }): ReactElement | null {
  const { state } = props.source
  const words = ((): ReactElement | null => {
    switch (state.kind) {
      case 'failed':
      case 'partiallySucceeded':
        return <ErrorNote error={state.error} />
      case 'unknown':
        return (
          <>
            <strong>{jobsText.unknownWhy[state.reason]}</strong>
            <span className={styles['next']}>{appText.next(jobsText.unknownNext)}</span>
          </>
        )
      case 'skipped':
        return <span>{state.reason}</span>
      default:
        return null
    }
  })()
  return (
    <div role="cell" className={styles['why']} data-tone={state.kind === 'failed' ? 'failed' : 'warning'}>
      {words}
    </div>
  )
}
