import type { IncomingMessage } from 'node:http'

/** The port that clients omit from an http address (RFC 9110, section 4.2.1). */
const standardPort = 80

/**
 * Why to refuse a request before anything else, or undefined. A web page can reach a loopback port directly (it
 * then sends its Origin), or under a host name that it made resolve here (then Host is that name). Images and links
 * carry no Origin, but browsers say in Sec-Fetch-Site that another site asks (W3C Fetch Metadata). None of these is let
 * in, and no CORS header is ever sent.
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
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'Requests from web pages are not accepted.'
  }
  return undefined
}
