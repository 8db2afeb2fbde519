import type { ReactElement } from 'react'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { isAllSkipped } from '../../../../electron/domain/row-accounting'
import { Ago } from '../../components/ago'
import { CommandTooltip } from '../../components/command-tooltip'
import { jobsOfCluster } from '../../state/job-selectors'
import { useStudio } from '../../state/use-studio'
import { treeText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { jobsText } from '../../text/en-work'
import { jobTitle } from '../../text/job-words'
import styles from './tree.module.css'

const shown = 8

/** The latest ingestions into any of this cluster's tables; a click opens the table. */
export function RecentIngestions(): ReactElement | null {
  const all = useStudio((state) => state.jobs)
  const connection = useStudio((state) => state.connection)
  const jobs = jobsOfCluster(all, connection)
  const openHistory = useStudio((state) => state.openHistory)
  if (all.length === 0) return null
  return (
    <div className={styles['recent']}>
      <h2>{treeText.recent}</h2>
      <ul>
        {jobs.slice(0, shown).map((job) => (
          <RecentRow key={job.jobId} job={job} />
        ))}
      </ul>
      <CommandTooltip command="history">
        <button type="button" className={styles['all']} onClick={() => void openHistory()}>
          {historyText.open}
        </button>
      </CommandTooltip>
    </div>
  )
}

function RecentRow(props: { readonly job: JobSnapshot }): ReactElement {
  const { job } = props
  const target = useStudio((state) => state.target)
  const selectTable = useStudio((state) => state.selectTable)
  const selectJob = useStudio((state) => state.selectJob)
  const title = jobTitle(job)
  const open = (): void => {
    selectJob(job.jobId)
    if (target?.database !== job.database || target.table !== job.table) {
      void selectTable({ database: job.database, table: job.table })
    }
  }
  return (
    <li>
      <button
        type="button"
        className={styles['recentRow']}
        data-status={job.status}
        title={treeText.recentRow(
          title,
          job.table,
          jobsText.jobStates[isAllSkipped(job) ? 'skipped' : job.status],
        )}
        onClick={open}
      >
        <span className={styles['name']}>{title}</span>
        <Ago at={job.createdAt} className={styles['rows']} />
      </button>
    </li>
  )
}
