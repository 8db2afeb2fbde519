/** Runs one task at a time under a name; starting it again aborts the one that is still running. */
export class OneAtATime {
  readonly #running = new Map<string, AbortController>()

  /**
   * Starts `work`, aborting the previous one of the same name.
   *
   * @returns what `work` gave, or undefined if a newer start or {@link abort} overtook it.
   */
  async run<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.abort(name)
    const controller = new AbortController()
    this.#running.set(name, controller)
    try {
      const value = await work(controller.signal)
      return controller.signal.aborted ? undefined : value
    } catch (error) {
      if (controller.signal.aborted) return undefined
      throw error
    } finally {
      if (this.#running.get(name) === controller) this.#running.delete(name)
    }
  }

  /** Aborts the task of this name, if one is running. */
  abort(name: string): void {
    this.#running.get(name)?.abort()
    this.#running.delete(name)
  }
}
