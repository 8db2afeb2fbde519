import type { Clock } from './clock'

/** How long work may take, and what it ends with if it takes longer. */
export interface Deadline {
  readonly timeoutMs: number
  /** Stops the work before its time is up. */
  readonly signal?: AbortSignal | undefined
  readonly clock: Pick<Clock, 'after'>
  readonly timedOut: () => Error
  readonly canceled: () => Error
  /** How long stopped work may take to end, in milliseconds; if left out, it is not waited for. */
  readonly patienceMs?: number
}

/**
 * Runs work with a deadline: its signal fires when its time is up, or when the deadline's own signal does. The returned
 * promise settles then, or as soon as patience is over, even if the work does not listen.
 *
 * @throws What `timedOut` or `canceled` makes once the work was stopped; before that, whatever it throws.
 */
export async function untilDeadline<T>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeoutMs, signal, clock, patienceMs = 0 } = deadline
  if (signal?.aborted === true) throw deadline.canceled()
  const controller = new AbortController()
  let reason: Error | undefined
  let cancelPatience = (): void => undefined
  let reject: (error: Error) => void = () => undefined
  const tooLate = new Promise<never>((_resolve, refuse) => (reject = refuse))
  // If the work ends in time, nobody awaits this.
  tooLate.catch(() => undefined)
  const stop = (error: Error): void => {
    if (reason !== undefined) return
    reason = error
    if (patienceMs === 0) reject(error)
    else cancelPatience = clock.after(patienceMs, () => reject(error))
    controller.abort(error)
  }
  const handleAbort = (): void => stop(deadline.canceled())
  signal?.addEventListener('abort', handleAbort, { once: true })
  const cancelTimer = clock.after(timeoutMs, () => stop(deadline.timedOut()))
  try {
    return await Promise.race([tooLate, work(controller.signal)])
  } catch (error) {
    throw reason ?? error
  } finally {
    cancelTimer()
    cancelPatience()
    signal?.removeEventListener('abort', handleAbort)
  }
}
