import type { ReactElement } from 'react'
import type { HistoryJob } from '../../../../electron/domain/schema/history'
import { historyText } from '../../text/en-history'
import { formatDuration } from '../../text/format'
import styles from './history-details.module.css'

/** Where the time of a job went: one bar, and the same in words. */
export function PhaseBar(props: { readonly found: HistoryJob }): ReactElement | null {
  const { phases, isRetried, seal, job } = props.found
  const total = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  if (phases.length === 0 || total === 0) return null
  const time = formatDuration(total)
  return (
    <div className={styles['time']}>
      <h3>{isRetried ? historyText.whereTimeRetry(time) : historyText.whereTime(time)}</h3>
      <div className={styles['bar']} aria-hidden="true">
        {phases.map(({ kind, milliseconds }) => (
          <span key={kind} data-phase={kind} style={{ flexGrow: milliseconds }} />
        ))}
      </div>
      <ul className={styles['phases']}>
        {phases.map(({ kind, milliseconds }) => (
          <li key={kind}>
            <span className={styles['key']} data-phase={kind} aria-hidden="true" />
            {historyText.phases[kind]}
            <strong>{formatDuration(milliseconds)}</strong>
          </li>
        ))}
      </ul>
      {seal !== null && phases.some(({ kind }) => kind === 'waited') && (
        <p className={styles['where']}>
          {historyText.seal(seal, job.policy?.maximumBatchingTimeSpanMs ?? null)}
        </p>
      )}
    </div>
  )
}
