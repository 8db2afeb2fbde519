/** Cancels the wait that it came from. */
export type Cancel = () => void

/** Time as services and the local cluster see it. Tests pass their own clock, so that hours go by at once. */
export interface Clock {
  /** Milliseconds since the epoch, for what people read and files keep. It may jump. */
  now(): number
  /** Milliseconds since some moment. It never goes back, so use it to measure waits. */
  elapsed(): number
  /** Runs `action` once, after `milliseconds`. */
  after(milliseconds: number, action: () => void): Cancel
  /** Resolves after everything else that is ready has had its turn. */
  nextTurn(): Promise<void>
}

/**
 * Waits.
 *
 * @returns False if the signal fired first.
 */
export async function waited(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<boolean> {
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
