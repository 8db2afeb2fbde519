/**
 * Runs whole-file checks one after another, so that they do not take the machine from the ingestions that are under
 * way. What is asked for while the page shows it goes first.
 */
export class CheckQueue {
  #waiting: string[] = []
  #running: string | null = null
  readonly #start: (key: string) => Promise<boolean>

  /** @param start Begins a check; gives whether it is running now. */
  constructor(start: (key: string) => Promise<boolean>) {
    this.#start = start
  }

  /** Puts a source in line, in front if it is `urgent`; one that is being checked is checked anew. */
  add(key: string, urgent: boolean): void {
    this.remove(key)
    this.#waiting = urgent ? [key, ...this.#waiting] : [...this.#waiting, key]
    void this.#next()
  }

  /** A check has ended, or its source is gone. */
  remove(key: string): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== key)
    if (this.#running === key) this.#running = null
    void this.#next()
  }

  async #next(): Promise<void> {
    if (this.#running !== null) return
    const [first, ...rest] = this.#waiting
    if (first === undefined) return
    this.#waiting = rest
    this.#running = first
    if (await this.#start(first)) return
    if (this.#running === first) this.remove(first)
  }
}
