import { KustoError } from '../answers/kusto-error'

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
export async function withDeadline<T>(
  deadline: { readonly timeoutMs: number; readonly client: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const hangUp = (): void => stop.abort(canceled())
  if (deadline.client.aborted) hangUp()
  deadline.client.addEventListener('abort', hangUp, { once: true })
  const timer = setTimeout(() => stop.abort(timedOut(deadline.timeoutMs)), deadline.timeoutMs)
  const { signal } = stop
  let callOff = (): void => undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    const wait = (): void => {
      const patience = setTimeout(() => reject(signal.reason as Error), patienceMs)
      callOff = () => clearTimeout(patience)
    }
    signal.addEventListener('abort', wait, { once: true })
  })
  // If the work ends in time, nobody awaits this.
  tooLate.catch(() => undefined)
  try {
    return await Promise.race([work(signal), tooLate])
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    clearTimeout(timer)
    callOff()
    deadline.client.removeEventListener('abort', hangUp)
  }
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
