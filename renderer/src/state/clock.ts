import { createContext, useContext, useEffect, useState } from 'react'

/** Milliseconds since the epoch; tests and scenes give a clock of their own. */
export const ClockContext = createContext<() => number>(Date.now)

const judgedEveryMs = 500

/** Whether something is so at this moment: judged twice a second, and rendered again only when it changes. */
export function useJudgedNow(isSo: (now: number) => boolean): boolean {
  const clock = useContext(ClockContext)
  const [, setSeen] = useState(false)
  const isSoNow = isSo(clock())
  useEffect(() => {
    const timer = setInterval(() => setSeen(isSo(clock())), judgedEveryMs)
    return () => clearInterval(timer)
  }, [clock, isSo])
  return isSoNow
}

/**
 * The time, read again every `everyMs`; null: read once. All who read equally often do so at the same moments, so that two
 * countdowns never differ.
 */
export function useNow(everyMs: number | null): number {
  const clock = useContext(ClockContext)
  const [now, setNow] = useState(clock)
  useEffect(() => {
    if (everyMs === null) return undefined
    const tick = (): void => setNow(clock())
    const first = setTimeout(tick, 0)
    let next: ReturnType<typeof setTimeout>
    const wait = (): void => {
      next = setTimeout(
        () => {
          tick()
          wait()
        },
        everyMs - (clock() % everyMs),
      )
    }
    wait()
    return () => {
      clearTimeout(first)
      clearTimeout(next)
    }
  }, [clock, everyMs])
  return now
}
