import type { BatchingPolicy } from './schema/batching-policy'

/** Why a batch was sealed, in the service's words (documents: IngestionBatching policy, sealing). */
export type SealReason =
  | 'Time'
  | 'Count'
  | 'Size'
  | 'FlushImmediately'
  | 'SingleBlob_SizeUnknown'
  | 'SingleBlob_IngestIfNotExists'
  | 'SingleBlob_IngestByTag'
  | 'SystemFlush'

/** What is known about a batch that is still open. */
export interface OpenBatch {
  /** When its first item arrived, in milliseconds on the same clock as `now`. */
  readonly openedAt: number
  readonly items: number
  readonly rawDataSizeBytes: number
  readonly flushImmediately: boolean
}

/** Returns why this batch must be sealed at `now`, or undefined while it may wait. */
export function sealReason(batch: OpenBatch, policy: BatchingPolicy, now: number): SealReason | undefined {
  if (batch.items === 0) return undefined
  if (batch.flushImmediately) return 'FlushImmediately'
  if (batch.rawDataSizeBytes >= policy.maximumRawDataSizeMb * 1_048_576) return 'Size'
  if (batch.items >= policy.maximumNumberOfItems) return 'Count'
  if (now >= batch.openedAt + policy.maximumBatchingTimeSpanMs) return 'Time'
  return undefined
}

/** The latest time at which a batch opened at `openedAt` is sealed. */
export function latestSealAt(openedAt: number, policy: BatchingPolicy): number {
  return openedAt + policy.maximumBatchingTimeSpanMs
}
