import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { toErrorResponse, toKustoError } from './error-response'
import { refusal } from './request-guard'

/** One request as a route sees it. */
export interface RouteRequest {
  readonly method: string
  /** Path without the query, percent-decoded by segments by the route that needs it. */
  readonly path: string
  readonly query: URLSearchParams
  readonly requestId: string
  readonly incoming: IncomingMessage
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal
}

/** JSON text that answers a request. */
export interface RouteReply {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The cluster's HTTP server on loopback. */
export interface HttpServer {
  readonly port: number
  close(): Promise<void>
}

const compress = promisify(gzip)

/** How long the rest of a body that nobody reads may take, in milliseconds. */
const drainMs = 1000

/** Smaller answers are not worth packing. */
const smallestPackedBytes = 1400

/**
 * Listens on 127.0.0.1 only.
 *
 * @throws Error (`EADDRINUSE`) when the port is taken.
 */
export async function startHttpServer(options: {
  readonly port: number
  readonly handle: (request: RouteRequest) => Promise<RouteReply>
  readonly log: (line: string) => void
  readonly now: () => number
}): Promise<HttpServer> {
  let port = options.port
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  // Clients keep connections between a row-count poll and the next.
  server.keepAliveTimeout = 65_000

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = headerText(incoming.headers['x-ms-client-request-id']) ?? `local.${randomUUID()}`
    const activityId = randomUUID()
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    try {
      const refused = refusal(incoming, port)
      const reply =
        refused === undefined
          ? await route(incoming, requestId, gone.signal)
          : { status: 403, body: JSON.stringify({ error: { code: 'Forbidden', message: refused } }) }
      await drain(incoming)
      await send(incoming, response, reply, { requestId, activityId })
    } catch (error) {
      // Only writing the answer can fail here: the client has gone.
      options.log(
        `request ${requestId}: not answered (${error instanceof Error ? error.message : 'unknown'})`,
      )
      response.destroy()
    }
  }

  const route = async (
    incoming: IncomingMessage,
    requestId: string,
    signal: AbortSignal,
  ): Promise<RouteReply> => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    try {
      return await options.handle({
        method: incoming.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        requestId,
        incoming,
        signal,
      })
    } catch (error) {
      const kusto = toKustoError(error)
      if (kusto.status >= 500) {
        const cause =
          kusto.cause instanceof Error ? (kusto.cause.stack ?? kusto.cause.message) : kusto.message
        options.log(`request ${requestId}: ${kusto.code}: ${cause}`)
      }
      return toErrorResponse(kusto, { requestId, now: options.now() })
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  port = (server.address() as AddressInfo).port
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Lets a refused body come to its end: a client that is cut off while it sends does not read why. */
async function drain(incoming: IncomingMessage): Promise<void> {
  if (incoming.complete || incoming.destroyed) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, drainMs)
    incoming.once('end', done).once('error', done).once('close', done)
    incoming.resume()
  })
}

async function send(
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
  const accepts = headerText(incoming.headers['accept-encoding']) ?? ''
  if (body.length >= smallestPackedBytes && /\bgzip\b/i.test(accepts)) {
    body = await compress(body, { level: 1 })
    response.setHeader('Content-Encoding', 'gzip')
  }
  // A body that was not read (too large, refused) would otherwise be taken for the next request.
  if (!incoming.complete) response.setHeader('Connection', 'close')
  response.setHeader('Content-Length', body.length)
  await new Promise<void>((resolve, reject) => {
    response.once('error', reject)
    // Also when the client hangs up before the end.
    response.once('close', resolve)
    response.end(body)
  })
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
