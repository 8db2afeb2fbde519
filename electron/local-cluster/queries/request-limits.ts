import { KustoError } from '../answers/kusto-error'

/** How large a result may be. */
export interface ResultLimits {
  /** Rows and bytes beyond which a result is refused (documents: query limits, result truncation). */
  readonly maximumRows: number
  readonly maximumBytes: number
  /** Rows beyond which a result is cut without a word, because the client asks for it (`query_take_max_records`). */
  readonly takenRows: number
}

/** What a request may take. */
export interface RequestLimits extends ResultLimits {
  /** Aborted, with the error to answer with, when the request's time is up or its client has gone. */
  readonly signal: AbortSignal
}

/** How long work that was told to stop is waited for before the request is answered all the same, in milliseconds. */
const patienceMs = 1000

/**
 * Runs the work of a request until its time is up or its client goes. It is answered then even if the work goes on:
 * the engine cannot be interrupted everywhere.
 *
 * @throws KustoError `Timeout`, or that the client hung up, in place of whatever the work broke off with.
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
  // Nobody hears it when the work ends in time.
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
    `Query is expired: the request was broken off after ${timeoutMs / 1000} seconds.`,
    {
      permanent: false,
      status: 504,
      type: 'Kusto.Data.Exceptions.KustoServiceTimeoutException',
    },
  )
}

function canceled(): KustoError {
  return new KustoError('General_BadRequest', 'The client hung up before the request was done.', {
    permanent: false,
    type: 'Kusto.Data.Exceptions.KustoRequestCanceledException',
  })
}
