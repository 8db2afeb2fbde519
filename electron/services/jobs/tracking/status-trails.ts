import type { IngestionStatus } from '../../kusto/table-status-tracker'
import type { BlobRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import type { Clock } from '../../../domain/concurrency/clock'
import type { Evidence } from './blob-judgement'
import { isAnnounced } from '../post/source-post'

/** How long reported rows may take to become visible. */
const visibleWithinMs = 10_000
/** A message is posted this often before its blob counts as lost for good. */
export const maximumPosts = 6

/** What we remember about a blob between looks. */
interface Trail {
  report: IngestionStatus | undefined
  /** When its final status was read. */
  reportedAt: number
  /** When the service last reported something new. */
  heardAt: number
  nextReadAt: number
  reads: number
}

/** What the service has said about blobs so far, and when to ask about each again. */
export class StatusTrails {
  readonly #trails = new Map<string, Trail>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is remembered about a blob. */
  of(blob: BlobRecord): Readonly<Trail> {
    return this.#trail(blob)
  }

  /** Whether its final status is known. */
  isReported(blob: BlobRecord): boolean {
    return isFinal(this.#trails.get(blob.blobId)?.report)
  }

  forget(blob: BlobRecord): void {
    this.#trails.delete(blob.blobId)
  }

  /** Asks about these at the next look. */
  readSoon(blobs: Iterable<BlobRecord>): void {
    for (const blob of blobs) this.#trail(blob).nextReadAt = 0
  }

  /** Blobs without a final status that are due to be asked about, longest due first. */
  due(blobs: readonly BlobRecord[], limit: number): BlobRecord[] {
    const now = this.#clock.now()
    return blobs
      .filter((blob) => {
        const { report, nextReadAt } = this.#trail(blob)
        return !isFinal(report) && now >= nextReadAt
      })
      .sort((a, b) => this.#trail(a).nextReadAt - this.#trail(b).nextReadAt)
      .slice(0, limit)
  }

  /** Notes that we are asking about a blob. @param delayMs How long to wait before asking again, by the number of reads. */
  reading(blob: BlobRecord, delayMs: (reads: number) => number): void {
    const trail = this.#trail(blob)
    trail.reads += 1
    trail.nextReadAt = this.#clock.now() + delayMs(trail.reads)
  }

  /** Notes what the service says about a blob. @returns Whether this is the first time that its status is final. */
  note(blob: BlobRecord, report: IngestionStatus): boolean {
    const trail = this.#trail(blob)
    const known = trail.report
    trail.report = report
    if (known?.status !== report.status || known.details !== report.details) trail.heardAt = this.#clock.now()
    if (!isFinal(report) || isFinal(known)) return false
    trail.reportedAt = this.#clock.now()
    return true
  }

  /** Whether the service did not find a blob that the studio had uploaded: storage lost it. */
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
   * What is known about the blobs of a job.
   *
   * @param countedAt When the latest count of the job's rows was asked for.
   */
  evidence(
    job: LiveJob,
    countedAt: number,
  ): Required<Pick<Evidence, 'reported' | 'overdue' | 'uncounted' | 'awaited'>> {
    const reported = new Map<string, IngestionStatus>()
    const [overdue, uncounted, awaited] = [new Set<string>(), new Set<string>(), new Set<string>()]
    // Rows are missing only if a count taken late enough lacks them.
    const seenUntil = job.record.landed === null ? this.#clock.now() : countedAt
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

/** Why the service is not done with a message; null if it does not say, or is done. */
export function openReason({ status, details }: IngestionStatus): string | null {
  return status === 'Pending' || status === 'Queued' ? (details ?? null) : null
}
