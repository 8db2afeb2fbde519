import { latestSealAt } from './batch-sealing'
import { sumKnown } from './row-accounting'
import type { BatchingPolicy } from './schema/batching-policy'

/** A blob that waits in a batch: when it was queued, and its uncompressed bytes, null if unknown. */
export interface WaitingItem {
  readonly queuedAt: number
  readonly rawDataSizeBytes: number | null
}

/** The batch that is still open, as far as the studio filled it. */
export interface WaitingBatch {
  readonly openedAt: number
  /** When it is sealed at the latest. */
  readonly sealsAt: number
  readonly items: number
  /** Null if the size of any item is unknown. */
  readonly rawDataSizeBytes: number | null
}

/**
 * The open batch, worked out from when its items were queued: a batch opens with its first item, and an item that
 * arrives after the seal opens the next one.
 *
 * @param waiting The items that wait, in any order.
 * @returns Null while nothing waits.
 */
export function openBatchOf(waiting: readonly WaitingItem[], policy: BatchingPolicy): WaitingBatch | null {
  const inOrder = [...waiting].sort((a, b) => a.queuedAt - b.queuedAt)
  return inOrder.reduce<WaitingBatch | null>((batch, { queuedAt, rawDataSizeBytes }) => {
    if (batch === null || queuedAt > batch.sealsAt) {
      return { openedAt: queuedAt, sealsAt: latestSealAt(queuedAt, policy), items: 1, rawDataSizeBytes }
    }
    const bytes = sumKnown([batch.rawDataSizeBytes, rawDataSizeBytes])
    return { ...batch, items: batch.items + 1, rawDataSizeBytes: bytes }
  }, null)
}
