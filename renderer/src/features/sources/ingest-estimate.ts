import type { BatchingPolicy } from '../../../../electron/domain/batching-policy'
import type { JobSnapshot } from '../../../../electron/domain/ingestion-job'
import { sourcesText } from '../../text/en-work'
import { formatDuration, formatPolicySize } from '../../text/format'

/** What is about to be sent. */
export interface Sending {
  readonly items: number
  /** Uncompressed bytes; null where not known. */
  readonly bytes: number | null
}

/** Uploads shorter than this say nothing about the speed of the network. */
const meaningfulMs = 500
/** Sending that takes less than this is not worth a word. */
const noticeableMs = 2000

/** How long it will take and why, in words; empty where nothing is known. */
export function ingestEstimate(
  sending: Sending,
  policy: BatchingPolicy | undefined,
  jobs: readonly JobSnapshot[],
): string {
  if (policy === undefined || sending.items === 0) return ''
  const rate = measuredRate(jobs)
  const sendMs = rate === null || sending.bytes === null ? 0 : (sending.bytes / rate) * 1000
  const upload =
    sendMs >= noticeableMs ? `${sourcesText.upload(formatDuration(Math.round(sendMs / 1000) * 1000))}, ` : ''
  return upload + wait(sending, policy)
}

function wait({ items, bytes }: Sending, policy: BatchingPolicy): string {
  if (bytes !== null && bytes >= policy.maximumRawDataSizeMb * 1_048_576) {
    return sourcesText.waitSize(formatPolicySize(policy.maximumRawDataSizeMb))
  }
  if (items >= policy.maximumNumberOfItems) return sourcesText.waitItems(policy.maximumNumberOfItems)
  return sourcesText.wait(formatDuration(policy.maximumBatchingTimeSpanMs))
}

/** Bytes a second of the latest upload that was long enough to measure; null before there was one. */
function measuredRate(jobs: readonly JobSnapshot[]): number | null {
  for (const source of jobs.flatMap((job) => job.sources)) {
    if (source.uploadRate !== null && source.uploadRate > 0) return source.uploadRate
    const { startedAt, queuedAt, rawDataSizeBytes, kind } = source
    if (kind === 'blob' || startedAt === null || queuedAt === null || rawDataSizeBytes === null) continue
    if (queuedAt - startedAt >= meaningfulMs) return (rawDataSizeBytes / (queuedAt - startedAt)) * 1000
  }
  return null
}
