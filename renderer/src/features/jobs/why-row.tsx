import type { ReactElement } from 'react'
import type { SourceSnapshot, Trouble } from '../../../../electron/domain/schema/job'
import type { WireError } from '../../../../electron/domain/schema/wire-error'
import { valueLines } from '../../../../electron/domain/value-words'
import { ErrorNote } from '../../components/error-note'
import { OperationsNote } from '../../components/operations-note'
import { appText } from '../../text/en'
import { jobsText } from '../../text/en-work'
import { formatClockSeconds } from '../../text/format'
import { withName } from '../../text/job-words'
import styles from './jobs.module.css'

/** Below a job: what holds it up, what to do, and since when the studio has been retrying. */
export function TroubleRow(props: { readonly trouble: Trouble }): ReactElement {
  const { message, nextStep, since, nextTryAt, givesUpAt } = props.trouble
  const clockOf = (at: number | undefined): string | null =>
    at === undefined ? null : formatClockSeconds(at)
  return (
    <div role="cell" className={styles['why']} data-tone="warning">
      <strong>{message}</strong>
      {nextStep !== undefined && <span className={styles['next']}>{appText.next(nextStep)}</span>}
      <span className={styles['next']}>
        {jobsText.tryingAgain(formatClockSeconds(since), clockOf(nextTryAt), clockOf(givesUpAt))}
      </span>
    </div>
  )
}

/** Below a source, on one line: what went wrong, and where. */
export function BriefWhyRow(props: {
  readonly source: SourceSnapshot
  /** Set if the line speaks for a job of many sources. */
  readonly name: string | null
  readonly others: number
}): ReactElement {
  const { source, name, others } = props
  const words = [withName(name, reasonOf(source)), ...(others > 0 ? [jobsText.moreFailed(others)] : [])].join(
    ' ',
  )
  return (
    <div role="cell" className={styles['brief']} data-tone={toneOf(source)} title={words}>
      {words}
    </div>
  )
}

function toneOf({ state }: SourceSnapshot): 'failed' | 'warning' {
  return state.kind === 'failed' ? 'failed' : 'warning'
}

function reasonOf(source: SourceSnapshot): string {
  const { state, trouble } = source
  if (trouble !== null) return trouble.message
  switch (state.kind) {
    case 'failed':
    case 'partiallySucceeded':
      return [state.error.message, placeOf(state.error)].filter((part) => part !== '').join(' ')
    case 'unknown':
      return jobsText.unknownWhy[state.reason]
    case 'skipped':
      return state.reason
    case 'succeeded':
      return lossLines(source).join(' ')
    default:
      return ''
  }
}

/** What the values of a source that landed lost, a sentence for each column. */
function lossLines({ values, rows }: SourceSnapshot): string[] {
  return values === undefined ? [] : valueLines(values, rows.landed ?? rows.expected ?? 0)
}

/** The record and line, unless the message names them itself. */
function placeOf({ message, record, line }: WireError): string {
  const said = message.toLowerCase()
  const places = [
    record === undefined || said.includes(`record ${record}`) ? [] : appText.record(record),
    line === undefined || said.includes(`line ${line}`) ? [] : appText.line(line),
  ].flat()
  return places.length === 0 ? '' : `(${places.join(', ')})`
}

/** Below a source: what went wrong, in which row, and what to do. */
export function WhyRow(props: { readonly source: SourceSnapshot }): ReactElement | null {
  const { state, trouble, operations } = props.source
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
      case 'succeeded':
        return (
          <>
            {lossLines(props.source).map((line) => (
              <span key={line}>{line}</span>
            ))}
          </>
        )
      default:
        return null
    }
  })()
  return (
    <div role="cell" className={styles['why']} data-tone={toneOf(props.source)}>
      {words}
      {operations !== undefined && <OperationsNote operations={operations} />}
    </div>
  )
}
