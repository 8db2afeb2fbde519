import type { EffectiveBatchingPolicy } from '../../domain/schema/batching-policy'
import { latestSealAt, sealReason, type OpenBatch, type SealReason } from '../../domain/batch-sealing'
import type { ClusterClock } from '../time/clock'
import type { QueuedItem } from '../engine/ingested-items'

/** An item and the size that the batching manager counts for it. */
export interface BatchItem extends QueuedItem {
  /** Uncompressed size, given or estimated. If undefined (unknown), the item does not wait for others. */
  readonly rawSizeBytes: number | undefined
}

type Batch = { -readonly [K in keyof OpenBatch]: OpenBatch[K] } & {
  readonly database: string
  readonly table: string
  readonly list: BatchItem[]
  callOff: () => void
}

/**
 * Collects items into batches, one per table and set of ingestion properties, and hands a batch over when it reaches
 * the first limit in its policy.
 */
export class BatchingManager {
  readonly #batches = new Map<string, Batch>()
  readonly #clock: ClusterClock
  readonly #policyOf: (database: string, table: string) => EffectiveBatchingPolicy
  readonly #seal: (items: readonly BatchItem[], reason: SealReason) => void

  constructor(parts: {
    readonly clock: ClusterClock
    readonly policyOf: (database: string, table: string) => EffectiveBatchingPolicy
    readonly seal: (items: readonly BatchItem[], reason: SealReason) => void
  }) {
    this.#clock = parts.clock
    this.#policyOf = parts.policyOf
    this.#seal = parts.seal
  }

  /** Adds an item to its batch, and seals the batch if that fills it. */
  add(item: BatchItem): void {
    const alone = aloneReason(item)
    if (alone !== undefined) {
      this.#seal([item], alone)
      return
    }
    const key = batchKey(item)
    const batch = this.#batches.get(key) ?? openBatch(item)
    this.#batches.set(key, batch)
    batch.list.push(item)
    batch.openedAt = Math.min(batch.openedAt, item.receivedAt)
    batch.items = batch.list.length
    batch.rawDataSizeBytes += item.rawSizeBytes ?? 0
    batch.flushImmediately ||= item.message.flushImmediately
    batch.callOff()
    this.#check(key, batch)
  }

  /** Takes an item out of its open batch; undefined if it is in none. */
  remove(id: string): BatchItem | undefined {
    for (const [key, batch] of this.#batches) {
      const index = batch.list.findIndex(({ message }) => message.id === id)
      const [item] = index < 0 ? [] : batch.list.splice(index, 1)
      if (item === undefined) continue
      batch.items = batch.list.length
      batch.rawDataSizeBytes -= item.rawSizeBytes ?? 0
      if (batch.items === 0) {
        batch.callOff()
        this.#batches.delete(key)
      }
      return item
    }
    return undefined
  }

  /** Checks all open batches again after a policy changed or a table was dropped. */
  policyChanged(): void {
    for (const [key, batch] of [...this.#batches]) {
      batch.callOff()
      this.#check(key, batch)
    }
  }

  /** Cancels all timers. Open batches are in the store and reopen at the next start. */
  stop(): void {
    for (const batch of this.#batches.values()) batch.callOff()
    this.#batches.clear()
  }

  #check(key: string, batch: Batch): void {
    const { policy } = this.#policyOf(batch.database, batch.table)
    const now = this.#clock.now()
    const reason = sealReason(batch, policy, now)
    if (reason === undefined) {
      batch.callOff = this.#clock.after(latestSealAt(batch.openedAt, policy) - now, () =>
        this.#check(key, batch),
      )
      return
    }
    this.#batches.delete(key)
    this.#seal(batch.list, reason)
  }
}

/** Why an item needs a batch of its own, if it does. */
function aloneReason({ rawSizeBytes, message }: BatchItem): SealReason | undefined {
  if (message.ingestIfNotExists.length > 0) return 'SingleBlob_IngestIfNotExists'
  if (message.tags.some((tag) => tag.startsWith('ingest-by:'))) return 'SingleBlob_IngestByTag'
  return rawSizeBytes === undefined ? 'SingleBlob_SizeUnknown' : undefined
}

function openBatch(first: BatchItem): Batch {
  const { database, table } = first.message
  return {
    database,
    table,
    openedAt: first.receivedAt,
    items: 0,
    rawDataSizeBytes: 0,
    flushImmediately: false,
    list: [],
    callOff: () => undefined,
  }
}

/** Items with the same key may share a batch (documents: only items with the same ingestion properties do). */
function batchKey({ message }: BatchItem): string {
  const { database, table, format, mapping, mappingReference, creationTime, fitsRecords } = message
  const tags = [...message.tags].sort()
  return JSON.stringify([database, table, format, mapping, mappingReference, tags, creationTime, fitsRecords])
}
