import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import type { ReactElement } from 'react'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { Pill } from '../../components/pill'
import { useNow } from '../../state/clock'
import { useClusterAway } from '../../state/use-cluster-away'
import { useStudio } from '../../state/use-studio'
import { jobsText } from '../../text/en-work'
import { jobTitle } from '../../text/job-words'
import styles from './jobs.module.css'
import { jobAction, pauseAction } from './row-actions'
import { RowButtons } from './row-buttons'
import { Began, landedToShow, Numbers } from './source-row'
import { StageBars } from './stage-bars'
import { jobStages } from './stage-progress'
import { sealUnknown, jobWords } from './state-words'

/** A job of many sources on one line, which expands to show them. */
export function GroupRow(props: {
  readonly job: JobSnapshot
  readonly isExpanded: boolean
  readonly isSelected: boolean
  readonly onExpand: (isExpanded: boolean) => void
}): ReactElement {
  const { job, isExpanded } = props
  const isMoving = job.status === 'running'
  const now = useNow(isMoving ? 500 : null)
  const selectJob = useStudio((state) => state.selectJob)
  const isAway = useClusterAway()
  const { tone, words } = jobWords(isAway ? sealUnknown(job) : job, now)
  const title = jobTitle(job)
  const settled = job.sources.map(({ settledAt }) => settledAt ?? 0)
  return (
    <div
      className={styles['cells']}
      role="presentation"
      data-selected={props.isSelected || undefined}
      onClick={() => selectJob(job.jobId)}
    >
      <span role="cell" className={styles['source']}>
        <button
          type="button"
          className={styles['expander']}
          aria-label={jobsText.expand(title)}
          aria-expanded={isExpanded}
          onClick={() => props.onExpand(!isExpanded)}
        >
          {isExpanded ? <ChevronDownRegular /> : <ChevronRightRegular />}
        </button>
        <button
          type="button"
          className={styles['name']}
          aria-current={props.isSelected || undefined}
          onClick={() => selectJob(job.jobId)}
        >
          {title}
        </button>
      </span>
      <Began at={job.createdAt} />
      <span role="cell" className={styles['stageCell']}>
        <StageBars stages={jobStages(job, now)} />
        <Pill tone={tone} hint={words}>
          {words}
        </Pill>
      </span>
      <Numbers
        records={job.rows.expected}
        bytes={job.rawDataSizeBytes ?? null}
        landed={landedToShow(job, job.rows.landed)}
        startedAt={job.createdAt}
        endedAt={isMoving ? now : Math.max(0, ...settled) || null}
      />
      <span role="cell" className={styles['actions']}>
        <RowButtons job={job} title={title} action={jobAction(job)} pause={pauseAction(job)} />
      </span>
    </div>
  )
}
