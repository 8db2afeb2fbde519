import type { Clock } from '../../clock'

/** The fastest level, and the one beyond which zlib hardly gets smaller. */
const lowest = 1
const highest = 6

/**
 * Chooses gzip's level for the next piece by what was waited for: while storage is waited for, there is time
 * to compress better; while storage waits, there is none.
 */
export class CompressionLevel {
  #level = lowest
  #waitedMs = 0
  #pieces = 0
  #startedAt: number
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAt = clock.elapsed()
  }

  /** The level for the next piece. */
  get level(): number {
    return this.#level
  }

  /**
   * Takes note of a piece that went out.
   *
   * @param waitedForStorageMs All that was waited for storage so far.
   */
  pieceSent(waitedForStorageMs: number): void {
    this.#pieces += 1
    if (this.#pieces % 4 !== 0) return
    const now = this.#clock.elapsed()
    const share = (waitedForStorageMs - this.#waitedMs) / Math.max(now - this.#startedAt, 1)
    if (share > 0.5) this.#level = Math.min(this.#level + 1, highest)
    else if (share < 0.2) this.#level = Math.max(this.#level - 1, lowest)
    this.#waitedMs = waitedForStorageMs
    this.#startedAt = now
  }
}
