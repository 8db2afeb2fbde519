import { sumKnown } from '../../../domain/row-accounting'
import type { BlobRecord, SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { hasLanded, recordsOf, refusedOf } from '../state/blob-outcomes'
import { linesWithoutRow, rowsOfLines } from '../state/job-account'
import { judgeSource } from './blob-judgement'

/** Ends a source once all its blobs have ended. */
export function settleSource(job: LiveJob, source: SourceRecord, now: number): void {
  const { kind } = source.state
  if (kind !== 'queued' && kind !== 'unknown') return
  const blobs = job.blobsOf(source)
  const event = judgeSource(blobs, now)
  if (event === undefined) return
  job.apply(source, event, { refused: refusedOf(blobs, source.sourceId) })
}

/**
 * Notes how many rows of each ended source have landed, if that is known. A single source has all rows under the tag;
 * several have their own records each, once the rows under the tag cover them all.
 */
export function accountForSources(job: LiveJob): void {
  const { landed, tag } = job.record
  const [only, ...others] = job.sources
  if (only !== undefined && others.length === 0) {
    job.setSourceLanded(only, tag === null ? null : landed)
    return
  }
  const landedBlobs = [...job.blobs].filter(hasLanded)
  const inTable = recordsOf(landedBlobs)
  const isCovered = landed !== null && inTable !== null && inTable - allLinesWithoutRow(job) <= landed
  // A blob may hold a thousand sources: go through it once, not once for each of them.
  const landedRecords = recordsBySource(landedBlobs)
  for (const source of job.sources) {
    if (source.landed !== null || source.settledAt === null) continue
    const blobs = job.blobsOf(source).filter(hasLanded)
    const isPartial = blobs.some(({ state }) => state === 'partiallySucceeded')
    const rows =
      blobs.length === 0
        ? 0
        : isCovered && !isPartial
          ? rowsOfLines(landedRecords.get(source.sourceId) ?? null, job.record, source)
          : null
    if (rows === null) continue
    job.setSourceLanded(source, rows)
  }
}

/** Lines of a job's sources that no rows come of. */
export function allLinesWithoutRow({ record, sources }: Pick<LiveJob, 'record' | 'sources'>): number {
  return sources.reduce((sum, source) => sum + linesWithoutRow(record, source), 0)
}

/** Records of each source in blobs; null if one of its parts is not counted. */
function recordsBySource(blobs: readonly BlobRecord[]): ReadonlyMap<string, number | null> {
  const sums = new Map<string, number | null>()
  for (const { sourceId, records } of blobs.flatMap(({ parts }) => parts)) {
    const sum = sums.get(sourceId) ?? (sums.has(sourceId) ? null : 0)
    sums.set(sourceId, sumKnown([sum, records]))
  }
  return sums
}

/** How messages call the sources that share a blob. */
export function namesOf([first, ...others]: readonly SourceRecord[]): string {
  const name = first?.name ?? 'A source'
  return others.length === 0 ? name : `${name} and ${others.length} more in its blob`
}
