interface Timer {
  readonly at: number
  readonly run: () => void
}

/** A clock that stands still until it is advanced; timers then run in order. */
export class FakeClock {
  #now: number
  #timers: Timer[] = []

  constructor(startAt: number) {
    this.#now = startAt
  }

  /** Milliseconds since the epoch. */
  readonly now = (): number => this.#now

  /** Schedules `run` in `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves time forward, running each timer at its own moment. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== due)
      this.#now = Math.max(this.#now, due.at)
      due.run()
    }
    this.#now = end
  }
}
