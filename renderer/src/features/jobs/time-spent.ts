import { latestSealAt } from '../../../../electron/domain/batch-sealing'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'

/** A piece of an ingestion's time. */
interface TimePiece {
  readonly kind: 'sent' | 'waited' | 'landed'
  readonly milliseconds: number
}

/** Where an ingestion's time went, and what sealed its batch. */
export interface TimeSpent {
  /** In order; together they are the whole time. */
  readonly pieces: readonly TimePiece[]
  readonly totalMs: number
  /** What sealed the last batch: its time, or else a full batch. Null before the seal, or if nobody knows. */
  readonly seal: 'time' | 'full' | null
}

/**
 * Where the time of an ingestion went, up to `now` if it is not over: until the last source was queued, until the seal,
 * until the rows were there. The seal is worked out from the policy, because the service does not report it.
 *
 * @returns Null before anything has begun.
 */
export function timeSpent(job: JobSnapshot, now: number): TimeSpent | null {
  const { sources, policy, createdAt } = job
  const queued = times(sources.map(({ queuedAt }) => queuedAt))
  const ended = times(sources.map(({ settledAt }) => settledAt))
  const isOver = sources.length > 0 && ended.length === sources.length
  const end = isOver ? Math.max(...ended) : now
  if (sources.every(({ startedAt }) => startedAt === null) && !isOver) return null
  const isQueued = queued.length > 0 && sources.every(({ queuedAt, settledAt }) => queuedAt ?? settledAt)
  const queuedAt = isQueued ? Math.min(end, Math.max(...queued)) : end
  const pieces: TimePiece[] = [{ kind: 'sent', milliseconds: Math.max(0, queuedAt - createdAt) }]
  const totalMs = Math.max(0, end - createdAt)
  if (!isQueued) return { pieces, totalMs, seal: null }
  const latest =
    policy === null ? null : (job.sealsAt ?? latestSealAt(firstOfLastBatch(queued, policy), policy))
  const isByTime = latest !== null && latest <= end
  const sealedAt = isByTime ? Math.max(queuedAt, latest) : end
  pieces.push({ kind: 'waited', milliseconds: sealedAt - queuedAt })
  if (sealedAt < end || isByTime) pieces.push({ kind: 'landed', milliseconds: end - sealedAt })
  return { pieces, totalMs, seal: isByTime ? 'time' : isOver && policy !== null ? 'full' : null }
}

/** When the batch of the source queued last was opened. */
function firstOfLastBatch(queued: readonly number[], policy: NonNullable<JobSnapshot['policy']>): number {
  return [...queued]
    .sort((one, other) => one - other)
    .reduce((openedAt, at) => (at > latestSealAt(openedAt, policy) ? at : openedAt))
}

function times(all: readonly (number | null)[]): readonly number[] {
  return all.filter((at) => at !== null)
}
