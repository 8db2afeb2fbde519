import { latestSealAt } from './batch-sealing'
import type { BatchingPolicy } from './schema/batching-policy'

/**
 * When the batch that is open now is sealed at the latest, from the moments at which its items were queued: a
 * batch opens with its first item, and an item that comes after its seal opens the next.
 *
 * @param queuedAt Milliseconds since the epoch, in any order; of items that still wait.
 * @returns Null while nothing waits.
 */
export function openBatchSealsAt(queuedAt: readonly number[], policy: BatchingPolicy): number | null {
  let sealsAt: number | null = null
  for (const at of [...queuedAt].sort((a, b) => a - b)) {
    if (sealsAt === null || at > sealsAt) sealsAt = latestSealAt(at, policy)
  }
  return sealsAt
}
