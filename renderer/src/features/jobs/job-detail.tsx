import type { ReactElement } from 'react'
import { phasesUntil, type Phase } from '../../../../electron/domain/job-phases'
import type { JobSnapshot, Seal } from '../../../../electron/domain/schema/job'
import { differsInValues } from '../../../../electron/domain/value-accounting'
import { unreadNote, valueDifferenceWords } from '../../../../electron/domain/value-words'
import { OperationsNote } from '../../components/operations-note'
import { PhaseStrip } from '../../components/phase-strip'
import { useNow } from '../../state/clock'
import { historyText } from '../../text/en-history'
import { jobsText } from '../../text/en-work'
import { formatCount, formatDuration } from '../../text/format'
import { jobTitle } from '../../text/job-words'
import styles from './jobs.module.css'

/** Below the list: what became of the selected ingestion, and where its time went. */
export function JobDetail(props: { readonly job: JobSnapshot }): ReactElement | null {
  const { job } = props
  const { time } = job
  const now = useNow(time.going === null ? null : 500)
  const phases = phasesUntil(time, now)
  const total = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  if (total === 0) return null
  const title = jobTitle(job)
  return (
    <section className={styles['detail']} aria-label={jobsText.detail(title)}>
      <div className={styles['detailWords']}>
        <strong title={title}>{title}</strong>
        <span>{accountWords(job)}</span>
      </div>
      <div className={styles['spent']}>
        <span className="visually-hidden">
          {historyText.whereTime(formatDuration(total), time.isRetried, time.going !== null)}
        </span>
        <PhaseStrip phases={phases} className={styles['spentBar']} />
        <span title={spentWords(phases, time.seal)}>{spentWords(phases, time.seal)}</span>
      </div>
      {job.operations !== undefined && (
        <div className={styles['queuedBy']}>
          <OperationsNote operations={job.operations} />
        </div>
      )}
    </section>
  )
}

/** `1,000 expected, 1,000 landed, 0 refused`: what is known. */
function accountWords({ rows, undo, undoneRows, values }: JobSnapshot): string {
  const { expected, landed, refused } = rows
  const known = (count: number | null): string =>
    count === null ? jobsText.unknownCount : formatCount(count)
  if (undo === 'undone' && typeof undoneRows === 'number') return jobsText.states.undoneRows(undoneRows)
  const account = jobsText.account(known(expected), known(landed), refused ?? 0)
  if (values === null) return account
  const note = differsInValues(values) ? valueDifferenceWords(values) : unreadNote(values)
  return note === '' ? account : `${account}, ${note}`
}

/** A shorter phase is in the bar alone. */
const worthAWordMs = 100

function spentWords(phases: readonly Phase[], seal: Seal | null): string {
  return phases
    .filter(({ milliseconds, isGoing }) => isGoing || milliseconds >= worthAWordMs)
    .map(({ kind, milliseconds, isGoing }) => {
      const why =
        kind === 'waited' && seal !== null && !isGoing ? ` (${historyText.sealedBy[seal.reason]})` : ''
      return `${historyText.phase(kind, isGoing)} ${formatDuration(milliseconds)}${why}`
    })
    .join(' · ')
}
