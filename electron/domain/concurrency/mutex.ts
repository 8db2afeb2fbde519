/** Runs tasks one after another, in the order in which they came. A task that fails does not stop the next. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve()

  /** Runs `task` when all earlier ones have ended, and settles as it does. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task)
    // The caller gets the failure from `result`; the chain only waits.
    this.#tail = result.catch(() => undefined)
    return result
  }
}
