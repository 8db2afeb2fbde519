import type { Clock } from '../../electron/local-cluster/time/clock'

interface Alarm {
  readonly at: number
  readonly action: () => void
}

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  schedule(at: number, action: () => void): () => void {
    const alarm = { at, action }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Alarms that wait for their time. */
  get waiting(): number {
    return this.#alarms.size
  }

  /** Moves on and triggers what is due, earliest first. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const due = [...this.#alarms].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
      const [next] = due
      if (next === undefined) break
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.action()
    }
    this.#now = end
  }
}
