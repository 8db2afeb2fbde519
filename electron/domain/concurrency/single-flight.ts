/** A value fetched once for everyone who asks at the same time, and kept for a while. */
export class SingleFlight<T> {
  readonly #freshForMs: number
  readonly #fetch: () => Promise<T>
  #value: { readonly of: T; readonly at: number } | undefined
  #running: Promise<T> | undefined

  constructor(freshForMs: number, fetch: () => Promise<T>) {
    this.#freshForMs = freshForMs
    this.#fetch = fetch
  }

  /** The kept value, or a new one. A failure is not kept. */
  async get(): Promise<T> {
    // By the monotonic clock: the wall clock may jump.
    if (this.#value !== undefined && performance.now() - this.#value.at < this.#freshForMs) {
      return this.#value.of
    }
    return await this.#start()
  }

  /** A newer value than `seen`: the kept one if it differs, else a freshly fetched one. */
  async renew(seen: T): Promise<T> {
    if (this.#value !== undefined && this.#value.of !== seen) return this.#value.of
    return await this.#start()
  }

  async #start(): Promise<T> {
    this.#running ??= this.#fetch()
      .then((value) => {
        this.#value = { of: value, at: performance.now() }
        return value
      })
      .finally(() => (this.#running = undefined))
    return await this.#running
  }
}
