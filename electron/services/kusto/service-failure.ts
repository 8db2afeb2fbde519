import type { StudioErrorCode } from '../../domain/error-codes'
import { StudioError } from '../../domain/studio-error'
import { redactText } from '../../domain/redact-text'

/** What is known about a call that failed; all of it may be shown. */
export interface FailureContext {
  /** Starts the sentence, for example `Cluster help.kusto.windows.net`. */
  readonly subject: string
  /** Decides which code a refusal gets. */
  readonly during: 'connect' | 'query' | 'command' | 'storage'
}

/** The parts of Kusto's error envelope that we use. */
export interface ServiceError {
  readonly code: string | undefined
  readonly message: string
  readonly permanent: boolean | undefined
}

/**
 * Reads Kusto's error envelope (documents: query/management HTTP response, error): `@message` says more than `message`,
 * and the innermost error says most. Undefined if the body is no such envelope.
 */
export function readServiceError(body: unknown): ServiceError | undefined {
  const error = field(body, 'error') ?? body
  const code = field(error, 'code')
  const text = field(error, '@message') ?? field(error, 'message')
  if (typeof text !== 'string') return undefined
  const permanent = field(error, '@permanent')
  return {
    code: typeof code === 'string' ? code : undefined,
    message: text,
    permanent: typeof permanent === 'boolean' ? permanent : undefined,
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

/**
 * What the service refused, as a StudioError.
 *
 * @param status The HTTP status.
 * @param retryAfterMs How long the service asks to wait.
 */
export function serviceFailure(
  error: ServiceError,
  status: number,
  context: FailureContext,
  retryAfterMs?: number,
): StudioError {
  const { code, title, nextStep, retryable } = classify(error, status, context)
  const message = firstSentences(redactText(error.message))
  return new StudioError(code, title === undefined ? message : `${title} ${message}`.trim(), {
    retryable: retryable ?? error.permanent === false,
    ...(nextStep === undefined ? {} : { nextStep }),
    ...(error.code === undefined ? {} : { serviceCode: error.code.slice(0, 120) }),
    details: redactText(error.message),
    retryAfterMs,
  })
}

interface Class {
  readonly code: StudioErrorCode
  readonly title?: string
  readonly nextStep?: string
  readonly retryable?: boolean
}

function classify(error: ServiceError, status: number, context: FailureContext): Class {
  const text = `${error.code ?? ''} ${error.message}`.slice(0, 4000)
  if (status === 429 || /thrott/i.test(text))
    return {
      code: 'ClusterThrottled',
      title: `${context.subject} is busy.`,
      nextStep: 'Wait a little, then try again.',
      retryable: true,
    }
  if (status === 401)
    return {
      code: 'SignInNeeded',
      title: `${context.subject} wants you to sign in.`,
      nextStep: 'Sign in, then try again.',
    }
  if (status === 403 || /\b(Forbidden|Unauthorized|AccessDenied|not authorized)/i.test(text))
    return {
      code: 'AccessDenied',
      title: `${context.subject} does not allow your account to do this.`,
      nextStep:
        'Ask the owner of the database for the right (Table Ingestor or Database User), or sign in with another account.',
    }
  if (/TableNotExist|of kind 'Table'|table(?: or column)?(?: expression)? named/i.test(text))
    return { code: 'TableNotFound', nextStep: 'Choose another table, or create it first.' }
  if (/DatabaseNotExist|of kind 'Database'|database '?[^']*'? (?:was|could) not (?:be )?found/i.test(text))
    return { code: 'DatabaseNotFound', nextStep: 'Choose another database.' }
  if (/EntityAlreadyExists|already exists/i.test(text))
    return { code: 'TableAlreadyExists', nextStep: 'Choose another name, or use the table that is there.' }
  if (status >= 500)
    return {
      code: 'ClusterRefused',
      title: `${context.subject} failed with an internal error (HTTP ${status}).`,
      nextStep: 'Try again in a little while.',
      retryable: error.permanent !== true,
    }
  return context.during === 'query'
    ? { code: 'QueryFailed', nextStep: 'Correct the query and run it again.' }
    : { code: 'CommandFailed' }
}

/** At most three hundred characters, ending with a sentence if possible. */
function firstSentences(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= 300) return flat
  const end = flat.slice(0, 300).lastIndexOf('. ')
  return end > 80 ? flat.slice(0, end + 1) : `${flat.slice(0, 299)}…`
}
