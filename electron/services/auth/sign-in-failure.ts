import { StudioError } from '../../domain/studio-error'
import { redactText } from '../../domain/redact-text'
import { isKustoScope } from './trusted-hosts'

/** The error for a call that needs a token when no one is signed in. */
export function signInNeeded(details?: string): StudioError {
  return new StudioError(
    'SignInNeeded',
    'You are not signed in to this cluster, or the sign-in has expired.',
    {
      retryable: true,
      nextStep: 'Sign in, then try again.',
      ...(details === undefined || details === '' ? {} : { details }),
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
export function tokenFailure(error: unknown, networkError: unknown): StudioError {
  if (error instanceof StudioError) return error
  if (networkError !== undefined) return unreachable(networkError)
  return signInNeeded(redactText(error instanceof Error ? error.message : ''))
}

function unreachable(networkError: unknown): StudioError {
  return new StudioError('ClusterUnreachable', 'The sign-in service cannot be reached.', {
    retryable: true,
    nextStep: 'Check the network (VPN, proxy), then try again.',
    details: redactText(networkError instanceof Error ? networkError.message : ''),
  })
}

/** Explains why a sign-in failed; a canceled or timed-out one keeps its meaning. */
export function signInFailure(error: unknown, networkError: unknown): StudioError {
  if (error instanceof StudioError) {
    if (error.code !== 'TimedOut') return error
    return new StudioError('SignInTimedOut', 'The sign-in in the browser was not finished in time.', {
      retryable: true,
      nextStep: 'Sign in again and finish in the browser window that opens.',
    })
  }
  if (networkError !== undefined) return unreachable(networkError)
  const text = error instanceof Error ? error.message : ''
  const denied = /access_denied|user_cancel/i.test(text)
  return new StudioError(
    'SignInFailed',
    denied ? 'The sign-in was refused in the browser.' : 'The sign-in did not work.',
    {
      retryable: true,
      nextStep: 'Sign in again, perhaps with another account.',
      ...(text === '' ? {} : { details: redactText(text) }),
    },
  )
}
