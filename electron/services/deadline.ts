import { untilDeadline } from '../domain/concurrency/deadline'
import { StudioError } from '../domain/studio-error'
import { systemClock } from './clock'
import type { Clock } from '../domain/concurrency/clock'

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
  return await untilDeadline(
    { timeoutMs, signal, clock, timedOut: () => timedOut(what, timeoutMs), canceled: () => canceled(what) },
    work,
  )
}

function timedOut(what: string, timeoutMs: number): StudioError {
  return new StudioError('TimedOut', `${what} got no answer for ${Math.round(timeoutMs / 1000)} s.`, {
    retryable: true,
    nextStep: 'Try again. If it happens again, check that the cluster is running and the network works.',
  })
}
