/** Calls in progress, so that the page can cancel each by the id it gave it. */
export class RequestRegistry {
  readonly #controllers = new Map<string, AbortController>()

  /** How many calls are open. */
  get size(): number {
    return this.#controllers.size
  }

  /**
   * Runs `work` with its own signal. If the request id is already in use, the second call still runs, but only the
   * first can be canceled by that id.
   */
  async run<T>(requestId: string | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const isNamed = requestId !== undefined && !this.#controllers.has(requestId)
    if (isNamed) this.#controllers.set(requestId, controller)
    try {
      return await work(controller.signal)
    } finally {
      if (isNamed) this.#controllers.delete(requestId)
    }
  }

  /** Cancels a call; unknown ids are ignored. */
  cancel(requestId: string): void {
    this.#controllers.get(requestId)?.abort()
  }

  /** Cancels every call, for example when the page that made them is gone. */
  cancelAll(): void {
    for (const controller of this.#controllers.values()) controller.abort()
  }
}
