import { useMemo, type ReactElement } from 'react'
import { useNow } from '../../state/clock'
import { jobsOfTable } from '../../state/job-selectors'
import { useStudio } from '../../state/use-studio'
import { batchText } from '../../text/en-batch'
import { formatClockSeconds, formatCountdown } from '../../text/format'
import { fillShares, fillWords, openBatches, type OpenBatch } from './open-batches'
import styles from './target.module.css'

/** The open table's batches that wait for their seal. */
export function useOpenBatches(): readonly OpenBatch[] {
  const jobs = useStudio((state) => state.jobs)
  const connection = useStudio((state) => state.connection)
  const target = useStudio((state) => state.target)
  return useMemo(() => openBatches(jobsOfTable(jobs, connection, target)), [jobs, connection, target])
}

/** More batches than this are only counted. */
const mostShown = 4

/** What waits now, how full each batch is, and when it seals. */
export function WaitingBatches(): ReactElement {
  const batches = useOpenBatches()
  const now = useNow(batches.length === 0 ? null : 500)
  if (batches.length === 0) return <p className={styles['hint']}>{batchText.none}</p>
  return (
    <section className={styles['waiting']} aria-label={batchText.open}>
      <h3>{batchText.open}</h3>
      <ul>
        {batches.slice(0, mostShown).map((batch) => (
          <li key={batch.jobId}>
            <strong>{batch.title}</strong>: {sealWords(batch, now)} ({fillWords(batch)})
            <Fill batch={batch} now={now} />
          </li>
        ))}
      </ul>
      {batches.length > mostShown && <p>{batchText.more(batches.length - mostShown)}</p>}
      {batches.length > 1 && <p className={styles['hint']}>{batchText.perIngestion}</p>}
    </section>
  )
}

function sealWords({ sealsAt }: OpenBatch, now: number): string {
  if (sealsAt <= now) return batchText.sealing
  return `${batchText.sealsIn(formatCountdown(sealsAt - now))}, ${batchText.latest(formatClockSeconds(sealsAt))}`
}

/** Three bars: how far towards each limit. */
function Fill(props: { readonly batch: OpenBatch; readonly now: number }): ReactElement {
  const shares = fillShares(props.batch, props.now)
  return (
    <span className={styles['fill3']} aria-hidden="true">
      {Object.entries(shares).map(([limit, share]) => (
        <span key={limit}>
          {batchText.limits[limit as keyof typeof shares]}
          <span className={styles['fillTrack']}>
            <span style={{ width: `${share * 100}%` }} />
          </span>
        </span>
      ))}
    </span>
  )
}
