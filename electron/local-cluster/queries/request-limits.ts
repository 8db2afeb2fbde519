import { untilDeadline } from '../../domain/concurrency/deadline'
import { KustoError } from '../answers/kusto-error'
import { systemClock } from '../time/clock'

/** How large a result may be. */
export interface ResultLimits {
  /** Rows and bytes beyond which a result is refused (documents: query limits, result truncation). */
  readonly maximumRows: number
  readonly maximumBytes: number
  /** Rows beyond which a result is cut silently, because the client asks for it (`query_take_max_records`). */
  readonly takenRows: number
}

/** A request's limits. */
export interface RequestLimits extends ResultLimits {
  /** Aborted when the request's time is up or its client is gone; its reason is the error to answer with. */
  readonly signal: AbortSignal
}

/** How long to wait for stopped work before answering anyway, in milliseconds. */
const patienceMs = 1000

/**
 * Runs a request's work until its time is up or its client is gone. The request is answered then even if the work
 * goes on: the engine cannot be interrupted everywhere.
 *
 * @throws KustoError `Timeout`, or that the client hung up, instead of whatever error stopped the work.
 */
export async function answeredInTime<T>(
  { timeoutMs, client }: { readonly timeoutMs: number; readonly client: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return await untilDeadline(
    {
      timeoutMs,
      signal: client,
      clock: systemClock,
      timedOut: () => timedOut(timeoutMs),
      canceled,
      patienceMs,
    },
    work,
  )
}

function timedOut(timeoutMs: number): KustoError {
  return new KustoError(
    'Timeout',
    `Query is expired: the request was stopped after ${timeoutMs / 1000} seconds.`,
    {
      permanent: false,
      status: 504,
      type: 'Kusto.Data.Exceptions.KustoServiceTimeoutException',
    },
  )
}

function canceled(): KustoError {
  return new KustoError('General_BadRequest', 'The client hung up before the request was complete.', {
    permanent: false,
    type: 'Kusto.Data.Exceptions.KustoRequestCanceledException',
  })
}
