import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { batchText } from '../../text/en-batch'
import { formatBytes, formatPolicySize } from '../../text/format'
import { jobTitle } from '../../text/job-words'

/** A batch that waits for its seal, and whose it is. */
export interface OpenBatch {
  readonly jobId: string
  readonly title: string
  readonly openedAt: number
  readonly sealsAt: number
  readonly items: number
  /** Uncompressed bytes; null if unknown. */
  readonly rawDataSizeBytes: number | null
  /** What held when the job began, and so for its batch. */
  readonly policy: BatchingPolicy
}

/** The batches that wait, the one that seals next first. */
export function openBatches(jobs: readonly JobSnapshot[]): readonly OpenBatch[] {
  return jobs
    .flatMap((job): OpenBatch[] => {
      const { openBatch, policy, jobId } = job
      return openBatch === undefined || policy === null
        ? []
        : [{ ...openBatch, jobId, title: jobTitle(job), policy }]
    })
    .sort((one, other) => one.sealsAt - other.sealsAt)
}

/** How full a batch is: `1 of 500 items, 351 kB of 1 GB`. */
export function fillWords({ items, rawDataSizeBytes, policy }: OpenBatch): string {
  const limit = formatPolicySize(policy.maximumRawDataSizeMb)
  const size =
    rawDataSizeBytes === null
      ? batchText.sizeUnknown(limit)
      : batchText.ofSize(formatBytes(rawDataSizeBytes), limit)
  return `${batchText.ofItems(items, policy.maximumNumberOfItems)}, ${size}`
}

/** The share of each limit that is used up at `now`, from 0 to 1. */
export function fillShares(
  { openedAt, items, rawDataSizeBytes, policy }: OpenBatch,
  now: number,
): { readonly time: number; readonly items: number; readonly size: number } {
  const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole))
  return {
    time: share(now - openedAt, policy.maximumBatchingTimeSpanMs),
    items: share(items, policy.maximumNumberOfItems),
    size: share(rawDataSizeBytes ?? 0, policy.maximumRawDataSizeMb * 1_048_576),
  }
}
