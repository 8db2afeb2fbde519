import type { LiveJob } from './live-job'

/** At most one event of a job in this time; the last one is always sent. */
const intervalMs = 250

/** Turns the changes of jobs into events: the first at once, then at most four a second. */
export class ChangeFeed {
  readonly #send: (job: LiveJob) => void
  readonly #sentAt = new Map<string, number>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(send: (job: LiveJob) => void) {
    this.#send = send
  }

  /** Notes a change. */
  changed(job: LiveJob): void {
    if (this.#timers.has(job.jobId)) return
    const sentAt = this.#sentAt.get(job.jobId)
    const waitMs = sentAt === undefined ? 0 : Math.max(sentAt + intervalMs - performance.now(), 0)
    this.#timers.set(
      job.jobId,
      setTimeout(() => this.#fire(job), waitMs),
    )
  }

  /** Sends what is waiting. */
  flush(jobs: Iterable<LiveJob>): void {
    for (const job of jobs) if (this.#timers.has(job.jobId)) this.#fire(job)
  }

  #fire(job: LiveJob): void {
    clearTimeout(this.#timers.get(job.jobId))
    this.#timers.delete(job.jobId)
    this.#sentAt.set(job.jobId, performance.now())
    this.#send(job)
  }
}
