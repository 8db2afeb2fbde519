import {
  InteractiveBrowserCredential,
  type AccessToken,
  type InteractiveBrowserCredentialNodeOptions,
  type TokenCredential,
} from '@azure/identity'
import type { StudioError } from '../../domain/studio-error'
import { deadlines, withDeadline } from '../deadline'
import { withBrowser, type OpenBrowser } from './browser-door'
import { assertScopes, signInFailure, signInNeeded, tokenFailure } from './sign-in-failure'
import { createSignInPage } from './sign-in-page'

/** One identity for all clients of a cloud: the SDK's clients ask it for tokens, the user signs in once. */
export interface SharedCredential extends TokenCredential {
  /**
   * A token from the cache or by the refresh token; waits for a sign-in that is under way. Never opens a
   * browser: a job in the background must not.
   *
   * @throws StudioError `SignInNeeded`, or `SignInFailed` for a scope that is not a Kusto cluster's.
   */
  getToken(scopes: string | string[]): Promise<AccessToken>
  /**
   * Opens one browser tab, however many callers there are, and returns the account.
   *
   * @throws StudioError `SignInTimedOut` after 5 minutes, `Canceled`, or `SignInFailed`.
   */
  signIn(scope: string, signal?: AbortSignal): Promise<string>
  /** Forgets all tokens of this identity; they are in memory only. */
  signOut(): void
  /** Who is signed in, as they know themselves; null when no one is. */
  account(): string | null
}

export interface SharedCredentialOptions {
  /** `https://login.microsoftonline.com` or that of a sovereign cloud. */
  readonly authorityHost: string
  /** The application that the cluster's cloud registered for Kusto's clients. */
  readonly clientId: string
  readonly tenantId?: string | undefined
  readonly openBrowser: OpenBrowser | undefined
  /** Milliseconds that the user has; five minutes if left out. */
  readonly signInTimeoutMs?: number | undefined
  /** What sends the token requests; replaced in tests. */
  readonly httpClient?: InteractiveBrowserCredentialNodeOptions['httpClient']
}

/** Makes the credential of one tenant in one cloud. Nothing is sent and no browser opens before `signIn`. */
export function createSharedCredential(options: SharedCredentialOptions): SharedCredential {
  let credential: InteractiveBrowserCredential | undefined
  let account: string | null = null
  let signingIn: Promise<string> | undefined
  const tokenRequests = new Map<string, Promise<AccessToken>>()

  /** What the network said last; Identity keeps nothing of it in its own errors. */
  let networkError: unknown

  const createCredential = (): InteractiveBrowserCredential =>
    new InteractiveBrowserCredential({
      additionalPolicies: [
        {
          position: 'perCall',
          policy: {
            name: 'keepNetworkError',
            async sendRequest(request, next) {
              networkError = undefined
              try {
                return await next(request)
              } catch (error) {
                networkError = error
                throw error
              }
            },
          },
        },
      ],
      authorityHost: options.authorityHost,
      clientId: options.clientId,
      disableAutomaticAuthentication: true,
      ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }),
      ...(options.httpClient === undefined ? {} : { httpClient: options.httpClient }),
    })

  const runSignIn = async (scope: string, signal: AbortSignal | undefined): Promise<string> => {
    const candidate = createCredential()
    networkError = undefined
    const page = createSignInPage(options.openBrowser)
    try {
      const record = await withDeadline(
        { what: 'The sign-in', timeoutMs: options.signInTimeoutMs ?? deadlines.signIn, signal },
        () => withBrowser(page.open, () => candidate.authenticate([scope])),
      )
      credential = candidate
      account = record?.username ?? 'Signed in'
      return account
    } catch (error) {
      page.close()
      throw signInFailure(page.failure() ?? error, networkError)
    }
  }

  const requestToken = async (scopes: string[]): Promise<AccessToken> => {
    if (credential === undefined) throw signInNeeded()
    const current = credential
    networkError = undefined
    try {
      return await withDeadline({ what: 'The sign-in service', timeoutMs: deadlines.managementCommand }, () =>
        current.getToken(scopes),
      )
    } catch (error) {
      throw tokenFailure(error, networkError)
    }
  }

  return {
    async getToken(scopes) {
      const list = typeof scopes === 'string' ? [scopes] : scopes
      assertScopes(list)
      // How a sign-in that is under way ends, its own caller hears; here only whether there is a token then.
      await signingIn?.then(undefined, () => undefined)
      const key = list.join(' ')
      const running = tokenRequests.get(key) ?? requestToken(list).finally(() => tokenRequests.delete(key))
      tokenRequests.set(key, running)
      return running
    },
    signIn(scope, signal) {
      try {
        assertScopes([scope])
      } catch (error) {
        return Promise.reject(error as StudioError)
      }
      signingIn ??= runSignIn(scope, signal).finally(() => {
        signingIn = undefined
      })
      return signingIn
    },
    signOut() {
      credential = undefined
      account = null
      tokenRequests.clear()
    },
    account: () => account,
  }
}
