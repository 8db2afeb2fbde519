import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A JSON response. */
export interface RouteReply {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const compress = promisify(gzip)

/** Smaller responses are not worth compressing. */
const smallestPackedBytes = 1400

/** Limits for discarding the rest of an unwanted body: in all, and for a pause, in milliseconds. */
const rest = { longestMs: 60_000, longestPauseMs: 2000 }

/**
 * Writes a response. If the request's body was not read to its end (too large, refused), the response goes out at
 * once and the rest of the body is discarded as it arrives: a client that is cut off while sending never reads why.
 */
export async function sendReply(
  incoming: IncomingMessage,
  response: ServerResponse,
  reply: RouteReply,
  ids: { readonly requestId: string; readonly activityId: string },
): Promise<void> {
  let body: Buffer = Buffer.from(reply.body)
  response.statusCode = reply.status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('x-ms-client-request-id', ids.requestId.replace(/[^\x20-\x7e]/g, '?'))
  response.setHeader('x-ms-activity-id', ids.activityId)
  response.setHeader('Cache-Control', 'no-store')
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
  const accepts = String(incoming.headers['accept-encoding'] ?? '')
  if (body.length >= smallestPackedBytes && /\bgzip\b/i.test(accepts)) {
    body = await compress(body, { level: 1 })
    response.setHeader('Content-Encoding', 'gzip')
  }
  // Otherwise the unread body would be taken for the next request.
  if (!incoming.complete) response.setHeader('Connection', 'close')
  response.setHeader('Content-Length', body.length)
  const ended = new Promise<void>((resolve, reject) => {
    response.once('error', reject)
    // Also fires if the client hangs up early.
    response.once('close', resolve)
  })
  if (!incoming.complete) {
    response.write(body)
    await discardRest(incoming)
    response.end()
  } else {
    response.end(body)
  }
  await ended
}

/** Reads and discards the rest of a body. */
async function discardRest(incoming: IncomingMessage): Promise<void> {
  if (incoming.complete || incoming.destroyed) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(longest)
      clearTimeout(pause)
      resolve()
    }
    const longest = setTimeout(done, rest.longestMs)
    const pause = setTimeout(done, rest.longestPauseMs)
    incoming.once('end', done).once('error', done).once('close', done)
    incoming.on('data', () => pause.refresh())
    incoming.resume()
  })
}
