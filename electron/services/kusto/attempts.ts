import type { StudioError } from '../../domain/studio-error'
import { systemClock } from '../clock'
import { waited, type Clock } from '../../domain/concurrency/clock'
import { canceled, withDeadline } from '../deadline'
import { storageFault, type StorageFault } from './storage-fault'

/** Tries before giving up on a call. */
export const maximumAttempts = 6

/** Called with what holds a call up while it is retried, and with null when it continues. */
export type OnTrouble = (trouble: StudioError | null) => void

interface AttemptOptions {
  /** Starts the sentence in an error; no query string. */
  readonly subject: string
  /** Per try. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** The machine's own if left out. */
  readonly clock?: Clock | undefined
  /** Fewer tries than {@link maximumAttempts}. */
  readonly attempts?: number
  /** Called with the reason before each retry, and with null when a retry has helped. */
  readonly onTrouble?: OnTrouble | undefined
  /** Whether to retry a fault in the same place; by default its kind decides. */
  readonly repeats?: (fault: StorageFault) => boolean
}

/** A call to storage that failed for good. Its cause is the error in the {@link StorageFault}. */
export class StorageCallError extends Error {
  override readonly name = 'StorageCallError'
  readonly fault: StorageFault

  constructor(fault: StorageFault) {
    super(fault.error.message, { cause: fault.error })
    this.fault = fault
  }
}

/**
 * Calls storage with a deadline per try. Between tries it waits as long as storage asks, or twice as long each time
 * with a random part, so that many clients do not come back at once.
 *
 * @throws StorageCallError with the last fault, which says whether another container may help.
 * @throws StudioError `Canceled` when the signal fires.
 */
export async function withAttempts<T>(
  options: AttemptOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { subject, timeoutMs, signal, clock = systemClock } = options
  const repeats = options.repeats ?? ((fault) => fault.kind === 'again')
  let timeouts = 0
  let refusals = 0
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await withDeadline({ what: subject, timeoutMs, signal, clock }, work)
      if (attempt > 1) options.onTrouble?.(null)
      return answer
    } catch (error) {
      if (signal?.aborted === true) throw canceled(subject)
      const fault = storageFault(error, subject)
      if (fault.error.code === 'TimedOut') timeouts += 1
      if (fault.isUnreachable) refusals += 1
      // A place that swallows requests would cost the full deadline each time. Where nothing listens, it is better to
      // look for another place soon.
      const isGivenUp = attempt >= (options.attempts ?? maximumAttempts) || timeouts >= 2 || refusals >= 2
      if (isGivenUp || !repeats(fault)) {
        throw new StorageCallError(fault)
      }
      options.onTrouble?.(fault.error)
      const isOver = await waited(clock, fault.retryAfterMs ?? backOffMs(attempt), signal)
      if (!isOver) throw canceled(subject)
    }
  }
}

/** 0.25 to 0.5 s after the first try, then twice as long each time, up to 8 s. */
export function backOffMs(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8000) * (0.5 + Math.random() / 2)
}
