import {
  AzureCliCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  deserializeAuthenticationRecord,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
  serializeAuthenticationRecord,
  type AuthenticationRecord,
  type InteractiveBrowserCredentialNodeOptions,
  type TokenCredential,
} from '@azure/identity'
import type { DeviceCode, WayIn } from '../../domain/schema/connection'
import { noAppIdentity, type AppIdentity } from './app-identity'
import type { AuthorityAnswers } from './authority-answers'
import { withBrowser, type OpenBrowser } from './browser-door'
import type { KeptSignIn } from './sign-in-memory'
import { withTokenCache, type TokenCache } from './token-cache-door'

/** Someone who has signed in. */
export interface Identity {
  readonly credential: TokenCredential
  readonly way: WayIn
  readonly account: string
  readonly tenant: string | null
  /** What a later start needs, besides the tokens; null for an application, which signs in anew. */
  readonly record: string | null
}

/** Where to sign in, and as what program. */
export interface SignInPlace {
  /** `https://login.microsoftonline.com` or that of a sovereign cloud; from the studio's own list. */
  readonly authorityHost: string
  /** The application that the cluster's cloud registered for Kusto clients. */
  readonly clientId: string
  readonly answers: AuthorityAnswers
  readonly cache: TokenCache
  /** Sends the token requests; replaced in tests. */
  readonly httpClient?: InteractiveBrowserCredentialNodeOptions['httpClient']
}

/** What a sign-in needs. */
export interface Entry {
  readonly way: WayIn
  readonly tenant: string | null
  readonly scope: string
  /** What the sign-in service demanded besides, as JSON. */
  readonly claims: string | undefined
  readonly signal: AbortSignal
  readonly openBrowser: OpenBrowser
  readonly showDeviceCode: (code: DeviceCode) => void
  readonly app: AppIdentity | undefined
}

/** Signs in. Throws what Identity throws. */
export async function enter(place: SignInPlace, entry: Entry): Promise<Identity> {
  const { way, tenant, scope, signal } = entry
  const claims = entry.claims === undefined ? {} : { claims: entry.claims }
  switch (way) {
    case 'browser': {
      const credential = browserCredential(place, tenant)
      const record = await withBrowser(entry.openBrowser, () => credential.authenticate([scope], claims))
      return identityOf(credential, way, tenant, record)
    }
    case 'deviceCode': {
      const credential = deviceCredential(place, entry)
      const record = await credential.authenticate([scope], { ...claims, abortSignal: signal })
      return identityOf(credential, way, tenant, record)
    }
    case 'azureCli': {
      const credential = cliCredential(tenant)
      const token = await credential.getToken([scope])
      const { account, tenant: own } = readClaims(token.token)
      return { credential, way, account, tenant: tenant ?? own, record: null }
    }
    case 'application': {
      if (entry.app === undefined) throw noAppIdentity()
      const credential = appCredential(place, entry.app)
      await credential.getToken([scope])
      const { clientId, tenantId } = entry.app
      return { credential, way, account: `application ${clientId}`, tenant: tenantId, record: null }
    }
  }
}

/** Whoever signed in during an earlier start; sends nothing yet. */
export function reenter(place: SignInPlace, kept: KeptSignIn): Identity {
  const { way, account, tenant, record } = kept
  const credential =
    way === 'azureCli'
      ? cliCredential(tenant)
      : browserCredential(place, tenant, deserializeAuthenticationRecord(record ?? ''))
  return { credential, way, account, tenant, record }
}

function identityOf(
  credential: TokenCredential,
  way: WayIn,
  tenant: string | null,
  record: AuthenticationRecord | undefined,
): Identity {
  return {
    credential,
    way,
    account: record?.username ?? 'Signed in',
    tenant: tenant ?? record?.tenantId ?? null,
    record: record === undefined ? null : serializeAuthenticationRecord(record),
  }
}

/** The options that all credentials of Entra share. */
function common(
  place: SignInPlace,
): Pick<
  InteractiveBrowserCredentialNodeOptions,
  'additionalPolicies' | 'authorityHost' | 'disableInstanceDiscovery' | 'httpClient'
> {
  return {
    additionalPolicies: place.answers.policies,
    authorityHost: place.authorityHost,
    // The authority is from our own list, which knows clouds that the discovery of the public cloud does not.
    disableInstanceDiscovery: true,
    ...(place.httpClient === undefined ? {} : { httpClient: place.httpClient }),
  }
}

/** The options of those that a person signs in with. */
function personal(
  place: SignInPlace,
  tenant: string | null,
): ReturnType<typeof common> &
  Pick<
    InteractiveBrowserCredentialNodeOptions,
    'disableAutomaticAuthentication' | 'tokenCachePersistenceOptions'
  > & {
    readonly clientId: string
  } {
  return {
    ...common(place),
    clientId: place.clientId,
    disableAutomaticAuthentication: true,
    tokenCachePersistenceOptions: { enabled: true },
    ...(tenant === null ? {} : { tenantId: tenant }),
  }
}

function browserCredential(
  place: SignInPlace,
  tenant: string | null,
  record?: AuthenticationRecord,
): InteractiveBrowserCredential {
  return withTokenCache(
    place.cache,
    () =>
      new InteractiveBrowserCredential({
        ...personal(place, tenant),
        ...(record === undefined ? {} : { authenticationRecord: record }),
      }),
  )
}

function deviceCredential(place: SignInPlace, { tenant, showDeviceCode }: Entry): DeviceCodeCredential {
  return withTokenCache(
    place.cache,
    () =>
      new DeviceCodeCredential({
        ...personal(place, tenant),
        userPromptCallback: ({ userCode, verificationUri }) =>
          // Entra's codes live for 15 minutes; Identity does not pass on for how long.
          showDeviceCode({ userCode, verificationUri, expiresAt: Date.now() + 15 * 60_000 }),
      }),
  )
}

function cliCredential(tenant: string | null): AzureCliCredential {
  return new AzureCliCredential({
    processTimeoutInMs: 30_000,
    ...(tenant === null ? {} : { tenantId: tenant }),
  })
}

function appCredential(place: SignInPlace, { tenantId, clientId, proof }: AppIdentity): TokenCredential {
  if ('secret' in proof) return new ClientSecretCredential(tenantId, clientId, proof.secret, common(place))
  const { certificatePath, certificatePassword } = proof
  return new ClientCertificateCredential(
    tenantId,
    clientId,
    { certificatePath, ...(certificatePassword === undefined ? {} : { certificatePassword }) },
    common(place),
  )
}

/** Who a token is for. It is not checked: it comes from the user's own Azure CLI, and this is only shown. */
function readClaims(token: string): { readonly account: string; readonly tenant: string | null } {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      readonly upn?: unknown
      readonly appid?: unknown
      readonly tid?: unknown
    }
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
    return { account: text(claims.upn) ?? text(claims.appid) ?? 'Azure CLI', tenant: text(claims.tid) }
  } catch {
    // Tokens need not be readable for those who carry them.
    return { account: 'Azure CLI', tenant: null }
  }
}
