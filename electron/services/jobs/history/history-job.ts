import { jobPhases, lastSeal, lastTry, type SealedBatch } from '../../../domain/job-phases'
import type { HistoryEntry, HistoryFailure, HistoryJob } from '../../../domain/schema/history'
import { canTake } from '../../../domain/source-state'
import { kindOf } from '../kinds/source-kinds'
import { whyNotAgain } from '../start/run-again'
import { toJobSnapshot } from '../state/job-snapshots'
import type { LiveJob } from '../state/live-job'

/** Failed sources that are listed; their number is told. */
const mostFailures = 500

/** What the history says of one job. */
export function toHistoryJob(job: LiveJob, entry: HistoryEntry): HistoryJob {
  const { record } = job
  const sources = lastTry(job.sources)
  const seal = sealOf(job)
  const failures = failuresOf(job)
  return {
    entry,
    job: toJobSnapshot(job),
    phases: [...jobPhases(sources, record.createdAt, seal?.at ?? null)],
    isRetried: sources.some(({ retriedAt }) => retriedAt !== null),
    seal: seal && { reason: seal.reason, items: seal.items, rawDataSizeBytes: seal.rawDataSizeBytes },
    failures: failures.slice(0, mostFailures),
    failedCount: failures.length,
    tags: [record.userTag ?? []].flat(),
    cannotRunAgain: whyNotAgain(job),
  }
}

function sealOf(job: LiveJob): SealedBatch | null {
  const { policy, ingestIfNotExists } = job.record
  if (policy === null) return null
  const items = [...job.blobs].flatMap(({ state, queuedAt, rawDataSizeBytes }) =>
    state === 'discarded' || queuedAt === null ? [] : [{ queuedAt, rawDataSizeBytes }],
  )
  const landed = job.sources.map(({ settledAt }) => settledAt)
  const landedAt = landed.some((at) => at === null) ? null : Math.max(...landed.map((at) => at ?? 0))
  return lastSeal(items, policy, landedAt, ingestIfNotExists !== null)
}

function failuresOf(job: LiveJob): HistoryFailure[] {
  const failures = job.sources.flatMap((source): HistoryFailure[] => {
    const { sourceId, kind, name, state } = source
    if (!('error' in state)) return []
    const canRetry = job.record.undoneAt === null && canTake(state, 'retry')
    return [
      {
        sourceId,
        kind,
        name: kindOf(source).isUploaded ? name : source.location,
        error: state.error,
        canRetry,
      },
    ]
  })
  return [...failures.filter(({ canRetry }) => canRetry), ...failures.filter(({ canRetry }) => !canRetry)]
}
