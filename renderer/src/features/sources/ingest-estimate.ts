import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'

import { sourcesText } from '../../text/en-work'
import { formatDuration, formatPolicySize } from '../../text/format'
import { sourceKinds } from '../../text/source-kinds'

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
/** Nobody plans by a guess of more than this. */
const longestMs = 24 * 3_600_000
/** From this size on it is the network that takes the time; below, each file does, however small it is. */
const largeBytes = 8 * 1_048_576
/** Items whose mean sizes differ by no more than this factor are the same kind of work. */
const alike = 16

/** How long it will take and why, in words; empty where nothing is known. */
export function ingestEstimate(
  sending: Sending,
  policy: BatchingPolicy | undefined,
  jobs: readonly JobSnapshot[],
): string {
  if (policy === undefined || sending.items === 0) return ''
  return sendingTime(sending, jobs) + wait(sending, policy)
}

/** How long the upload takes; nothing is said where no ingestion of the same kind was measured. */
function sendingTime({ items, bytes }: Sending, jobs: readonly JobSnapshot[]): string {
  if (bytes === null) return ''
  const rate = measuredRate(jobs, bytes / items)
  if (rate === null) return ''
  const ms = (bytes / rate) * 1000
  if (ms < noticeableMs) return ''
  if (ms > longestMs) return `${sourcesText.uploadLong}, `
  return `${sourcesText.upload(formatDuration(Math.round(ms / 1000) * 1000))}, `
}

function wait({ items, bytes }: Sending, policy: BatchingPolicy): string {
  if (bytes !== null && bytes >= policy.maximumRawDataSizeMb * 1_048_576) {
    return sourcesText.waitSize(formatPolicySize(policy.maximumRawDataSizeMb))
  }
  if (items >= policy.maximumNumberOfItems) return sourcesText.waitItems(policy.maximumNumberOfItems)
  return sourcesText.wait(formatDuration(policy.maximumBatchingTimeSpanMs))
}

/**
 * Bytes a second of the latest ingestion of items of about this size; null before there was one that took long
 * enough to be measured.
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

/** Whether items of these mean sizes are sent at about the same speed. */
function isSameKind(one: number, other: number): boolean {
  if (one >= largeBytes && other >= largeBytes) return true
  return Math.max(one, other) <= Math.max(1, Math.min(one, other)) * alike
}

/** Files go out side by side and share blobs: what counts is the time from the first of them to the last. */
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
