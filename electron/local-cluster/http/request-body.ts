import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { KustoError } from '../answers/kusto-error'

/** Longest body of a query or command, uncompressed. The service's own text limit is far lower. */
const maximumBytes = 16 * 1_048_576

/**
 * Reads a request body, unpacking gzip. Whatever is wrong with the body, the request itself can still be answered.
 *
 * @throws KustoError if it is too large (413), compressed in an unknown way (415), damaged or truncated (400).
 */
export async function readBody(request: IncomingMessage, limit = maximumBytes): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'gzip') return readPacked(request, limit)
  if (encoding !== 'identity') {
    throw new KustoError('General_BadRequest', `Content-Encoding '${encoding}' is not supported.`, {
      status: 415,
    })
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  // Leaving the loop must not destroy the request: its socket, and so the answer, would go with it.
  return collect(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, limit)
}

async function readPacked(request: IncomingMessage, limit: number): Promise<Buffer> {
  const gunzip = createGunzip()
  // If the client goes away midway, `pipe` alone would leave the unpacker waiting forever, holding its memory.
  const stopWatching = finished(request, { writable: false }, (error) => {
    if (error) gunzip.destroy(error)
  })
  try {
    return await collect(request.pipe(gunzip), limit)
  } finally {
    stopWatching()
    request.unpipe(gunzip)
    gunzip.destroy()
  }
}

async function collect(stream: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof KustoError) throw error
    throw new KustoError('General_BadRequest', 'The request’s body is damaged or incomplete.', {
      cause: error,
    })
  }
  return Buffer.concat(chunks)
}

function tooLarge(limit: number): KustoError {
  return new KustoError(
    'General_BadRequest',
    `The request’s body is larger than ${limit} bytes. Send it in smaller parts.`,
    { status: 413 },
  )
}

/**
 * Parses a JSON body, with or without a byte order mark.
 *
 * @throws KustoError `General_BadRequest` if it is not JSON in UTF-8.
 */
export function parseJsonBody(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new KustoError('General_BadRequest', 'The request’s body is not JSON in UTF-8.', { cause })
  }
}
