import type { ReactElement } from 'react'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { useNow } from '../../state/clock'
import { jobsText } from '../../text/en-work'
import { formatCount, formatDuration } from '../../text/format'
import { jobTitle } from '../../text/job-words'
import styles from './jobs.module.css'
import { timeSpent, type TimeSpent } from './time-spent'

/** Below the list: what became of the selected ingestion, and where its time went. */
export function JobDetail(props: { readonly job: JobSnapshot }): ReactElement | null {
  const { job } = props
  const isMoving = job.status === 'running'
  const now = useNow(isMoving ? 500 : null)
  const spent = timeSpent(job, now)
  if (spent === null || spent.totalMs <= 0) return null
  const title = jobTitle(job)
  return (
    <section className={styles['detail']} aria-label={jobsText.detail(title)}>
      <div className={styles['detailWords']}>
        <strong title={title}>{title}</strong>
        <span>{accountWords(job)}</span>
      </div>
      <div className={styles['spent']}>
        <span>{jobsText.spent(formatDuration(spent.totalMs), isMoving)}</span>
        <span className={styles['spentBar']} aria-hidden="true">
          {spent.pieces.map(({ kind, milliseconds }) => (
            <span key={kind} data-kind={kind} style={{ flexGrow: milliseconds / spent.totalMs }} />
          ))}
        </span>
        <span title={spentWords(spent)}>{spentWords(spent)}</span>
      </div>
    </section>
  )
}

/** `1,000 expected, 1,000 landed, 0 refused`: what is known. */
function accountWords({ rows, undo, undoneRows }: JobSnapshot): string {
  const { expected, landed, refused } = rows
  const known = (count: number | null): string =>
    count === null ? jobsText.unknownCount : formatCount(count)
  if (undo === 'undone' && typeof undoneRows === 'number') return jobsText.states.undoneRows(undoneRows)
  return jobsText.account(known(expected), known(landed), refused ?? 0)
}

function spentWords({ pieces, seal }: TimeSpent): string {
  return pieces
    .map(({ kind, milliseconds }) => {
      const why = kind === 'waited' && seal !== null ? ` ${jobsText.sealedBy[seal]}` : ''
      return `${jobsText.pieces[kind]} ${formatDuration(milliseconds)}${why}`
    })
    .join(' · ')
}
