import type { Clock } from '../../domain/concurrency/clock'

/** What the cluster needs of time. */
export type ClusterClock = Pick<Clock, 'now' | 'after'>

/** The longest wait that one Node timer can make. */
const longestTimerMs = 2_147_483_647

/** The machine's clock. Its timers do not keep the process alive, and none is too long. */
export const systemClock: ClusterClock = {
  now: () => Date.now(),
  after: (milliseconds, action) => {
    const at = Date.now() + milliseconds
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
