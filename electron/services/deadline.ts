import { StudioError } from '../domain/studio-error'
import { systemClock, type Clock } from './clock'

/** The studio's deadlines, in milliseconds. */
export const deadlines = {
  connect: 10_000,
  metadata: 15_000,
  managementCommand: 60_000,
  query: 120_000,
  signIn: 300_000,
} as const

/** The error for an action that its user canceled. */
export function canceled(what: string): StudioError {
  return new StudioError('Canceled', `${what} was canceled.`)
}

/**
 * Runs work with a deadline: it gets a signal that fires at the deadline or when `signal` does, and the returned
 * promise settles then even if the work does not listen.
 *
 * @param what Subject of the sentence in the error, for example `The query`.
 * @throws StudioError `TimedOut` or `Canceled`, or whatever the work throws before that.
 */
export async function withDeadline<T>(
  options: {
    readonly what: string
    readonly timeoutMs: number
    readonly signal?: AbortSignal | undefined
    /** The machine's own if left out. */
    readonly clock?: Clock | undefined
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { what, timeoutMs, signal, clock = systemClock } = options
  if (signal?.aborted === true) throw canceled(what)
  const controller = new AbortController()
  let stop: (error: StudioError) => void = () => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = (error) => {
      reject(error)
      controller.abort(error)
    }
  })
  const handleAbort = (): void => stop(canceled(what))
  signal?.addEventListener('abort', handleAbort, { once: true })
  const cancelTimer = clock.after(timeoutMs, () => stop(timedOut(what, timeoutMs)))
  try {
    return await Promise.race([stopped, work(controller.signal)])
  } finally {
    cancelTimer()
    signal?.removeEventListener('abort', handleAbort)
  }
}

function timedOut(what: string, timeoutMs: number): StudioError {
  return new StudioError('TimedOut', `${what} got no answer for ${Math.round(timeoutMs / 1000)} s.`, {
    retryable: true,
    nextStep: 'Try again. If it happens again, check that the cluster is running and the network works.',
  })
}
