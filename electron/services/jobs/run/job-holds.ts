import type { StudioErrorCode } from '../../../domain/error-codes'
import { StudioError } from '../../../domain/studio-error'
import { waited, type Cancel, type Clock } from '../../../domain/concurrency/clock'
import type { LiveJob } from '../state/live-job'

/** Failures on the way to the cluster, not of a source: they pass, or the user ends them. */
const passing: readonly StudioErrorCode[] = [
  'ClusterUnreachable',
  'ClusterThrottled',
  'ClusterRefused',
  'TimedOut',
  'ResponseMalformed',
  'UploadFailed',
  'StorageRefused',
  'DiskFull',
  'LocalClusterFailed',
]
const defaultPatienceMs = 15 * 60_000
const shortestWaitMs = 1000
const longestWaitMs = 30_000
/** A timer that is later than this was late because the machine slept. */
const sleptMs = 60_000

/** Whether a failure is no source's fault, and ends by itself or once the user acts. */
export function isPassing(error: unknown): error is StudioError {
  if (!(error instanceof StudioError)) return false
  // The user has to sign in; then the job continues.
  return (error.retryable && passing.includes(error.code)) || error.code === 'SignInNeeded'
}

interface Hold {
  /** When the trouble began; time that the machine slept through does not count. */
  since: number
  until: number
  times: number
  timer: Cancel
}

/**
 * Jobs that wait for their cluster: ten minutes without a network are no reason to fail a hundred files. One attempt
 * at a time, at least every 30 s, until the patience runs out.
 */
export class JobHolds {
  readonly #holds = new Map<LiveJob, Hold>()
  readonly #patienceMs: number
  readonly #clock: Clock
  readonly #onRelease: () => void

  constructor(clock: Clock, patienceMs: number | undefined, onRelease: () => void) {
    this.#clock = clock
    this.#patienceMs = patienceMs ?? defaultPatienceMs
    this.#onRelease = onRelease
  }

  isHeld(job: LiveJob): boolean {
    return (this.#holds.get(job)?.until ?? 0) > this.#clock.elapsed()
  }

  /** Holds a job because of a failure. False if that kind of failure does not pass, or it has lasted too long. */
  hold(job: LiveJob, error: unknown): boolean {
    if (!isPassing(error)) return false
    const now = this.#clock.elapsed()
    const known = this.#holds.get(job)
    // Several sources may run into the same trouble at once: that counts once.
    if (known !== undefined && known.until > now) return true
    const times = (known?.times ?? 0) + 1
    const since = known?.since ?? now
    if (now - since > this.#patienceMs) {
      job.troubles.set('sending', null)
      return false
    }
    const waitMs = Math.min(shortestWaitMs * 2 ** (times - 1), longestWaitMs)
    known?.timer()
    const hold: Hold = { since, times, until: now + waitMs, timer: () => undefined }
    hold.timer = this.#clock.after(waitMs + 1, () => {
      const late = this.#clock.elapsed() - hold.until
      if (late > sleptMs) hold.since += late
      this.#onRelease()
    })
    this.#holds.set(job, hold)
    job.troubles.set('sending', error)
    return true
  }

  /** Ends all waits: the machine has woken up, or its network has changed. */
  tryNow(): void {
    const now = this.#clock.elapsed()
    for (const hold of this.#holds.values()) hold.until = Math.min(hold.until, now)
  }

  /** The trouble is over. */
  release(job: LiveJob): void {
    this.#holds.get(job)?.timer()
    this.#holds.delete(job)
    job.troubles.set('sending', null)
  }

  /** Waits until the hold is over; false if the signal fired first. */
  async passed(job: LiveJob, signal: AbortSignal): Promise<boolean> {
    const until = this.#holds.get(job)?.until ?? 0
    return await waited(this.#clock, Math.max(until - this.#clock.elapsed(), 0), signal)
  }
}
