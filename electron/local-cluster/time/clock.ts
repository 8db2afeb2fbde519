/** The cluster's time. Tests pass a clock that they move themselves. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /**
   * Runs `action` once at `at` (milliseconds since the epoch), or at once if that is past. Returns a function that
   * cancels it.
   */
  schedule(at: number, action: () => void): () => void
}

/** The longest wait that one Node timer can make. */
const longestTimerMs = 2_147_483_647

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (at, action) => {
    let timer: NodeJS.Timeout
    const arm = (): void => {
      const wait = at - Date.now()
      if (wait <= 0) timer = setTimeout(action, 0)
      else timer = setTimeout(arm, Math.min(wait, longestTimerMs))
      timer.unref()
    }
    arm()
    return () => clearTimeout(timer)
  },
}
