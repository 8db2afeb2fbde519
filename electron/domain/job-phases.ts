import { latestSealAt } from './batch-sealing'
import { phaseKinds, type PhaseKind } from './phase-kinds'
import type { BatchingPolicy } from './schema/batching-policy'
import type { JobTime, Seal } from './schema/job'
import type { SourceState } from './schema/source'
import { isUnwatched } from './source-state'

/** When a source got how far, in milliseconds since the epoch; null for what has not happened, or was not noted. */
export interface SourceTimes {
  readonly state: SourceState
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
interface SealedBatch extends Seal {
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
function lastTry<T extends SourceTimes>(sources: readonly T[]): readonly T[] {
  const retriedAt = latest(sources.map((source) => source.retriedAt))
  if (retriedAt === null) return sources
  return sources.filter((source) => (source.retriedAt ?? 0) >= retriedAt - retryWithinMs)
}

/**
 * Where the time of a job's last try goes. A phase ends with the last source that leaves it.
 *
 * @param createdAt When the job began.
 * @param seal The job's last batch; null if not known.
 */
export function jobTime(all: readonly SourceTimes[], createdAt: number, seal: SealedBatch | null): JobTime {
  const sources = lastTry(all)
  const retriedAt = earliest(sources.map((source) => source.retriedAt))
  const open = sources.filter((source) => source.settledAt === null && !isUnwatched(source.state))
  const settledAt = sources.some((source) => source.settledAt === null)
    ? null
    : latest(sources.map((source) => source.settledAt))
  const queuedAt = latest(sources.map((source) => source.queuedAt))
  const sealedAt = queuedAt === null || seal === null ? null : Math.min(seal.at, settledAt ?? seal.at)
  const times: Readonly<Record<PhaseKind, number | null>> = {
    checked: earliest(sources.map(sentFrom)) ?? settledAt,
    uploaded: latest(sources.map((source) => source.uploadedAt ?? source.queuedAt)),
    queued: queuedAt,
    waited: sealedAt,
    landed: queuedAt === null ? null : settledAt,
  }
  const going = goingPhase(sources, open)
  const ends: Partial<Record<PhaseKind, number>> = {}
  for (const kind of phaseKinds) {
    if (kind === going || (going === null && open.length > 0)) break
    const end = times[kind]
    if (end !== null) ends[kind] = end
  }
  return {
    begunAt: retriedAt ?? createdAt,
    isRetried: retriedAt !== null,
    ends,
    going,
    seal:
      ends.waited === undefined || seal === null
        ? null
        : { reason: seal.reason, items: seal.items, rawDataSizeBytes: seal.rawDataSizeBytes },
  }
}

/** The first phase that a source is still in; null if none has begun, or none is open. */
function goingPhase(sources: readonly SourceTimes[], open: readonly SourceTimes[]): PhaseKind | null {
  if (open.length === 0 || sources.every(({ startedAt }) => startedAt === null)) return null
  if (sources.every((source) => sentFrom(source) === null)) return 'checked'
  if (open.some(({ uploadedAt, queuedAt }) => uploadedAt === null && queuedAt === null)) return 'uploaded'
  if (open.some(({ queuedAt }) => queuedAt === null)) return 'queued'
  return 'landed'
}

/** When the first bytes of a source went out. Older journals know only when its turn came. */
function sentFrom({ uploadingAt, uploadedAt, queuedAt, startedAt }: SourceTimes): number | null {
  return uploadingAt ?? uploadedAt ?? (queuedAt === null ? null : startedAt)
}

/** A piece of a job's time. */
export interface Phase {
  readonly kind: PhaseKind
  readonly milliseconds: number
  /** Whether it is going on. */
  readonly isGoing: boolean
}

/** The phases of a job up to now: they follow each other and add up to the whole. */
export function phasesUntil({ begunAt, ends, going }: JobTime, now: number): readonly Phase[] {
  const phases: Phase[] = []
  let at = begunAt
  for (const kind of phaseKinds) {
    const end = kind === going ? null : ends[kind]
    if (end === undefined) continue
    const isGoing = end === null || (going !== null && end > now)
    const until = isGoing ? now : (end ?? now)
    phases.push({ kind, milliseconds: Math.max(0, until - at), isGoing })
    if (isGoing) break
    at = Math.max(at, until)
  }
  return phases
}

function latest(times: readonly (number | null)[]): number | null {
  return times.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null)
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce((first, at) => (at !== null && (first === null || at < first) ? at : first), null)
}
