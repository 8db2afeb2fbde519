/** A run that several wait for, each as long as it likes. It is stopped once the last of them has gone. */
export class AwaitedRun<T> {
  /** Settles as the run does. */
  readonly result: Promise<T>
  readonly #stop = new AbortController()
  #waiting = 0

  /** @param task Gets a signal that fires when nobody waits any more; it must end then. */
  constructor(task: (signal: AbortSignal) => Promise<T>) {
    this.result = task(this.#stop.signal)
    this.result.catch(() => undefined)
  }

  /**
   * Waits for the result.
   *
   * @param signal Ends this wait, and the run if it was the last.
   * @param left What a wait ends with that was ended while others go on.
   */
  async wait(signal: AbortSignal | undefined, left: () => Error): Promise<T> {
    this.#waiting += 1
    let leave = (): void => undefined
    const gone = new Promise<never>((_resolve, reject) => {
      leave = () => {
        this.#waiting -= 1
        if (this.#waiting > 0) reject(left())
        else this.#stop.abort()
      }
    })
    signal?.addEventListener('abort', leave, { once: true })
    if (signal?.aborted === true) leave()
    try {
      return await Promise.race([gone, this.result])
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
