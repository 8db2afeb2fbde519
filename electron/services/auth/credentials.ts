import type { AccessToken, InteractiveBrowserCredentialNodeOptions, TokenCredential } from '@azure/identity'
import { JoinedRuns } from '../../domain/concurrency/joined-runs'
import { AwaitedRun } from '../../domain/concurrency/awaited-run'
import type { DeviceCode, SignInState, WayIn } from '../../domain/schema/connection'
import { StudioError } from '../../domain/studio-error'
import { canceled, deadlines, withDeadline } from '../deadline'
import { createEmitter } from '../emitter'
import type { Subscribe } from '../studio-services'
import type { AppIdentity } from './app-identity'
import { AuthorityAnswers } from './authority-answers'
import type { OpenBrowser } from './browser-door'
import { assertScopes, signInFailure, signInNeeded, tokenFailure } from './sign-in-failure'
import type { KeptSignIn, SignInMemory } from './sign-in-memory'
import type { SignInChoice } from './sign-in-options'
import { createSignInPage } from './sign-in-page'
import { enter, reenter, type Identity } from './ways-in'

/** How far an identity is; the same for everyone who shares it. */
export type CredentialState = Extract<SignInState, { kind: 'signedOut' | 'signingIn' | 'signedIn' }>

/** One identity for all clients of a cloud: they ask it for tokens, and the user signs in once. */
export interface SharedCredential extends TokenCredential {
  /**
   * A token from the cache or the refresh token; waits for a sign-in in progress. Never asks the user, because a
   * background job must not, unless the credential was made to sign in when needed.
   *
   * @throws StudioError `SignInNeeded`, or `SignInFailed` for a scope outside Kusto.
   */
  getToken(scopes: string | string[]): Promise<AccessToken>
  /**
   * Asks the user once, however many callers there are. A caller whose signal fires stops waiting; the sign-in goes on
   * while another one waits.
   *
   * @throws StudioError `SignInTimedOut` after 5 minutes, `Canceled`, or `SignInFailed`.
   */
  signIn(scope: string, choice: SignInChoice, signal?: AbortSignal): Promise<void>
  /** Forgets this identity and all of its tokens, in memory and on disk. */
  signOut(): Promise<void>
  state(): CredentialState
  readonly onChange: Subscribe<CredentialState>
}

export interface SharedCredentialOptions {
  readonly authorityHost: string
  readonly clientId: string
  readonly openBrowser: OpenBrowser | undefined
  /** Keeps the sign-in for later starts, under `memoryKey`; left out: nothing outlives the process. */
  readonly memory?: SignInMemory | undefined
  readonly app?: AppIdentity | undefined
  /** Signs in like this, once, when a token is needed and there is none. */
  readonly whenNeeded?: SignInChoice | undefined
  /** Gets the code that the user has to enter. */
  readonly showDeviceCode?: ((code: DeviceCode) => void) | undefined
  /** Called whenever somebody has signed in. */
  readonly onSignedIn?: (() => void) | undefined
  /** Called whenever somebody has signed out. */
  readonly onSignedOut?: (() => void) | undefined
  /** Milliseconds that the user has; five minutes if left out. */
  readonly signInTimeoutMs?: number | undefined
  /** Sends the token requests; replaced in tests. */
  readonly httpClient?: InteractiveBrowserCredentialNodeOptions['httpClient']
}

/**
 * Makes the credential for one cloud, signed in if an earlier start was. It sends nothing and asks nobody before it has
 * to.
 */
export async function createSharedCredential(options: SharedCredentialOptions): Promise<SharedCredential> {
  const { memory, whenNeeded } = options
  const memoryKey = `${options.authorityHost} ${options.clientId}`
  const answers = new AuthorityAnswers()
  const changes = createEmitter<CredentialState>(() => undefined)
  let signingIn: AwaitedRun<void> | undefined
  let tokenRequests = new JoinedRuns<string, AccessToken>()
  let identity: Identity | undefined
  let state: CredentialState = { kind: 'signedOut', expired: null }
  /** What the next sign-in has to prove besides. */
  let claims: string | undefined
  /** A sign-in on demand is not tried again: the user would be asked without end. */
  let demandFailure: StudioError | undefined

  const become = (next: CredentialState): void => {
    state = next
    changes.emit(next)
  }

  const placeOf = (tokens: { text: string; onWrite: () => void }): Parameters<typeof enter>[0] => ({
    authorityHost: options.authorityHost,
    clientId: options.clientId,
    answers,
    ...(options.httpClient === undefined ? {} : { httpClient: options.httpClient }),
    cache: {
      read: () => tokens.text,
      write(text) {
        tokens.text = text
        tokens.onWrite()
      },
    },
  })

  const keepsTokens = (await memory?.keepsTokens()) ?? false
  const isKept = (way: WayIn): boolean =>
    memory !== undefined && (way === 'azureCli' || (way !== 'application' && keepsTokens))

  const signedIn = ({ account, tenant, way }: Identity): CredentialState => ({
    kind: 'signedIn',
    account,
    tenant,
    way,
    kept: isKept(way),
  })

  /** How it is once a sign-in has ended without success. */
  const atRest = (before: CredentialState): CredentialState => {
    if (identity !== undefined) return signedIn(identity)
    return before.kind === 'signedOut' ? before : { kind: 'signedOut', expired: null }
  }

  const keep = async (kept: Identity, tokens: string): Promise<void> => {
    const { way, account, tenant, record } = kept
    // An application has nothing to keep, and takes nothing away from whoever was signed in before.
    if (identity !== kept || way === 'application') return
    if (!isKept(way)) await memory?.forget(memoryKey)
    else await memory?.keep(memoryKey, { way, account, tenant, record, tokens })
  }

  const recall = async (): Promise<void> => {
    const kept = await memory?.recall(memoryKey)
    if (kept === undefined || (whenNeeded !== undefined && !fits(kept, whenNeeded))) return
    try {
      const tokens = { text: kept.tokens, onWrite: (): void => undefined }
      const recalled = reenter(placeOf(tokens), kept)
      tokens.onWrite = () => void keep(recalled, tokens.text)
      identity = recalled
      state = signedIn(recalled)
    } catch {
      // A record of another version: signed out.
    }
  }

  const runSignIn = async (scope: string, choice: SignInChoice, signal: AbortSignal): Promise<void> => {
    const before = state
    const page = createSignInPage(options.openBrowser)
    const tokens = { text: '', onWrite: (): void => undefined }
    answers.forget()
    become({ kind: 'signingIn', way: choice.way, deviceCode: null })
    try {
      const entered = await withDeadline(
        { what: 'The sign-in', timeoutMs: options.signInTimeoutMs ?? deadlines.signIn, signal },
        (stopped) =>
          enter(placeOf(tokens), {
            ...choice,
            scope,
            claims,
            signal: stopped,
            openBrowser: page.open,
            app: options.app,
            showDeviceCode(deviceCode) {
              if (stopped.aborted) return
              become({ kind: 'signingIn', way: choice.way, deviceCode })
              options.showDeviceCode?.(deviceCode)
            },
          }),
      )
      identity = entered
      claims = undefined
      demandFailure = undefined
      tokenRequests = new JoinedRuns()
      tokens.onWrite = () => void keep(entered, tokens.text)
      await keep(entered, tokens.text)
      if (identity !== entered) throw canceled('The sign-in')
      become(signedIn(entered))
      options.onSignedIn?.()
    } catch (error) {
      page.close()
      become(atRest(before))
      throw signInFailure(page.failure() ?? error, answers, choice.way)
    }
  }

  const signIn: SharedCredential['signIn'] = async (scope, choice, signal) => {
    assertScopes([scope])
    signingIn ??= new AwaitedRun((nobodyWaits) =>
      runSignIn(scope, choice, nobodyWaits).finally(() => {
        signingIn = undefined
      }),
    )
    await signingIn.wait(signal, () => canceled('The sign-in'))
  }

  const signInOnDemand = async (scope: string, choice: SignInChoice): Promise<void> => {
    if (demandFailure !== undefined) throw demandFailure
    try {
      await signIn(scope, choice)
    } catch (error) {
      if (error instanceof StudioError && error.code !== 'ClusterUnreachable') demandFailure = error
      throw error
    }
  }

  const requestToken = async (scopes: string[]): Promise<AccessToken> => {
    const current = identity
    if (current === undefined) throw signInNeeded()
    answers.forget()
    try {
      const token = await withDeadline(
        { what: 'The sign-in service', timeoutMs: deadlines.managementCommand },
        () => current.credential.getToken(scopes),
      )
      if (token === null) throw signInNeeded()
      return token
    } catch (error) {
      const failure = tokenFailure(error, answers, current.way)
      if (failure.code === 'SignInNeeded' && identity === current && current.way !== 'azureCli') {
        claims = answers.refusal?.claims ?? claims
        identity = undefined
        become({ kind: 'signedOut', expired: current.account })
      }
      throw failure
    }
  }

  await recall()

  return {
    onChange: changes.subscribe,
    state: () => state,
    signIn,
    async getToken(scopes) {
      const list = typeof scopes === 'string' ? [scopes] : scopes
      assertScopes(list)
      // A sign-in's own caller learns how it ended; here we only wait to see if there is a token afterwards.
      await signingIn?.result.catch(() => undefined)
      const request = (): Promise<AccessToken> => tokenRequests.run(list.join(' '), () => requestToken(list))
      const [scope = ''] = list
      if (identity === undefined && whenNeeded !== undefined) await signInOnDemand(scope, whenNeeded)
      try {
        return await request()
      } catch (error) {
        if (whenNeeded === undefined || !(error instanceof StudioError) || error.code !== 'SignInNeeded')
          throw error
        await signInOnDemand(scope, whenNeeded)
        return await request()
      }
    },
    async signOut() {
      signingIn?.stop()
      identity = undefined
      claims = undefined
      tokenRequests = new JoinedRuns()
      become({ kind: 'signedOut', expired: null })
      options.onSignedOut?.()
      await memory?.forget(memoryKey)
    },
  }
}

/** Whether a sign-in of an earlier start is what is asked for now. */
function fits(kept: KeptSignIn, { way, tenant }: SignInChoice): boolean {
  return kept.way === way && (tenant === null || tenant === kept.tenant)
}
