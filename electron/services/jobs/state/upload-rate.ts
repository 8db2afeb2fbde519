import type { Clock } from '../../../domain/concurrency/clock'

/** The rate is taken over so many of the last milliseconds. */
const windowMs = 3000

/** The speed of an upload over the last seconds. */
export class UploadRate {
  readonly #points: { readonly at: number; readonly bytes: number }[] = []

  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes how many bytes have gone out in all. */
  add(bytes: number): void {
    const at = this.#clock.elapsed()
    this.#points.push({ at, bytes })
    while (this.#points.length > 2 && at - (this.#points[0]?.at ?? at) > windowMs) this.#points.shift()
  }

  /** Bytes per second; null until there are two moments to compare. */
  get perSecond(): number | null {
    const [first] = this.#points
    const last = this.#points.at(-1)
    if (first === undefined || last === undefined || last.at - first.at < 50) return null
    return Math.round(((last.bytes - first.bytes) / (last.at - first.at)) * 1000)
  }
}
