/** One run per key at a time: whoever asks for a key while its run is under way joins that run. */
export class JoinedRuns<Key, T> {
  readonly #running = new Map<Key, Promise<T>>()

  /** Starts `task`, or joins the run of this key; settles as that run does. */
  run(key: Key, task: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key)
    if (running !== undefined) return running
    const started = task().finally(() => this.#running.delete(key))
    this.#running.set(key, started)
    return started
  }
}
