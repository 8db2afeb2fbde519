import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { KustoError } from '../answers/kusto-error'
import { toErrorResponse } from './error-response'

/** The status for each error code of Node's HTTP parser; 400 for others. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Answers what cannot be read as an HTTP request, in the service's envelope, and closes the connection. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex, now: number): void {
  const status = statuses[error.code ?? ''] ?? 400
  closeWith(socket, new KustoError('General_BadRequest', `${messageOf(status)}.`, { status }), now)
}

/** Refuses CONNECT, which would turn the connection into something other than HTTP. */
export function refuseConnect(socket: Duplex, now: number): void {
  const message = 'The local cluster is not a proxy.'
  closeWith(socket, new KustoError('General_BadRequest', message, { status: 405 }), now)
}

function messageOf(status: number): string {
  if (status === 431) return 'The request’s headers are too large'
  return status === 408 ? 'The request did not arrive in time' : 'The request is not HTTP'
}

function closeWith(socket: Duplex, error: KustoError, now: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { status, body } = toErrorResponse(error, { requestId: `local.${randomUUID()}`, now })
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}
