/** A run under way, and how many wait for it. */
interface CurrentRun<T> {
  readonly ended: Promise<T>
  readonly stop: AbortController
  waiting: number
}

/**
 * One run that several callers wait for. Each can stop waiting; the run itself is stopped once nobody waits any more.
 */
export class AwaitedRun<T> {
  #current: CurrentRun<T> | undefined

  /** The run under way, which whoever only watches can await. */
  get current(): Promise<T> | undefined {
    return this.#current?.ended
  }

  /**
   * Starts the run, or joins the one under way.
   *
   * @param signal Ends this caller's wait at once, with the error that `canceled` makes.
   */
  join(
    start: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
    canceled: () => Error,
  ): Promise<T> {
    if (signal?.aborted === true) return Promise.reject(canceled())
    const run = this.#current ?? this.#begin(start)
    run.waiting += 1
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal?.removeEventListener('abort', leave)
        reject(canceled())
        run.waiting -= 1
        if (run.waiting > 0) return
        if (this.#current === run) this.#current = undefined
        run.stop.abort()
      }
      signal?.addEventListener('abort', leave)
      run.ended.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
    })
  }

  /** Stops the run, whoever waits. */
  stop(): void {
    this.#current?.stop.abort()
    this.#current = undefined
  }

  #begin(start: (signal: AbortSignal) => Promise<T>): CurrentRun<T> {
    const stop = new AbortController()
    const ended = start(stop.signal).finally(() => {
      if (this.#current === run) this.#current = undefined
    })
    // Whoever waits gets the error; if all have left, nobody needs it.
    ended.catch(() => undefined)
    const run: CurrentRun<T> = { ended, stop, waiting: 0 }
    this.#current = run
    return run
  }
}
