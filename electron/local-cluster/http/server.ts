import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { redactText } from '../../domain/redact-text'
import { KustoError } from '../answers/kusto-error'
import { refuseBroken, refuseConnect } from './broken-request'
import { toErrorResponse, toKustoError } from './error-response'
import { refusal } from './request-guard'
import { sendReply, type RouteReply } from './send-reply'

/** One request as a route sees it. */
export interface RouteRequest {
  readonly method: string
  /** Path without the query, still percent-encoded: the route that needs its segments decodes them. */
  readonly path: string
  readonly query: URLSearchParams
  readonly requestId: string
  readonly incoming: IncomingMessage
  /** Aborted if the client hangs up. */
  readonly signal: AbortSignal
}

/** The cluster's HTTP server on loopback. */
interface HttpServer {
  readonly port: number
  close(): Promise<void>
}

/** How long a request may take to arrive, including its body, in milliseconds. */
const longestArrivalMs = 60_000

/**
 * Listens on 127.0.0.1 only. Everything that arrives is answered; failures come in the service's envelope.
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
  /** Connections with a response being written: nothing else may be written to them. */
  const answering = new WeakSet<Duplex>()
  // A request without a Host is refused along with those that name another machine.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    void answer(request, response)
  })
  // Long enough for clients to reuse a connection between row-count polls.
  server.keepAliveTimeout = 65_000
  server.requestTimeout = longestArrivalMs
  server.on('clientError', (error, socket) => {
    if (answering.has(socket)) socket.destroy()
    else refuseBroken(error, socket, options.now())
  })
  server.on('connect', (_request, socket) => refuseConnect(socket, options.now()))

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = headerText(incoming.headers['x-ms-client-request-id']) ?? `local.${randomUUID()}`
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const { socket } = incoming
    let release: RouteReply['release']
    try {
      const reply = await route(incoming, requestId, gone.signal)
      release = reply.release
      answering.add(socket)
      await sendReply(incoming, response, reply, { requestId, activityId: randomUUID() })
    } catch (error) {
      // Only writing the response can fail here: the client is gone.
      options.log(
        `request ${requestId}: not answered (${error instanceof Error ? error.message : 'unknown'})`,
      )
      response.destroy()
    } finally {
      answering.delete(socket)
      release?.()
    }
  }

  const route = async (
    incoming: IncomingMessage,
    requestId: string,
    signal: AbortSignal,
  ): Promise<RouteReply> => {
    try {
      const refused = refusal(incoming, port)
      if (refused !== undefined) throw forbidden(refused)
      return await options.handle({
        method: incoming.method ?? 'GET',
        ...targetOf(incoming.url ?? '/'),
        requestId,
        incoming,
        signal,
      })
    } catch (error) {
      const kusto = toKustoError(error)
      if (kusto.status >= 500) {
        const cause =
          kusto.cause instanceof Error ? (kusto.cause.stack ?? kusto.cause.message) : kusto.message
        options.log(`request ${requestId}: ${kusto.code}: ${redactText(cause)}`)
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

/** Path and query of a request target, which may be a whole address (RFC 9112, section 3.2) or anything else. */
function targetOf(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const [, path = '', query = ''] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(target) ?? []
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query) }
}

function forbidden(message: string): KustoError {
  return new KustoError('Forbidden', message, {
    status: 403,
    type: 'Kusto.Common.Svc.Exceptions.UnauthorizedAccessException',
  })
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
