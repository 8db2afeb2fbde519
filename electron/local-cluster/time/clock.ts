/** The time that the cluster goes by; tests give one that they move themselves. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `action` once at `at` (milliseconds since the epoch), or as soon as it is past; returns how to call it off. */
  schedule(at: number, action: () => void): () => void
}

/** Longest wait that one timer of Node can make. */
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
