import { StudioError } from '../../domain/studio-error'
import { redactText } from '../../domain/redact-text'
import { networkFailure } from './network-failure'
import { readRetryAfter } from './retry-after'
import { readServiceError, serviceFailure, type FailureContext } from './service-failure'
import { storageFailure } from './storage-failure'

/**
 * Turns anything that the Kusto SDK, axios, Azure Identity, Azure Storage or Node's network throws into a {@link
 * StudioError}. The original is not kept as the cause, because it holds headers, tokens and SAS.
 *
 * @param context What was being done; its subject starts the sentence.
 */
export function toStudioError(error: unknown, context: FailureContext): StudioError {
  // Wrappers first: the SDK hides the cause of a refused token and of throttling in `inner`.
  const wrapped = [...chain(error)]
  // What the studio itself said of a sign-in tells more than the sentence that the SDK puts around it.
  const own = wrapped.find((candidate) => candidate instanceof StudioError)
  if (own !== undefined) return own
  for (const candidate of wrapped) {
    const known = recognise(candidate, context)
    if (known !== undefined) return known
  }
  return new StudioError('Unexpected', `${context.subject}: something unexpected went wrong.`, {
    retryable: true,
    nextStep: 'Try again. If it happens again, open the log (Help, Show log) and report it.',
    details: redactText(error instanceof Error ? `${error.name}: ${error.message}` : typeof error),
  })
}

/** The error and what it wraps, at most five deep. */
function* chain(error: unknown): Generator<unknown> {
  let current = error
  for (let depth = 0; depth < 5 && current !== undefined && current !== null; depth++) {
    yield current
    current = property(current, 'inner') ?? property(current, 'cause')
  }
}

function recognise(error: unknown, context: FailureContext): StudioError | undefined {
  const name = property(error, 'name')
  const code = property(error, 'code')
  if (name === 'CanceledError' || name === 'AbortError' || code === 'ERR_CANCELED')
    return new StudioError('Canceled', `${context.subject}: canceled.`)
  if (name === 'AuthenticationRequiredError' || name === 'CredentialUnavailableError')
    return new StudioError('SignInNeeded', `${context.subject} wants you to sign in.`, {
      nextStep: 'Sign in, then try again.',
    })
  const response = property(error, 'response')
  const status = property(response, 'status') ?? property(error, 'statusCode')
  if (typeof status === 'number') return answered(error, status, context)
  if (typeof code === 'string') {
    const kind = context.during === 'storage' ? 'UploadFailed' : 'ClusterUnreachable'
    const failure = networkFailure(code, context.subject, kind)
    if (failure !== undefined) return failure
  }
  const message = property(error, 'message')
  if (typeof message !== 'string') return undefined
  if (message.startsWith("Can't communicate with")) return untrusted(context)
  if (message.startsWith('Client is closed') || message === 'Client Closed')
    return new StudioError('Canceled', `${context.subject}: the connection was closed.`, { retryable: true })
  if (/timeout of \d+ms exceeded|socket hang up/.test(message))
    return networkFailure(message.startsWith('socket') ? 'ECONNRESET' : 'ECONNABORTED', context.subject)
  if (/certificate|self[- ]signed/i.test(message))
    return networkFailure('UNABLE_TO_VERIFY_LEAF_SIGNATURE', context.subject)
  return undefined
}

/** The other side answered, but not with success. */
function answered(error: unknown, status: number, context: FailureContext): StudioError {
  const response = property(error, 'response')
  const body = property(response, 'data')
  const retryAfterMs = readRetryAfter(property(response, 'headers'), Date.now())
  if (context.during === 'storage') {
    const code = property(property(error, 'details'), 'errorCode') ?? property(error, 'code')
    return storageFailure(
      status,
      typeof code === 'string' ? code : undefined,
      context.subject,
      false,
      retryAfterMs,
    )
  }
  const service = readServiceError(body)
  if (service !== undefined) return serviceFailure(service, status, context, retryAfterMs)
  if (status >= 300 && status < 400)
    return new StudioError('ClusterRefused', `${context.subject} redirects the studio to another address.`, {
      nextStep: 'The studio does not follow it. Use the address of the cluster itself.',
      serviceCode: `HTTP ${status}`,
    })
  if (status === 401 || status === 403 || status === 429 || status >= 500)
    return serviceFailure(
      { code: `HTTP ${status}`, message: '', permanent: undefined },
      status,
      context,
      retryAfterMs,
    )
  return notKusto(context, status, body)
}

/** Something other than a Kusto cluster answered: a captive portal, a proxy, another service. */
export function notKusto(context: FailureContext, status: number, body: unknown): StudioError {
  const isPage = typeof body === 'string' && /^\s*<(!doctype|html|head|\?xml)/i.test(body)
  return new StudioError(
    'ResponseMalformed',
    isPage
      ? `${context.subject} answered with a web page (HTTP ${status}), not as a Kusto cluster.`
      : `${context.subject} does not answer as a Kusto cluster (HTTP ${status}).`,
    {
      nextStep: 'Check the address. If it is right, a proxy or the network’s sign-in page may be in the way.',
      serviceCode: `HTTP ${status}`,
      ...(typeof body === 'string' && body !== '' ? { details: redactText(body.slice(0, 500)) } : {}),
    },
  )
}

function untrusted(context: FailureContext): StudioError {
  return new StudioError(
    'ClusterUriInvalid',
    `${context.subject} is not at a known address of Kusto clusters.`,
    {
      nextStep: 'Use an address such as https://mycluster.westeurope.kusto.windows.net.',
    },
  )
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}
