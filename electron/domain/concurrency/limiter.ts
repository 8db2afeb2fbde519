/** Lets at most `limit` tasks run at the same time; the others wait in the order in which they came. */
export class Limiter {
  readonly #limit: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Runs `task` when there is room, and settles as it does.
   *
   * @throws the signal's reason when it is aborted before there was room.
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    if (this.#running >= this.#limit) await this.#room(signal)
    else this.#running++
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      // Whoever waits takes over the place of the one that ended.
      if (next === undefined) this.#running--
      else next()
    }
  }

  async #room(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(signal?.reason as Error)
      }
      this.#waiting.push(enter)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }
}
