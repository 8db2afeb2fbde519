import type { Cancel, Clock } from '../../../domain/concurrency/clock'
import type { LiveJob } from './live-job'

/**
 * Tells of jobs that changed, once what changed them has had its turn: nobody sees half of a change. It sets no pace;
 * whoever shows the jobs does.
 */
export class ChangeFeed {
  readonly #tell: (job: LiveJob) => void
  readonly #clock: Clock
  readonly #changed = new Set<LiveJob>()
  #turn: Cancel | undefined

  constructor(clock: Clock, tell: (job: LiveJob) => void) {
    this.#tell = tell
    this.#clock = clock
  }

  /** Notes a change. */
  changed(job: LiveJob): void {
    this.#changed.add(job)
    this.#turn ??= this.#clock.after(0, () => this.flush())
  }

  /** Tells what is waiting. */
  flush(): void {
    this.#turn?.()
    this.#turn = undefined
    const changed = [...this.#changed]
    this.#changed.clear()
    for (const job of changed) this.#tell(job)
  }
}
