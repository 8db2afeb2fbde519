/**
 * A task that many ask for at once. One run serves all who asked before it began; who asks while it runs gets
 * the next one.
 */
export class SharedRun {
  readonly #task: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(task: () => Promise<void>) {
    this.#task = task
  }

  /** Settles when a run that began after this call has ended. */
  run(): Promise<void> {
    if (this.#running === undefined) return this.#begin()
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        return this.#begin()
      })
    return this.#next
  }

  #begin(): Promise<void> {
    this.#running = this.#task().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }
}
