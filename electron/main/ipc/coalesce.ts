/**
 * Sends a key's first value at once, and then at most one per interval: always the latest, never losing the last.
 */
export class Coalescer<T> {
  readonly #pending = new Map<string, { value: T } | null>()
  readonly #intervalMs: number
  readonly #send: (value: T) => void

  constructor(intervalMs: number, send: (value: T) => void) {
    this.#intervalMs = intervalMs
    this.#send = send
  }

  /** Sends `value` now, or at the end of the running interval unless a newer one for the same key arrives. */
  push(key: string, value: T): void {
    if (this.#pending.has(key)) this.#pending.set(key, { value })
    else this.#sendAndWait(key, value)
  }

  #sendAndWait(key: string, value: T): void {
    this.#pending.set(key, null)
    setTimeout(() => {
      const next = this.#pending.get(key) ?? null
      // Forget quiet keys, so that they do not pile up over a long run.
      if (next === null) this.#pending.delete(key)
      else this.#sendAndWait(key, next.value)
    }, this.#intervalMs)
    this.#send(value)
  }
}
