import type { ReactElement } from 'react'
import { phasesUntil } from '../../../../electron/domain/job-phases'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { PhaseKey, PhaseStrip } from '../../components/phase-strip'
import { useNow } from '../../state/clock'
import { historyText } from '../../text/en-history'
import { formatDuration } from '../../text/format'
import styles from './history-details.module.css'

/** Where the time of a job goes: one bar, and the same in words. */
export function PhaseBar(props: { readonly job: JobSnapshot }): ReactElement | null {
  const { time, policy } = props.job
  const now = useNow(time.going === null ? null : 500)
  const phases = phasesUntil(time, now)
  const total = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  if (total === 0) return null
  const isSealed = phases.some(({ kind, isGoing }) => kind === 'waited' && !isGoing)
  return (
    <div className={styles['time']}>
      <h3>{historyText.whereTime(formatDuration(total), time.isRetried, time.going !== null)}</h3>
      <PhaseStrip phases={phases} className={styles['bar']} />
      <ul className={styles['phases']}>
        {phases.map(({ kind, milliseconds, isGoing }) => (
          <li key={kind}>
            <PhaseKey kind={kind} />
            {historyText.phase(kind, isGoing)}
            <strong>{formatDuration(milliseconds)}</strong>
          </li>
        ))}
      </ul>
      {time.seal !== null && isSealed && (
        <p className={styles['where']}>
          {historyText.seal(time.seal, policy?.maximumBatchingTimeSpanMs ?? null)}
        </p>
      )}
    </div>
  )
}
