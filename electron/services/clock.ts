/** Ends the wait that it was given for. */
export type Cancel = () => void

/** Time as the jobs see it. Tests pass a clock of their own, so that hours go by at once. */
export interface Clock {
  /** Milliseconds since the epoch, for what people read and the journal keeps. It may jump. */
  now(): number
  /** Milliseconds since some moment; it never goes back, so it measures waits. */
  elapsed(): number
  /** Runs `action` once, after so many milliseconds. */
  after(milliseconds: number, action: () => void): Cancel
  /** Resolves once everything else that is ready has had its turn. */
  nextTurn(): Promise<void>
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds)
    return () => clearTimeout(timer)
  },
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
}

/**
 * Waits so many milliseconds.
 *
 * @returns False if the signal fired first.
 */
export async function waited(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted === true) return false
  return await new Promise((resolve) => {
    const end = (isOver: boolean): void => {
      cancel()
      signal?.removeEventListener('abort', stop)
      resolve(isOver)
    }
    const stop = (): void => end(false)
    const cancel = clock.after(milliseconds, () => end(true))
    signal?.addEventListener('abort', stop, { once: true })
  })
}
