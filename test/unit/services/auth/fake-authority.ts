import { request } from 'node:http'
import type { SharedCredentialOptions } from '../../../../electron/services/auth/credentials'

type HttpClient = NonNullable<SharedCredentialOptions['httpClient']>
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Plays Microsoft Entra's token endpoint behind the real credential and MSAL. */
export class FakeAuthority {
  readonly tokenRequests: URLSearchParams[] = []
  refuses = false
  isDown = false

  readonly httpClient: HttpClient = {
    sendRequest: (message) =>
      this.isDown
        ? Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND login'), { code: 'ENOTFOUND' }))
        : Promise.resolve(this.#answer(message)),
  }

  #answer(message: Parameters<HttpClient['sendRequest']>[0]): PipelineResponse {
    const url = new URL(message.url)
    const respond = (status: number, body: object): PipelineResponse => ({
      request: message,
      status,
      headers: message.headers,
      bodyAsText: JSON.stringify(body),
    })
    if (!url.pathname.endsWith('/oauth2/v2.0/token')) return respond(404, { error: 'not_found' })
    const form = new URLSearchParams(typeof message.body === 'string' ? message.body : '')
    this.tokenRequests.push(form)
    if (this.refuses) return respond(400, { error: 'invalid_grant', error_description: 'revoked' })
    const scope = (form.get('scope') ?? '').split(' ').find((part) => part.startsWith('https://')) ?? ''
    return respond(200, {
      token_type: 'Bearer',
      scope,
      expires_in: 3600,
      access_token: `TOKEN-FOR-${scope}`,
      refresh_token: 'REFRESH-CANARY',
      id_token: `${encode({ alg: 'none' })}.${encode({ oid: 'oid', tid: 'tid', preferred_username: 'ada@contoso.com', sub: 's', iss: 'https://login.microsoftonline.com/tid/v2.0', aud: 'app', exp: 4_000_000_000 })}.x`,
      client_info: encode({ uid: 'oid', utid: 'tid' }),
    })
  }
}

/** Answers a sign-in page as a browser would after the user has signed in. */
export function finishSignIn(url: string): Promise<void> {
  return answer(url, { code: 'the-code', client_info: encode({ uid: 'oid', utid: 'tid' }) })
}

/** Answers as a browser would after the user has refused. */
export function refuseSignIn(url: string): Promise<void> {
  return answer(url, { error: 'access_denied', error_description: 'the user said no' })
}

function answer(url: string, values: Record<string, string>): Promise<void> {
  const parameters = new URL(url).searchParams
  const redirect = new URL(parameters.get('redirect_uri') ?? '')
  const body = new URLSearchParams({ ...values, state: parameters.get('state') ?? '' }).toString()
  return new Promise((resolve, reject) => {
    const post = request(
      {
        host: '127.0.0.1',
        port: redirect.port,
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      (response) => {
        response.resume()
        response.on('end', resolve)
      },
    )
    post.on('error', reject)
    post.end(body)
  })
}
