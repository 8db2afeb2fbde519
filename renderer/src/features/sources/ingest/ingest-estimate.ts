import type { BatchingPolicy } from '../../../../../electron/domain/schema/batching-policy'
import type { JobSnapshot, SourceSnapshot } from '../../../../../electron/domain/schema/job'

import { sourcesText } from '../../../text/en-work'
import { formatDuration, formatPolicySize } from '../../../text/format'
import { sourceKinds } from '../../../text/source-kinds'

/** What would be sent. */
export interface Sending {
  readonly items: number
  /** Uncompressed bytes; null if unknown. */
  readonly bytes: number | null
}

/** Shorter uploads say nothing about the network's speed. */
const meaningfulMs = 500
/** A shorter upload is not worth mentioning. */
const noticeableMs = 2000
/** One item below this size is gone at once on any network. */
const noticeableBytes = 1_000_000
/** From this size on, a slow network takes minutes. */
const slowBytes = 200_000_000
/** Nobody plans by a longer estimate. */
const longestMs = 24 * 3_600_000
/** From this size on the network takes the time; below it, the work per file does. */
const largeBytes = 8 * 1_048_576
/** Items are the same kind of work if their mean sizes differ by no more than this factor. */
const alike = 16

/** How long it will take and why, in words; empty if nothing is known. */
export function ingestEstimate(
  sending: Sending,
  policy: BatchingPolicy | undefined,
  jobs: readonly JobSnapshot[],
): string {
  if (policy === undefined || sending.items === 0) return ''
  const sends = sendingTime(sending, jobs)
  return sends === ''
    ? wait(sending, policy, (words) => words)
    : sends + wait(sending, policy, sourcesText.thenWait)
}

/** How long the upload takes; if no ingestion of the same kind was measured, that it is not known closely. */
function sendingTime({ items, bytes }: Sending, jobs: readonly JobSnapshot[]): string {
  if (bytes === null) return ''
  const rate = measuredRate(jobs, bytes / items)
  if (rate === null) {
    if (bytes < noticeableBytes && items === 1) return ''
    return `${bytes < slowBytes ? sourcesText.uploadUnknown : sourcesText.uploadUnknownLarge}, `
  }
  const ms = (bytes / rate) * 1000
  if (ms < noticeableMs) return ''
  if (ms > longestMs) return `${sourcesText.uploadLong}, `
  return `${sourcesText.upload(formatDuration(Math.round(ms / 1000) * 1000))}, `
}

/** @param timed Puts the wait for a batch that seals by its time behind what comes before. */
function wait({ items, bytes }: Sending, policy: BatchingPolicy, timed: (words: string) => string): string {
  if (bytes !== null && bytes >= policy.maximumRawDataSizeMb * 1_048_576) {
    return sourcesText.waitSize(formatPolicySize(policy.maximumRawDataSizeMb))
  }
  if (items >= policy.maximumNumberOfItems) return sourcesText.waitItems(policy.maximumNumberOfItems)
  return timed(sourcesText.wait(formatDuration(policy.maximumBatchingTimeSpanMs)))
}

/**
 * Bytes per second of the latest ingestion of items of about this size; null if none took long enough to measure.
 */
function measuredRate(jobs: readonly JobSnapshot[], meanBytes: number): number | null {
  for (const { sources } of jobs) {
    const sent = sources.filter(isOwnUpload)
    const size = sum(sent.map(bytesOf)) / sent.length
    if (sent.length === 0 || !isSameKind(size, meanBytes)) continue
    const now = sum(sources.map(({ uploadRate }) => uploadRate ?? 0))
    if (now > 0) return now
    const rate = rateOf(sent)
    if (rate !== null) return rate
  }
  return null
}

/** Whether items of these mean sizes go out at about the same speed. */
function isSameKind(one: number, other: number): boolean {
  if (one >= largeBytes && other >= largeBytes) return true
  return Math.max(one, other) <= Math.max(1, Math.min(one, other)) * alike
}

/** Files go out side by side and share blobs, so the time from the first to the last counts. */
function rateOf(sources: readonly SourceSnapshot[]): number | null {
  const done = sources.filter(({ queuedAt }) => queuedAt !== null)
  if (done.length === 0) return null
  const startedAt = Math.min(...done.map((source) => source.startedAt ?? Number.POSITIVE_INFINITY))
  const queuedAt = Math.max(...done.map((source) => source.queuedAt ?? 0))
  const tookMs = queuedAt - startedAt
  return tookMs >= meaningfulMs ? (sum(done.map(bytesOf)) / tookMs) * 1000 : null
}

function isOwnUpload({ kind, rawDataSizeBytes, startedAt }: SourceSnapshot): boolean {
  return sourceKinds[kind].isUploaded && rawDataSizeBytes !== null && startedAt !== null
}

function bytesOf({ rawDataSizeBytes }: SourceSnapshot): number {
  return rawDataSizeBytes ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
