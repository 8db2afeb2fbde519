import { latestSealAt } from './batch-sealing'
import { phaseKinds } from './phase-kinds'
import type { Phase, Seal } from './schema/history'
import type { BatchingPolicy } from './schema/batching-policy'

/** When a source got how far, in milliseconds since the epoch; null for what has not happened, or was not noted. */
export interface SourceTimes {
  /** When its last retry was asked for; null if it was sent only once. */
  readonly retriedAt: number | null
  readonly startedAt: number | null
  readonly uploadingAt: number | null
  readonly uploadedAt: number | null
  readonly queuedAt: number | null
  readonly settledAt: number | null
}

/** A blob that waited in a batch. */
export interface BatchItem {
  readonly queuedAt: number
  /** Null if nobody knows: the service then seals a batch for it alone. */
  readonly rawDataSizeBytes: number | null
}

/** The last batch of a job, and when it was sealed. */
export interface SealedBatch extends Seal {
  readonly at: number
}

const megabyte = 1_048_576

/**
 * When and why the last batch of some items was sealed (documents: IngestionBatching policy, sealing). The service does
 * not say, so this follows from the policy and from what the job posted itself.
 *
 * @param landedAt When its rows were there: the seal was not later. Null if they are not.
 * @param isAlone Whether the service seals each item by itself, because it may have to skip it.
 * @returns Null if there are no items.
 */
export function lastSeal(
  items: readonly BatchItem[],
  policy: BatchingPolicy,
  landedAt: number | null,
  isAlone: boolean,
): SealedBatch | null {
  let openedAt = 0
  let last: SealedBatch | null = null
  let isSealed = true
  for (const { queuedAt, rawDataSizeBytes } of [...items].sort((a, b) => a.queuedAt - b.queuedAt)) {
    if (isSealed || last === null || queuedAt > latestSealAt(openedAt, policy)) {
      openedAt = queuedAt
      last = null
    }
    const batch: Pick<Seal, 'items' | 'rawDataSizeBytes'> = {
      items: (last?.items ?? 0) + 1,
      rawDataSizeBytes: (last?.rawDataSizeBytes ?? 0) + (rawDataSizeBytes ?? 0),
    }
    const reason: Seal['reason'] =
      isAlone || rawDataSizeBytes === null
        ? 'alone'
        : batch.rawDataSizeBytes >= policy.maximumRawDataSizeMb * megabyte
          ? 'size'
          : batch.items >= policy.maximumNumberOfItems
            ? 'items'
            : 'time'
    isSealed = reason !== 'time'
    last = { ...batch, reason, at: isSealed ? queuedAt : latestSealAt(openedAt, policy) }
  }
  if (last === null || landedAt === null || landedAt >= last.at) return last
  // Other writers filled the batch, or it was flushed.
  return { ...last, at: landedAt, reason: 'others' }
}

/** One retry reaches its sources one after another. */
const retryWithinMs = 1000

/** The sources that were sent last: all of a job's, or those of its latest retry. */
export function lastTry<T extends SourceTimes>(sources: readonly T[]): readonly T[] {
  const retriedAt = latest(sources.map((source) => source.retriedAt))
  if (retriedAt === null) return sources
  return sources.filter((source) => (source.retriedAt ?? 0) >= retriedAt - retryWithinMs)
}

/**
 * Where the time of a job's last try went: pieces that follow each other and add up to the whole.
 *
 * @param createdAt When the job began, for a job that was not retried.
 * @param sealedAt When its last batch was sealed; null if not known.
 */
export function jobPhases(
  sources: readonly SourceTimes[],
  createdAt: number,
  sealedAt: number | null,
): readonly Phase[] {
  const queuedAt = latest(sources.map((source) => source.queuedAt))
  const settledAt = sources.some((source) => source.settledAt === null)
    ? null
    : latest(sources.map((source) => source.settledAt))
  const begunAt = earliest(sources.map((source) => source.retriedAt)) ?? createdAt
  const ends: Readonly<Record<Phase['kind'], number | null>> = {
    // Journals of earlier versions know only when a source's turn came, and when it was queued.
    checked: earliest(sources.map((source) => source.uploadingAt ?? source.uploadedAt ?? source.startedAt)),
    uploaded: latest(sources.map((source) => source.uploadedAt ?? source.queuedAt)),
    queued: queuedAt,
    waited: queuedAt === null || sealedAt === null ? null : Math.min(sealedAt, settledAt ?? sealedAt),
    landed: queuedAt === null ? null : settledAt,
  }
  const phases: Phase[] = []
  let at = begunAt
  for (const kind of phaseKinds) {
    const end = ends[kind]
    if (end === null) continue
    phases.push({ kind, milliseconds: Math.max(0, end - at) })
    at = Math.max(at, end)
  }
  return phases
}

function latest(times: readonly (number | null)[]): number | null {
  return times.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null)
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce((first, at) => (at !== null && (first === null || at < first) ? at : first), null)
}
