import type { Clock } from '../../../domain/concurrency/clock'

/** The fastest level, and the one above which zlib hardly gets smaller. */
const lowest = 1
const highest = 6

/**
 * Chooses gzip's level for the next piece by who waited for whom: time spent waiting for storage is time to compress
 * better.
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
   * Notes that a piece went out.
   *
   * @param waitedForStorageMs All time spent waiting for storage so far.
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
