import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gzip } from 'node:zlib'

/** A body in parts, which are made as they are sent. */
export type BodyParts = Iterable<string | Buffer>

/** A JSON response. */
export interface RouteReply {
  readonly status: number
  readonly body: string | BodyParts
  readonly headers?: Readonly<Record<string, string>>
  /** Called once the response was sent, or its client is gone. */
  readonly release?: () => void
}

const compress = promisify(gzip)

/** Bodies up to this size are sent in one piece; longer ones in pieces of about this size, as the client takes them. */
const pieceBytes = 65_536

/** How long a client may read nothing of a response before it counts as gone, in milliseconds. */
const longestStallMs = 4 * 60_000

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
  const pieces = piecesOf(typeof reply.body === 'string' ? [reply.body] : reply.body)
  const first = pieces.next().value ?? Buffer.alloc(0)
  const second = pieces.next().value
  response.statusCode = reply.status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('x-ms-client-request-id', ids.requestId.replace(/[^\x20-\x7e]/g, '?'))
  response.setHeader('x-ms-activity-id', ids.activityId)
  response.setHeader('Cache-Control', 'no-store')
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
  response.setTimeout(longestStallMs, () => response.destroy())
  const isPacked =
    first.length >= smallestPackedBytes && /\bgzip\b/i.test(String(incoming.headers['accept-encoding'] ?? ''))
  if (isPacked) response.setHeader('Content-Encoding', 'gzip')
  // Otherwise the unread body would be taken for the next request.
  if (!incoming.complete) response.setHeader('Connection', 'close')
  if (second !== undefined) {
    await sendPieces(response, chain([first, second], pieces), isPacked)
    await discardRest(incoming)
    return
  }
  const body = isPacked ? await compress(first, { level: 1 }) : first
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

/** Sends pieces no faster than the client reads them. */
async function sendPieces(
  response: ServerResponse,
  pieces: Iterable<Buffer>,
  isPacked: boolean,
): Promise<void> {
  const source = Readable.from(pieces, { highWaterMark: 1 })
  if (isPacked) await pipeline(source, createGzip({ level: 1 }), response)
  else await pipeline(source, response)
}

function* chain(first: Iterable<Buffer>, rest: Iterable<Buffer>): Generator<Buffer, undefined> {
  yield* first
  yield* rest
}

/** Joins small parts. */
function* piecesOf(parts: BodyParts): Generator<Buffer, undefined> {
  let open: Buffer[] = []
  let bytes = 0
  for (const part of parts) {
    const buffer = typeof part === 'string' ? Buffer.from(part) : part
    open.push(buffer)
    bytes += buffer.length
    if (bytes < pieceBytes) continue
    yield Buffer.concat(open)
    open = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(open)
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
