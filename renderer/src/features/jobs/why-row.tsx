import type { ReactElement } from 'react'
import type { SourceSnapshot, Trouble } from '../../../../electron/domain/schema/job'
import { ErrorNote } from '../../components/error-note'
import { appText } from '../../text/en'
import { jobsText } from '../../text/en-work'
import { formatClockSeconds } from '../../text/format'
import styles from './jobs.module.css'

/** Below a job: what holds it up, what to do, and since when the studio has been retrying. */
export function TroubleRow(props: { readonly trouble: Trouble }): ReactElement {
  const { message, nextStep, since } = props.trouble
  return (
    <div role="cell" className={styles['why']} data-tone="warning">
      <strong>{message}</strong>
      {nextStep !== undefined && <span className={styles['next']}>{appText.next(nextStep)}</span>}
      <span className={styles['next']}>{jobsText.tryingAgain(formatClockSeconds(since))}</span>
    </div>
  )
}

/** Below a source: what went wrong, in which row, and what to do. */
export function WhyRow(props: { readonly source: SourceSnapshot }): ReactElement | null {
  const { state, trouble } = props.source
  if (trouble !== null) return <TroubleRow trouble={trouble} />
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
