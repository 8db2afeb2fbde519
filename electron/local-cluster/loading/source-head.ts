import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { KustoError } from '../kusto-error'
import type { LocalSource } from './local-source'

/** The bytes of a source, unpacked, in pieces. */
export async function* unpackedChunks(source: LocalSource): AsyncGenerator<Buffer> {
  const file = createReadStream(source.path, { highWaterMark: 262_144 })
  const stream = source.compression === 'gzip' ? file.pipe(createGunzip()) : file
  try {
    // pipe does not pass on a failure of the file itself.
    file.once('error', (error) => stream.destroy(error))
    yield* stream as AsyncIterable<Buffer>
  } catch (cause) {
    throw new KustoError('BadRequest_InvalidArchive', 'The blob is packed and cannot be unpacked.', { cause })
  } finally {
    file.destroy()
  }
}

/**
 * Reads the beginning of a source as UTF-8 until `read` returns something, or the source ends (`isWhole`). A
 * byte order mark is left out.
 *
 * @throws KustoError `BadRequest_InvalidArchive` when it is packed and broken, `BadRequest_InvalidBlob` when it
 * begins as UTF-16 does.
 */
export async function readHead<T>(
  source: LocalSource,
  read: (text: string, isWhole: boolean) => T | undefined,
): Promise<T | undefined> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  for await (const chunk of unpackedChunks(source)) {
    if (
      text === '' &&
      chunk.length > 1 &&
      (chunk.readUInt16BE(0) === 0xfffe || chunk.readUInt16BE(0) === 0xfeff)
    ) {
      throw new KustoError('BadRequest_InvalidBlob', 'The blob is UTF-16; text has to be UTF-8.')
    }
    text += decoder.decode(chunk, { stream: true })
    const result = read(text, false)
    if (result !== undefined) return result
  }
  return read(text + decoder.decode(), true)
}
