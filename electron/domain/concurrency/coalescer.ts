/** Sends a key's first value at once, and then at most one per interval: the latest, and the last in any case. */
export class Coalescer<T> {
  readonly #pending = new Map<string, { value: T } | null>()
  readonly #intervalMs: number
  readonly #send: (value: T) => void
  readonly #after: (milliseconds: number, action: () => void) => unknown

  /** @param after Runs an action once, after so many milliseconds. */
  constructor(
    intervalMs: number,
    send: (value: T) => void,
    after: (milliseconds: number, action: () => void) => unknown,
  ) {
    this.#intervalMs = intervalMs
    this.#send = send
    this.#after = after
  }

  /** Sends `value` now, or at the end of the running interval unless a newer one for the same key arrives. */
  push(key: string, value: T): void {
    if (this.#pending.has(key)) this.#pending.set(key, { value })
    else this.#sendAndWait(key, value)
  }

  #sendAndWait(key: string, value: T): void {
    this.#pending.set(key, null)
    this.#after(this.#intervalMs, () => {
      const next = this.#pending.get(key) ?? null
      // Forget quiet keys, so that they do not pile up over a long run.
      if (next === null) this.#pending.delete(key)
      else this.#sendAndWait(key, next.value)
    })
    this.#send(value)
  }
}
