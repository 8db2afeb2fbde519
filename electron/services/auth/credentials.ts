import {
  InteractiveBrowserCredential,
  type AccessToken,
  type InteractiveBrowserCredentialNodeOptions,
  type TokenCredential,
} from '@azure/identity'
import { AwaitedRun } from '../../domain/concurrency/awaited-run'
import { JoinedRuns } from '../../domain/concurrency/joined-runs'
import type { StudioError } from '../../domain/studio-error'
import { canceled, deadlines, withDeadline } from '../deadline'
import { withBrowser, type OpenBrowser } from './browser-door'
import { assertScopes, signInFailure, signInNeeded, tokenFailure } from './sign-in-failure'
import { createSignInPage } from './sign-in-page'

/** One identity for all clients of a cloud: they ask it for tokens, and the user signs in once. */
export interface SharedCredential extends TokenCredential {
  /**
   * A token from the cache or the refresh token; waits for a sign-in in progress. Never opens a browser, because a
   * background job must not.
   *
   * @throws StudioError `SignInNeeded`, or `SignInFailed` for a scope outside Kusto.
   */
  getToken(scopes: string | string[]): Promise<AccessToken>
  /**
   * Opens one browser tab, however many callers there are, and returns the account. A caller that cancels ends the
   * sign-in only if no other waits for it.
   *
   * @throws StudioError `SignInTimedOut` after 5 minutes, `Canceled`, or `SignInFailed`.
   */
  signIn(scope: string, signal?: AbortSignal): Promise<string>
  /** Forgets all of this identity's tokens; they are only in memory. */
  signOut(): void
  /** The account name of whoever is signed in; null if no one is. */
  account(): string | null
}

export interface SharedCredentialOptions {
  /** `https://login.microsoftonline.com` or that of a sovereign cloud. */
  readonly authorityHost: string
  /** The application that the cluster's cloud registered for Kusto clients. */
  readonly clientId: string
  readonly tenantId?: string | undefined
  readonly openBrowser: OpenBrowser | undefined
  /** Milliseconds that the user has; five minutes if left out. */
  readonly signInTimeoutMs?: number | undefined
  /** Sends the token requests; replaced in tests. */
  readonly httpClient?: InteractiveBrowserCredentialNodeOptions['httpClient']
}

/** Makes the credential for one tenant in one cloud. It sends nothing and opens no browser before `signIn`. */
export function createSharedCredential(options: SharedCredentialOptions): SharedCredential {
  let credential: InteractiveBrowserCredential | undefined
  let account: string | null = null
  let signingIn: AwaitedRun<string> | undefined
  let tokenRequests = new JoinedRuns<string, AccessToken>()

  /** The latest network error, because Identity drops it from its own errors. */
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

  const runSignIn = async (scope: string, signal: AbortSignal): Promise<string> => {
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
      // A sign-in's own caller learns how it ended; here we only wait to see if there is a token afterwards.
      await signingIn?.result.catch(() => undefined)
      return await tokenRequests.run(list.join(' '), () => requestToken(list))
    },
    signIn(scope, signal) {
      try {
        assertScopes([scope])
      } catch (error) {
        return Promise.reject(error as StudioError)
      }
      signingIn ??= new AwaitedRun((nobodyWaits) =>
        runSignIn(scope, nobodyWaits).finally(() => {
          signingIn = undefined
        }),
      )
      return signingIn.wait(signal, () => canceled('The sign-in'))
    },
    signOut() {
      credential = undefined
      account = null
      tokenRequests = new JoinedRuns()
    },
    account: () => account,
  }
}
