import { get as httpGet, type IncomingMessage } from 'node:http'
import { get as httpsGet } from 'node:https'

/**
 * Requests a blob from storage, or a range of it, without a storage client: the URI is the user's, with whatever
 * permission it has. Does not follow redirects. The caller destroys a response that it does not read.
 *
 * @throws the system's error, with its `code`, if there is no response.
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
