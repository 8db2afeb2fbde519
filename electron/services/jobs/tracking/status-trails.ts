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

/** What we remember about a blob between looks; times are the clock's `elapsed`, which no change of the time touches. */
interface Trail {
  report: IngestionStatus | undefined
  /** When its final status was read. */
  reportedAt: number
  /** When the service last reported something new. */
  heardAt: number
  nextReadAt: number
  reads: number
  /** When it was queued, and what the journal says of that. */
  queued: { readonly at: number; readonly noted: number | null }
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

  /**
   * When a blob was queued; now, if that is not known. The journal has it by the time of day, which may be another by
   * now: it is translated once, when the blob is first seen.
   */
  queuedAt(blob: BlobRecord): number {
    const trail = this.#trail(blob)
    if (trail.queued.noted !== blob.queuedAt) trail.queued = this.#queuedAt(blob)
    return blob.queuedAt === null ? this.#clock.elapsed() : trail.queued.at
  }

  #queuedAt({ queuedAt }: BlobRecord): Trail['queued'] {
    const ago = queuedAt === null ? 0 : Math.max(0, this.#clock.now() - queuedAt)
    return { at: this.#clock.elapsed() - ago, noted: queuedAt }
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
    const now = this.#clock.elapsed()
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
    trail.nextReadAt = this.#clock.elapsed() + delayMs(trail.reads)
  }

  /** Notes what the service says about a blob. @returns Whether this is the first time that its status is final. */
  note(blob: BlobRecord, report: IngestionStatus): boolean {
    const trail = this.#trail(blob)
    const known = trail.report
    trail.report = report
    if (known?.status !== report.status || known.details !== report.details)
      trail.heardAt = this.#clock.elapsed()
    if (!isFinal(report) || isFinal(known)) return false
    trail.reportedAt = this.#clock.elapsed()
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
   * @param countedAt When the latest count of the job's rows was asked for, as the clock's `elapsed`.
   */
  evidence(
    job: LiveJob,
    countedAt: number,
  ): Required<Pick<Evidence, 'reported' | 'overdue' | 'uncounted' | 'awaited'>> {
    const reported = new Map<string, IngestionStatus>()
    const [overdue, uncounted, awaited] = [new Set<string>(), new Set<string>(), new Set<string>()]
    // Rows are missing only if a count taken late enough lacks them.
    const seenUntil = job.record.landed === null ? this.#clock.elapsed() : countedAt
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
      trail = {
        report: undefined,
        reportedAt: 0,
        heardAt: 0,
        nextReadAt: 0,
        reads: 0,
        queued: this.#queuedAt(blob),
      }
      this.#trails.set(blob.blobId, trail)
    }
    return trail
  }
}

function isFinal(report: IngestionStatus | undefined): boolean {
  return report !== undefined && report.status !== 'Pending' && report.status !== 'Queued'
}
