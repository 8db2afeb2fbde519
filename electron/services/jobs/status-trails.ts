import type { IngestionStatus } from '../kusto/table-status-tracker'
import type { BlobRecord } from './job-record'
import type { LiveJob } from './live-job'
import type { Evidence } from './settlement'
import { isAnnounced } from './source-post'

/** How long rows that were reported may take until they are seen. */
const visibleWithinMs = 10_000
/** Times that a message is posted before its blob counts as not found for good. */
export const maximumPosts = 6

/** What is remembered of a blob between looks. */
interface Trail {
  report: IngestionStatus | undefined
  /** When its end was read. */
  reportedAt: number
  /** When the service last had something new to say of it. */
  heardAt: number
  nextReadAt: number
  reads: number
}

/** What the service has said of blobs so far, and when each is to be asked about again. */
export class StatusTrails {
  readonly #trails = new Map<string, Trail>()

  /** What is remembered of a blob. */
  of(blob: BlobRecord): Readonly<Trail> {
    return this.#trail(blob)
  }

  forget(blob: BlobRecord): void {
    this.#trails.delete(blob.blobId)
  }

  /** Asks about these with the next look. */
  readSoon(blobs: Iterable<BlobRecord>): void {
    for (const blob of blobs) this.#trail(blob).nextReadAt = 0
  }

  /** Blobs whose end is not known and that are to be asked about now, the longest due first. */
  due(blobs: readonly BlobRecord[], limit: number): BlobRecord[] {
    const now = Date.now()
    return blobs
      .filter((blob) => {
        const { report, nextReadAt } = this.#trail(blob)
        return !isFinal(report) && now >= nextReadAt
      })
      .sort((a, b) => this.#trail(a).nextReadAt - this.#trail(b).nextReadAt)
      .slice(0, limit)
  }

  /** Notes that a blob is being asked about, and when it is next. @param delayMs By the number of reads. */
  reading(blob: BlobRecord, delayMs: (reads: number) => number): void {
    const trail = this.#trail(blob)
    trail.reads += 1
    trail.nextReadAt = Date.now() + delayMs(trail.reads)
  }

  /** Notes what the service says of a blob. @returns Whether it is its end, said for the first time. */
  note(blob: BlobRecord, report: IngestionStatus): boolean {
    const trail = this.#trail(blob)
    const known = trail.report
    trail.report = report
    if (known?.status !== report.status || known.details !== report.details) trail.heardAt = Date.now()
    if (!isFinal(report) || isFinal(known)) return false
    trail.reportedAt = Date.now()
    return true
  }

  /** The service did not find a blob that the studio had uploaded: storage lost it. */
  isLost(blob: BlobRecord): boolean {
    const { report } = this.#trail(blob)
    return (
      report?.status === 'Failed' &&
      report.errorCode === 'Download_SourceNotFound' &&
      blob.blobName !== null &&
      blob.posts < maximumPosts
    )
  }

  /**
   * What is known of the blobs of a job.
   *
   * @param countedAt When the count of rows that is known now was asked for.
   */
  evidence(
    job: LiveJob,
    countedAt: number,
  ): Required<Pick<Evidence, 'reported' | 'overdue' | 'uncounted' | 'awaited'>> {
    const reported = new Map<string, IngestionStatus>()
    const [overdue, uncounted, awaited] = [new Set<string>(), new Set<string>(), new Set<string>()]
    // Rows are missing only if a count that was taken late enough does not have them.
    const seenUntil = job.record.landed === null ? Date.now() : countedAt
    for (const blob of job.watchedBlobs()) {
      const { report, reportedAt, reads } = this.#trail(blob)
      const isExpected = report === undefined ? reads === 0 && isAnnounced(job, blob) : !isFinal(report)
      if (isExpected) awaited.add(blob.blobId)
      if (report === undefined || !isFinal(report) || this.isLost(blob)) continue
      reported.set(blob.blobId, report)
      if (seenUntil - reportedAt > visibleWithinMs) overdue.add(blob.blobId)
      if (reportedAt >= countedAt) uncounted.add(blob.blobId)
    }
    return { reported, overdue, uncounted, awaited }
  }

  #trail(blob: BlobRecord): Trail {
    let trail = this.#trails.get(blob.blobId)
    if (trail === undefined) {
      trail = { report: undefined, reportedAt: 0, heardAt: 0, nextReadAt: 0, reads: 0 }
      this.#trails.set(blob.blobId, trail)
    }
    return trail
  }
}

function isFinal(report: IngestionStatus | undefined): boolean {
  return report !== undefined && report.status !== 'Pending' && report.status !== 'Queued'
}
