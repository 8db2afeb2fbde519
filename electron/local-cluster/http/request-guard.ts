import type { IncomingMessage } from 'node:http'

/** The port that clients leave out of an address over http (RFC 9110, section 4.2.1). */
const standardPort = 80

/**
 * Why a request is refused before anything else is looked at, or undefined. A page in a browser can reach a
 * loopback port, directly (it then sends its Origin) or under a name that it made point here (then the Host
 * is that name): neither is let in, and no CORS header is ever sent.
 */
export function refusal(request: IncomingMessage, port: number): string | undefined {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const allowed = [...names.map((name) => `${name}:${port}`), ...(port === standardPort ? names : [])]
  const host = request.headers.host?.toLowerCase()
  if (host === undefined || !allowed.includes(host)) {
    return 'The Host header does not name this machine.'
  }
  const origin = request.headers.origin?.toLowerCase()
  if (origin !== undefined && !allowed.some((own) => origin === `http://${own}`)) {
    return 'Requests from web pages are not accepted.'
  }
  return undefined
}
