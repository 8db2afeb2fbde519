import type { WayIn } from '../../domain/schema/connection'
import { StudioError } from '../../domain/studio-error'
import { isFileSystemError } from '../../domain/file-failure'
import { redactText } from '../../domain/redact-text'
import type { AuthorityAnswers } from './authority-answers'
import { reasonOf, type SignInReason } from './sign-in-reasons'
import { isKustoScope } from './trusted-hosts'

/** The error for a call that needs a token when no one is signed in. */
export function signInNeeded(
  why: { readonly message?: string; readonly nextStep?: string; readonly details?: string } = {},
): StudioError {
  const { message, nextStep, details = '' } = why
  return new StudioError(
    'SignInNeeded',
    message ?? 'You are not signed in to this cluster, or the sign-in has expired.',
    {
      retryable: true,
      nextStep: nextStep ?? 'Sign in, then try again.',
      ...(details === '' ? {} : { details }),
    },
  )
}

/**
 * Refuses to ask for a token that is not for a Kusto cluster.
 *
 * @throws StudioError `SignInFailed`.
 */
export function assertScopes(scopes: readonly string[]): void {
  if (scopes.length > 0 && scopes.every(isKustoScope)) return
  throw new StudioError(
    'SignInFailed',
    'The cluster asks for access to something that is not a Kusto cluster; the studio refuses.',
    { nextStep: 'Check the cluster URI. If it is right, tell the owner of the cluster.' },
  )
}

/**
 * Explains why a silent token request failed. Identity calls everything "authentication required", even a network
 * outage that no sign-in would help.
 */
export function tokenFailure(error: unknown, answers: AuthorityAnswers, way: WayIn): StudioError {
  if (error instanceof StudioError) return error
  const known = passing(answers)
  if (known !== undefined) return known
  if (way === 'azureCli') return azureCliFailure(error)
  if (way === 'application') return unreadableCertificate(error, answers) ?? refused(error, answers)
  const reason = answers.refusal === undefined ? undefined : reasonOf(answers.refusal)
  return signInNeeded({ ...reason, details: detailsOf(error, answers) })
}

/** Explains why a sign-in failed; a canceled or timed-out one keeps its meaning. */
export function signInFailure(error: unknown, answers: AuthorityAnswers, way: WayIn): StudioError {
  if (error instanceof StudioError) {
    if (error.code !== 'TimedOut') return error
    return new StudioError('SignInTimedOut', 'The sign-in was not finished in time.', {
      retryable: true,
      nextStep: 'Sign in again, and finish it in the browser.',
    })
  }
  if (way === 'azureCli') return azureCliFailure(error)
  const known =
    passing(answers) ?? (way === 'application' ? unreadableCertificate(error, answers) : undefined)
  return known ?? refused(error, answers)
}

/** The sign-in service did not answer, or could not. */
function passing({ networkError, refusal }: AuthorityAnswers): StudioError | undefined {
  if (networkError !== undefined)
    return new StudioError('ClusterUnreachable', 'The sign-in service cannot be reached.', {
      retryable: true,
      nextStep: 'Check the network (VPN, proxy), then try again.',
      details: redactText(networkError instanceof Error ? networkError.message : ''),
    })
  if (refusal !== undefined && (refusal.status >= 500 || refusal.status === 429))
    return new StudioError(
      'ClusterUnreachable',
      `The sign-in service is in trouble (HTTP ${refusal.status}).`,
      {
        retryable: true,
        nextStep: 'Try again in a little while.',
      },
    )
  return undefined
}

function refused(error: unknown, answers: AuthorityAnswers): StudioError {
  const text = error instanceof Error ? error.message : ''
  const isUsersNo = /access_denied|user_cancel/i.test(text)
  const reason = answers.refusal === undefined ? undefined : reasonOf(answers.refusal)
  const message = isUsersNo ? 'The sign-in was refused in the browser.' : 'The sign-in did not work.'
  return new StudioError('SignInFailed', reason?.message ?? message, {
    retryable: true,
    nextStep: reason?.nextStep ?? 'Sign in again, perhaps with another account.',
    ...(text === '' ? {} : { details: detailsOf(error, answers) }),
  })
}

/** What is wrong with an application's certificate on this machine, before anyone was asked about it. */
function unreadableCertificate(error: unknown, answers: AuthorityAnswers): StudioError | undefined {
  if (answers.refusal !== undefined || !(error instanceof Error)) return undefined
  const reason = certificateReason(error)
  if (reason === undefined) return undefined
  return new StudioError('SignInFailed', reason.message, {
    nextStep: reason.nextStep,
    details: detailsOf(error, answers),
  })
}

function certificateReason(error: Error): SignInReason | undefined {
  const file = 'The file that AZURE_CLIENT_CERTIFICATE_PATH names'
  const isMissing = 'code' in error && error.code === 'ENOENT'
  if (isFileSystemError(error))
    return {
      message: `${file} cannot be read${isMissing ? ': it is not there' : ''}.`,
      nextStep:
        'Set it to the full path of the application’s certificate, in PEM form, with its private key.',
    }
  if (error.message.includes('PEM-encoded'))
    return {
      message: `${file} holds no certificate in PEM form.`,
      nextStep: 'Put the certificate and its private key into one PEM file.',
    }
  // What OpenSSL says of a key that is locked, damaged or not there.
  if (/^error:[0-9A-F]+:|decrypt|passphrase|interrupted or cancelled/i.test(error.message))
    return {
      message: `${file} holds a private key that cannot be opened, or none.`,
      nextStep:
        'Check AZURE_CLIENT_CERTIFICATE_PASSWORD, and that the key is in the file beside the certificate.',
    }
  return undefined
}

function azureCliFailure(error: unknown): StudioError {
  const text = error instanceof Error ? error.message : ''
  const isMissing = /could not be found|not found|not recognized/i.test(text)
  return signInNeeded({
    message: isMissing ? 'The Azure CLI (az) is not installed here.' : 'The Azure CLI is not signed in.',
    nextStep: isMissing ? 'Install it, or sign in another way.' : 'Run “az login”, then try again.',
    details: redactText(text),
  })
}

function detailsOf(error: unknown, { refusal }: AuthorityAnswers): string {
  return redactText(refusal?.description ?? (error instanceof Error ? error.message : ''))
}
