import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import { KustoError } from '../kusto-error'

/** Longest body of a query or command, unpacked: the service's own limit for text is far lower. */
const maximumBytes = 16 * 1_048_576

/**
 * Reads a request's body, unpacking gzip.
 *
 * @throws KustoError when it is too large, packed in an unknown way, or cut.
 */
export async function readBody(request: IncomingMessage, limit = maximumBytes): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new KustoError('General_BadRequest', `Content-Encoding '${encoding}' is not supported.`, {
      status: 415,
    })
  }
  const stream = encoding === 'gzip' ? request.pipe(createGunzip()) : request
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) {
        throw new KustoError('General_BadRequest', `The request's body is larger than ${limit} bytes.`, {
          status: 413,
        })
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof KustoError) throw error
    throw new KustoError('General_BadRequest', 'The request body could not be read.', { cause: error })
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a body's text.
 *
 * @throws KustoError `General_BadRequest` when it is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KustoError('General_BadRequest', 'The request’s body is not JSON.', { cause })
  }
}
