import { latestSealAt } from './batch-sealing'
import type { BatchingPolicy } from './schema/batching-policy'

/**
 * When the open batch is sealed at the latest, worked out from when its items were queued: a batch opens with its first
 * item, and an item that arrives after the seal opens the next one.
 *
 * @param queuedAt When each waiting item was queued, in milliseconds since the epoch, in any order.
 * @returns Null while nothing waits.
 */
export function openBatchSealsAt(queuedAt: readonly number[], policy: BatchingPolicy): number | null {
  let sealsAt: number | null = null
  for (const at of [...queuedAt].sort((a, b) => a - b)) {
    if (sealsAt === null || at > sealsAt) sealsAt = latestSealAt(at, policy)
  }
  return sealsAt
}
