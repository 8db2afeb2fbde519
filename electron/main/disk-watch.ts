import { tmpdir } from 'node:os'
import type { LowDisk } from '../domain/schema/low-disk'
import type { Clock } from '../domain/concurrency/clock'
import { systemClock } from '../services/clock'
import { spaceAt, type DiskSpace } from '../services/free-space'

/** With less than this, what the studio writes by itself (journal, log, batches of the local cluster) may not fit. */
export const lowBytes = 256 * 1_048_576
const everyMs = 15_000

/** Looks at the disks that the studio writes to, and tells when one is nearly full and when it no longer is. */
export class DiskWatch {
  readonly #home: string
  readonly #tell: (low: LowDisk | null) => void
  readonly #spaceAt: (folder: string) => Promise<DiskSpace | undefined>
  readonly #clock: Clock
  #low: LowDisk | null = null

  constructor(
    home: string,
    tell: (low: LowDisk | null) => void,
    space: (folder: string) => Promise<DiskSpace | undefined> = spaceAt,
    clock: Clock = systemClock,
  ) {
    this.#home = home
    this.#tell = tell
    this.#spaceAt = space
    this.#clock = clock
  }

  /** The disk that is nearly full; null if none is. */
  get low(): LowDisk | null {
    return this.#low
  }

  start(): void {
    void this.#look().finally(() => this.#clock.after(everyMs, () => this.start()))
  }

  async #look(): Promise<void> {
    const before = this.#low
    this.#low = (await this.#lowAt('home', this.#home)) ?? (await this.#lowAt('temporary', tmpdir()))
    // A few bytes more or less are no news.
    const isSame =
      before?.place === this.#low?.place && Math.abs((before?.free ?? 0) - (this.#low?.free ?? 0)) < 1_048_576
    if (isSame) this.#low = before
    else this.#tell(this.#low)
  }

  async #lowAt(place: LowDisk['place'], folder: string): Promise<LowDisk | null> {
    const space = await this.#spaceAt(folder)
    if (space === undefined || space.free >= lowBytes) return null
    return { place, folder, free: space.free, needed: lowBytes }
  }
}
