/** A value fetched once for everyone who asks at the same time, and kept for a while. */
export class SingleFlight<T> {
  readonly #freshForMs: number
  readonly #fetch: () => Promise<T>
  readonly #elapsed: () => number
  #value: { readonly of: T; readonly at: number } | undefined
  #running: Promise<T> | undefined

  /** @param elapsed Milliseconds that never go back: the wall clock may jump. */
  constructor(freshForMs: number, fetch: () => Promise<T>, elapsed: () => number) {
    this.#freshForMs = freshForMs
    this.#fetch = fetch
    this.#elapsed = elapsed
  }

  /** The kept value, or a new one. A failure is not kept. */
  async get(): Promise<T> {
    if (this.#value !== undefined && this.#elapsed() - this.#value.at < this.#freshForMs) {
      return this.#value.of
    }
    return await this.#start()
  }

  /** A newer value than `seen`: the kept one if it differs, else a freshly fetched one. */
  async renew(seen: T): Promise<T> {
    if (this.#value !== undefined && this.#value.of !== seen) return this.#value.of
    return await this.#start()
  }

  /** Forgets the kept value. */
  forget(): void {
    this.#value = undefined
  }

  async #start(): Promise<T> {
    this.#running ??= this.#fetch()
      .then((value) => {
        this.#value = { of: value, at: this.#elapsed() }
        return value
      })
      .finally(() => (this.#running = undefined))
    return await this.#running
  }
}
