/** Calls that are being worked on, so that the page can cancel each by the id that it gave it. */
export class RequestRegistry {
  readonly #controllers = new Map<string, AbortController>()

  /** How many calls are open. */
  get size(): number {
    return this.#controllers.size
  }

  /**
   * Runs `work` with a signal of its own. A request id that is in use already cannot be taken: the second call
   * then runs, but only the first can be canceled by that id.
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

  /** Cancels a call; an id that is not (or no longer) known is none of our concern. */
  cancel(requestId: string): void {
    this.#controllers.get(requestId)?.abort()
  }

  /** Cancels every call, for example when the page that made them is gone. */
  cancelAll(): void {
    for (const controller of this.#controllers.values()) controller.abort()
  }
}
