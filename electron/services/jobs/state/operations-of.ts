import type { Operations } from '../../../domain/schema/operations'
import { hasLanded } from './blob-outcomes'
import type { BlobRecord } from './job-record'

/** How many ids a snapshot names. */
const mostIds = 20

/** What the service keeps of blobs that were queued by REST; undefined if none was. */
export function operationsOf(blobs: Iterable<BlobRecord>): Operations | undefined {
  const ids: string[] = []
  const counts = { inProgress: 0, succeeded: 0, failed: 0, canceled: 0, cancelAsked: 0, cancelTooLate: 0 }
  let count = 0
  for (const blob of blobs) {
    if (blob.operationId === null || blob.state === 'discarded') continue
    count += 1
    if (ids.length < mostIds) ids.push(blob.operationId)
    counts[statusOf(blob)] += 1
    if (!blob.isCancelAsked) continue
    counts.cancelAsked += 1
    if (hasLanded(blob)) counts.cancelTooLate += 1
  }
  return count === 0 ? undefined : { count, ids, ...counts }
}

/** In the service's word; if the rows told first that it succeeded, nobody asked for that. */
function statusOf(blob: BlobRecord): 'inProgress' | 'succeeded' | 'failed' | 'canceled' {
  switch (blob.operationStatus) {
    case 'Succeeded':
      return 'succeeded'
    case 'Failed':
      return 'failed'
    case 'Canceled':
      return 'canceled'
    case null:
      return hasLanded(blob) ? 'succeeded' : 'inProgress'
  }
}
