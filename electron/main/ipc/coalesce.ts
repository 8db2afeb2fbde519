/**
 * Sends the first value of a key at once and then at most one in each interval: always the latest, never
 * losing the last.
 */
export class Coalescer<T> {
  readonly #pending = new Map<string, { value: T } | null>()
  readonly #intervalMs: number
  readonly #send: (value: T) => void

  constructor(intervalMs: number, send: (value: T) => void) {
    this.#intervalMs = intervalMs
    this.#send = send
  }

  /** Sends `value` now, or at the end of the running interval unless a newer one of the same key comes. */
  push(key: string, value: T): void {
    if (this.#pending.has(key)) this.#pending.set(key, { value })
    else this.#sendAndWait(key, value)
  }

  #sendAndWait(key: string, value: T): void {
    this.#pending.set(key, null)
    setTimeout(() => {
      const next = this.#pending.get(key) ?? null
      // Forgotten as soon as it is quiet, so that a long run does not collect keys.
      if (next === null) this.#pending.delete(key)
      else this.#sendAndWait(key, next.value)
    }, this.#intervalMs)
    this.#send(value)
  }
}
