import { get as httpGet, type IncomingMessage } from 'node:http'
import { get as httpsGet } from 'node:https'

/**
 * Asks storage for a blob, or a range of it, without a storage client: the URI is the user's own, with whatever
 * permission is in it. Redirects are not followed; the caller destroys an answer that it does not read.
 *
 * @throws Error of the system, with its `code`, when there is no answer.
 */
export function askStorage(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const get = url.protocol === 'http:' ? httpGet : httpsGet
  return new Promise((resolve, reject) => {
    const options = { headers: { ...headers, 'accept-encoding': 'identity' }, signal, agent: false } as const
    get(url, options, resolve).on('error', reject)
  })
}
