import type { Clock } from '../../electron/domain/concurrency/clock'

/** A clock that the test moves. */
export class HandClock implements Clock {
  #time: number
  #shift = 0
  #alarms: { readonly at: number; readonly action: () => void }[] = []

  constructor(now = 1_000_000) {
    this.#time = now
  }

  /** How many waits are under way. */
  get alarms(): number {
    return this.#alarms.length
  }

  now(): number {
    return this.#time + this.#shift
  }

  elapsed(): number {
    return this.#time
  }

  after(milliseconds: number, action: () => void): () => void {
    const alarm = { at: this.#time + milliseconds, action }
    this.#alarms.push(alarm)
    return () => (this.#alarms = this.#alarms.filter((other) => other !== alarm))
  }

  async nextTurn(): Promise<void> {
    await Promise.resolve()
  }

  /** Sets the time of day forwards or backwards, as a user or a time server does; waits are not touched. */
  setTime(by: number): void {
    this.#shift += by
  }

  /** The machine sleeps: time passes and nothing happens, then all that is due happens late. */
  sleep(milliseconds: number): void {
    this.#time += milliseconds
    this.pass(0)
  }

  /** Lets time pass; whatever falls due happens in order. */
  pass(milliseconds: number): void {
    const until = this.#time + milliseconds
    for (;;) {
      const [next] = this.#alarms.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)
      if (next === undefined) break
      this.#alarms = this.#alarms.filter((alarm) => alarm !== next)
      this.#time = Math.max(this.#time, next.at)
      next.action()
    }
    this.#time = until
  }
}
