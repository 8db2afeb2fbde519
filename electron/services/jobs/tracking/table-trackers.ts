import { TableTracker } from './table-tracker'
import type { TrackerParts } from './tracker-parts'
import type { LiveJob } from '../state/live-job'

/** Follows posted jobs, with one tracker for each table. */
export class TableTrackers {
  readonly #parts: TrackerParts
  readonly #trackers = new Map<string, TableTracker>()
  readonly #settled = new Set<LiveJob>()

  constructor(parts: TrackerParts) {
    this.#parts = { ...parts, onSettled: (job) => this.settled(job) }
    this.#onSettled = parts.onSettled
  }

  readonly #onSettled: (job: LiveJob) => void

  /** Follows the posted blobs of a job. */
  watch(job: LiveJob): void {
    this.#settled.delete(job)
    this.#tracker(job).watch(job)
  }

  /** Follows what an earlier process posted. A cluster that takes each id only once gets it all again first. */
  takeUp(job: LiveJob): void {
    this.watch(job)
    void this.#driveAll(job).catch((error: unknown) => {
      if (!this.#parts.closing.aborted)
        this.#parts.log('tracking', 'An open job could not be taken up', error)
    })
  }

  /** Notes that the job has ended without being tracked to its end. */
  settled(job: LiveJob): void {
    if (this.#settled.has(job)) return
    this.#settled.add(job)
    this.#onSettled(job)
  }

  /** Notes that the job starts again. */
  reopened(job: LiveJob): void {
    this.#settled.delete(job)
  }

  /** Looks at a job now. */
  async checkNow(job: LiveJob): Promise<void> {
    if (!job.isOpen) return
    const tracker = this.#tracker(job)
    tracker.watch(job)
    await tracker.checkNow()
  }

  /** Notes that the job's cluster has another address. */
  forget(job: LiveJob): void {
    for (const tracker of this.#trackers.values()) tracker.forget(job)
  }

  /** Looks at every table that is followed now. */
  checkAllNow(): void {
    for (const tracker of this.#trackers.values()) tracker.lookSoon()
  }

  stop(): void {
    for (const tracker of this.#trackers.values()) tracker.stop()
  }

  async #driveAll(job: LiveJob): Promise<void> {
    // Read before waiting: what is posted for the first time in the meantime is not posted twice.
    const open = job.watchedBlobs().filter(({ isCancelAsked }) => !isCancelAsked)
    const access = await this.#parts.accessTo(job.record.clusterUri)
    if (!(await access.deduplicates())) return
    // The storage of a killed cluster may have forgotten messages that it acknowledged.
    await Promise.all(open.map((blob) => this.#parts.redrive(job, blob)))
  }

  #tracker(job: LiveJob): TableTracker {
    const { clusterUri, database, table } = job.record
    const key = JSON.stringify([clusterUri, database, table])
    let tracker = this.#trackers.get(key)
    if (tracker === undefined) {
      tracker = new TableTracker(this.#parts, { clusterUri, database, table })
      this.#trackers.set(key, tracker)
    }
    return tracker
  }
}
