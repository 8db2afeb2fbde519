/** The sources whose records are being counted. */
export class RunningCounts {
  readonly #running = new Map<string, AbortController>()

  get isAny(): boolean {
    return this.#running.size > 0
  }

  /** Starts one. Returns what fires when nobody wants it any more; undefined if it is under way already. */
  begin(sourceId: string): AbortSignal | undefined {
    if (this.#running.has(sourceId)) return undefined
    const controller = new AbortController()
    this.#running.set(sourceId, controller)
    return controller.signal
  }

  /** Nobody wants it any more. */
  stop(sourceId: string): void {
    this.#running.get(sourceId)?.abort()
  }

  /** It is over. */
  end(sourceId: string): void {
    this.#running.delete(sourceId)
  }
}
