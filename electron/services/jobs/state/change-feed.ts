import type { Cancel, Clock } from '../../clock'
import type { LiveJob } from './live-job'

/** Each job sends at most one event in this time; the last one is always sent. */
const intervalMs = 250

/** Turns the changes of jobs into events: the first at once, then at most four a second. */
export class ChangeFeed {
  readonly #send: (job: LiveJob) => void
  readonly #clock: Clock
  readonly #sentAt = new Map<string, number>()
  readonly #timers = new Map<string, Cancel>()

  constructor(clock: Clock, send: (job: LiveJob) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** Notes a change. */
  changed(job: LiveJob): void {
    if (this.#timers.has(job.jobId)) return
    const sentAt = this.#sentAt.get(job.jobId)
    const waitMs = sentAt === undefined ? 0 : Math.max(sentAt + intervalMs - this.#clock.elapsed(), 0)
    this.#timers.set(
      job.jobId,
      this.#clock.after(waitMs, () => this.#fire(job)),
    )
  }

  /** Sends what is waiting. */
  flush(jobs: Iterable<LiveJob>): void {
    for (const job of jobs) if (this.#timers.has(job.jobId)) this.#fire(job)
  }

  #fire(job: LiveJob): void {
    this.#timers.get(job.jobId)?.()
    this.#timers.delete(job.jobId)
    this.#sentAt.set(job.jobId, this.#clock.elapsed())
    this.#send(job)
  }
}
