import type { ReactElement } from 'react'
import { operationStatus, operationTitle } from '../../../../electron/domain/operation-words'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import { isSettled } from '../../../../electron/domain/source-state'
import { Pill, PillButton } from '../../components/pill'
import { useNow } from '../../state/clock'
import { useClusterAway } from '../../state/use-cluster-away'
import { useStudio } from '../../state/use-studio'
import { batchText } from '../../text/en-batch'
import { jobsText } from '../../text/en-work'
import { formatBytes, formatCount, formatDateTime, formatDuration, formatMoment } from '../../text/format'
import { sourceTitle } from '../../text/job-words'
import { hasWhy } from './job-rows'
import styles from './jobs.module.css'
import { pauseAction, sourceAction } from './row-actions'
import { RowButtons } from './row-buttons'
import { StageBars } from './stage-bars'
import { sourceStages } from './stage-progress'
import { sealUnknown, sourceWords } from './state-words'

/** One source: name, stages, state, numbers, one action. */
export function SourceRow(props: {
  readonly job: JobSnapshot
  readonly source: SourceSnapshot
  readonly isChild: boolean
  readonly isSelected: boolean
  readonly isWhyOpen: boolean
  readonly onWhy: (isOpen: boolean) => void
}): ReactElement {
  const { job, source, isChild } = props
  const isMoving = !isSettled(source.state) && source.state.kind !== 'unknown'
  const now = useNow(isMoving ? 500 : null)
  const selectJob = useStudio((state) => state.selectJob)
  const isAway = useClusterAway()
  const { tone, words } = sourceWords(source, isAway ? sealUnknown(job) : job, now)
  const title = sourceTitle(source)
  return (
    <div
      className={styles['cells']}
      role="presentation"
      data-selected={props.isSelected || undefined}
      onClick={() => selectJob(job.jobId)}
    >
      <span role="cell" className={isChild ? styles['child'] : styles['source']}>
        {isChild ? (
          <span title={source.location}>{title}</span>
        ) : (
          <button
            type="button"
            className={styles['name']}
            title={source.location || title}
            aria-current={props.isSelected || undefined}
            onClick={() => selectJob(job.jobId)}
          >
            {title}
          </button>
        )}
      </span>
      <Began at={source.startedAt ?? job.createdAt} />
      <span role="cell" className={styles['stageCell']}>
        <StageBars stages={sourceStages(source, job, now)} />
        {hasWhy(source) ? (
          <PillButton
            tone={tone}
            label={`${words}: ${jobsText.showFailure(title)}`}
            expanded={props.isWhyOpen}
            onClick={() => props.onWhy(!props.isWhyOpen)}
          >
            {words}
          </PillButton>
        ) : (
          <Pill tone={tone} hint={hintOf(source, words)}>
            {words}
          </Pill>
        )}
      </span>
      <Numbers
        records={source.rows.expected}
        bytes={source.rawDataSizeBytes}
        landed={landedToShow(job, source.rows.landed)}
        startedAt={isChild || source.startedAt === null ? source.startedAt : job.createdAt}
        endedAt={source.settledAt ?? (isMoving ? now : null)}
      />
      <span role="cell" className={styles['actions']}>
        <RowButtons
          job={job}
          source={source}
          title={title}
          action={sourceAction(source, job)}
          pause={isChild ? null : pauseAction(job)}
        />
      </span>
    </div>
  )
}

/** More than the pill's words: why it waits, and which operation it is on the service. */
function hintOf({ state, operations }: SourceSnapshot, words: string): string {
  const hint = state.kind === 'queued' ? batchText.intro : words
  if (operations === undefined) return hint
  return `${hint}\n${operationTitle(operations)}. ${operationStatus(operations)}`
}

/** When it began: the time of day, with the date if that was not today. */
export function Began(props: { readonly at: number }): ReactElement {
  const now = useNow(null)
  return (
    <span role="cell" className={styles['began']}>
      <time dateTime={new Date(props.at).toISOString()} title={formatDateTime(props.at)}>
        {formatMoment(props.at, now)}
      </time>
    </span>
  )
}

/** Rows that landed and are there; what was undone is told in words, not as 0. */
export function landedToShow({ undo }: JobSnapshot, landed: number | null): number | null {
  return undo === 'undone' ? null : landed
}

/** Records, size, landed rows and how long it took, right-aligned; a dash if unknown. */
export function Numbers(props: {
  readonly records: number | null
  readonly bytes: number | null
  readonly landed: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
}): ReactElement {
  const { records, bytes, landed, startedAt, endedAt } = props
  const time = startedAt === null || endedAt === null ? jobsText.unknown : formatDuration(endedAt - startedAt)
  return (
    <>
      <span role="cell" className={styles['number']}>
        {records === null ? jobsText.unknown : formatCount(records)}
      </span>
      <span role="cell" className={styles['number']}>
        {bytes === null ? jobsText.unknown : formatBytes(bytes)}
      </span>
      <span role="cell" className={styles['number']}>
        {landed === null ? jobsText.unknown : formatCount(landed)}
      </span>
      <span role="cell" className={styles['number']}>
        {time}
      </span>
    </>
  )
}
