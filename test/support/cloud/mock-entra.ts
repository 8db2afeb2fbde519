import { createPublicKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createSelfSignedCertificate } from '../../../electron/local-cluster/storage/self-signed-certificate'
import { checkClientAssertion, checkCodeVerifier } from './entra-proofs'
import { answerPage, devicePage, signInPage } from './entra-pages'

/** What the directory of the tests knows. */
export const directory = {
  tenant: 'c0ffee00-0000-4000-8000-000000000001',
  user: { oid: 'c0ffee00-0000-4000-8000-0000000000aa', name: 'ada@contoso.com' },
  app: { id: 'c0ffee00-0000-4000-8000-0000000000bb', secret: 'CLIENT-SECRET-CANARY' },
} as const

/** What the token endpoint answers instead of a token. */
export interface EntraFault {
  readonly status: number
  readonly error?: string
  readonly description?: string
  /** A conditional access demand, as JSON; the next sign-in must carry it. */
  readonly claims?: string
  /** Waits so long first. */
  readonly delayMs?: number
  /** How many requests get this answer; one if left out. */
  times?: number
}

interface Grant {
  readonly account: 'user' | 'app'
  readonly challenge?: string | null
  readonly claims?: string | null
}

/** Host names that the certificate is for. */
const names = [
  'login.microsoftonline.com',
  '*.kusto.windows.net',
  '*.westeurope.kusto.windows.net',
  'login.sovcloud-identity.fr',
  'localhost',
]

/**
 * Plays Microsoft Entra ID over https, with a certificate of its own: discovery, the sign-in page, and tokens by code
 * (with PKCE), refresh token, device code, and client secret or certificate. Tokens are real: signed with `keys`.
 */
export class MockEntra {
  readonly identity = createSelfSignedCertificate(Date.now(), names)
  readonly #signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly #keyId = randomUUID()
  readonly #server: Server
  readonly #codes = new Map<string, Grant>()
  readonly #refreshTokens = new Map<string, Grant>()
  readonly #devices = new Map<string, { readonly userCode: string; state: 'pending' | 'approved' }>()
  /** Times the sign-in page was shown. */
  authorizes = 0
  /** The token requests, in order. */
  readonly tokenRequests: URLSearchParams[] = []
  /** Seconds that access tokens live. */
  lifetime = 3600
  /** Answers to the next token requests, first come, first served. */
  readonly faults: EntraFault[] = []
  /** The certificate of the application, as PEM. */
  appCertificate: string | undefined

  private constructor() {
    this.#server = createServer(
      { key: this.identity.privateKey, cert: this.identity.certificate },
      (request, response) => {
        this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error))
      },
    )
  }

  static async start(): Promise<MockEntra> {
    const entra = new MockEntra()
    await new Promise<void>((resolve) => entra.#server.listen(0, '127.0.0.1', resolve))
    return entra
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What a cluster needs to check its tokens. */
  get rules(): { readonly issuer: string; readonly audience: string; readonly keys: JsonWebKey[] } {
    const key = createPublicKey(this.#signing.privateKey).export({ format: 'jwk' })
    return {
      issuer: `https://sts.windows.net/${directory.tenant}/`,
      audience: 'https://kusto.kusto.windows.net',
      keys: [{ ...key, kid: this.#keyId, use: 'sig' } as JsonWebKey],
    }
  }

  /** Token requests of one kind. */
  requestsOf(grantType: string): URLSearchParams[] {
    return this.tokenRequests.filter((form) => form.get('grant_type') === grantType)
  }

  /** Takes all refresh tokens back, as when a password changes. */
  revoke(): void {
    this.#refreshTokens.clear()
  }

  /** Takes back all refresh tokens but the last ones. */
  revokeAllBut(newest: number): void {
    for (const token of [...this.#refreshTokens.keys()].slice(0, -newest)) this.#refreshTokens.delete(token)
  }

  /** As it was at the start. */
  reset(): void {
    this.authorizes = 0
    this.tokenRequests.length = 0
    this.faults.length = 0
    this.lifetime = 3600
    this.revoke()
  }

  /** Types the code of a device and signs in, as the user does in a browser. */
  approveDevice(userCode: string): boolean {
    const device = [...this.#devices.values()].find((one) => one.userCode === userCode)
    if (device === undefined) return false
    device.state = 'approved'
    return true
  }

  /** An access token; `age` is how many seconds ago it was made. */
  accessToken(
    resource: string,
    account: Grant['account'] = 'user',
    { age = 0, lifetime = this.lifetime }: { readonly age?: number; readonly lifetime?: number } = {},
  ): string {
    const now = Math.floor(Date.now() / 1000) - age
    const who =
      account === 'user'
        ? { oid: directory.user.oid, upn: directory.user.name, appid: 'db662dc1-0cfe-4e1c-a843-19a68e65be58' }
        : { oid: directory.app.id, appid: directory.app.id }
    const claims = { iss: this.rules.issuer, aud: resource, tid: directory.tenant, iat: now, nbf: now }
    return this.#signed({ ...claims, exp: now + lifetime, ...who, jti: randomUUID() })
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://login.microsoftonline.com')
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    const path = url.pathname.replace(/^\/[^/]+/, '')
    const html = (page: string): void => void response.setHeader('content-type', 'text/html').end(page)
    if (url.pathname === '/device') return html(devicePage(this.approveDevice(form.get('user_code') ?? '')))
    switch (path) {
      case '/discovery/instance':
        return json(response, 200, {
          tenant_discovery_endpoint: `${url.origin}/common/v2.0/.well-known/openid-configuration`,
          metadata: [],
        })
      case '/v2.0/.well-known/openid-configuration':
        return json(response, 200, configuration(url.origin, url.pathname.split('/')[1] ?? 'common'))
      case '/discovery/v2.0/keys':
        return json(response, 200, { keys: this.rules.keys })
      case '/oauth2/v2.0/authorize':
        this.authorizes += 1
        return html(signInPage(url))
      case '/login':
        return html(answerPage(form, form.get('answer') === 'yes' ? this.#code(form) : undefined))
      case '/oauth2/v2.0/devicecode':
        return json(response, 200, this.#deviceCode())
      case '/oauth2/v2.0/token':
        return await this.#token(form, response)
      default:
        return json(response, 404, { error: 'not_found' })
    }
  }

  #code(form: URLSearchParams): string {
    const code = `CODE-CANARY-${randomUUID()}`
    this.#codes.set(code, {
      account: 'user',
      challenge: form.get('code_challenge'),
      claims: form.get('claims'),
    })
    return code
  }

  #deviceCode(): object {
    const code = randomUUID()
    const userCode = randomUUID().slice(0, 8).toUpperCase()
    this.#devices.set(code, { userCode, state: 'pending' })
    return {
      device_code: code,
      user_code: userCode,
      verification_uri: 'https://login.microsoftonline.com/device',
      expires_in: 900,
      interval: 1,
      message: `Open https://login.microsoftonline.com/device and enter the code ${userCode}.`,
    }
  }

  async #token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    this.tokenRequests.push(form)
    const pending = form.get('grant_type') === 'device_code'
    const fault = pending ? undefined : this.#nextFault()
    if (fault?.delayMs !== undefined) await delay(fault.delayMs)
    if (fault?.error !== undefined || (fault !== undefined && fault.status >= 500)) {
      const { status, error = 'server_error', description = 'AADSTS90033', claims } = fault
      return json(response, status, {
        error,
        error_description: description,
        ...(claims === undefined ? {} : { claims, suberror: 'basic_action' }),
      })
    }
    const grant = this.#grant(form)
    if (typeof grant === 'string')
      return json(response, 400, { error: grant, error_description: `AADSTS: ${grant}` })
    const scope = (form.get('scope') ?? '').split(' ').find((one) => one.startsWith('https://')) ?? ''
    json(response, 200, this.#tokens(grant, scope))
  }

  #nextFault(): EntraFault | undefined {
    const [fault] = this.faults
    if (fault === undefined) return undefined
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) this.faults.shift()
    return fault
  }

  /** What a token request is entitled to, or the error. */
  #grant(form: URLSearchParams): Grant | string {
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const grant = this.#codes.get(form.get('code') ?? '')
        this.#codes.delete(form.get('code') ?? '')
        const isProven = checkCodeVerifier(grant?.challenge, form.get('code_verifier'))
        return grant === undefined || !isProven ? 'invalid_grant' : grant
      }
      case 'refresh_token': {
        return this.#refreshTokens.get(form.get('refresh_token') ?? '') ?? 'invalid_grant'
      }
      case 'device_code': {
        const device = this.#devices.get(form.get('device_code') ?? '')
        if (device === undefined) return 'invalid_grant'
        return device.state === 'pending' ? 'authorization_pending' : { account: 'user' }
      }
      case 'client_credentials': {
        const isApp = form.get('client_id') === directory.app.id
        const assertion = form.get('client_assertion')
        const isProven =
          assertion === null
            ? form.get('client_secret') === directory.app.secret
            : checkClientAssertion(assertion, this.appCertificate, directory.app.id)
        return isApp && isProven ? { account: 'app' } : 'invalid_client'
      }
      default:
        return 'unsupported_grant_type'
    }
  }

  #tokens(grant: Grant, scope: string): object {
    const resource = scope.replace(/\/+\.default$/, '')
    const base = {
      token_type: 'Bearer',
      scope,
      expires_in: this.lifetime,
      access_token: this.accessToken(resource, grant.account),
    }
    if (grant.account === 'app') return base
    const refreshToken = `REFRESH-CANARY-${randomUUID()}`
    this.#refreshTokens.set(refreshToken, grant)
    const { oid, name } = directory.user
    return {
      ...base,
      refresh_token: refreshToken,
      client_info: encode({ uid: oid, utid: directory.tenant }),
      id_token: this.#signed({
        iss: `https://login.microsoftonline.com/${directory.tenant}/v2.0`,
        aud: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
        sub: 'subject',
        oid,
        tid: directory.tenant,
        preferred_username: name,
        exp: Math.floor(Date.now() / 1000) + 3600,
      }),
    }
  }

  #signed(claims: object): string {
    const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: this.#keyId })}.${encode(claims)}`
    return `${content}.${sign('sha256', Buffer.from(content), this.#signing.privateKey).toString('base64url')}`
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function configuration(origin: string, tenant: string): object {
  const base = `${origin}/${tenant}`
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
