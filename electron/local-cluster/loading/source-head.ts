import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { KustoError } from '../kusto-error'
import type { LocalSource } from './loaded-source'

/**
 * Reads the beginning of a source, unpacked, until `enough` says so or the source ends. UTF-8; a byte order
 * mark is left out.
 *
 * @throws KustoError `BadRequest_InvalidArchive` when it is packed and broken.
 */
export async function readHead(
  source: LocalSource,
  enough: (text: string) => boolean,
): Promise<{ readonly text: string; readonly complete: boolean }> {
  const file = createReadStream(source.path)
  const stream = source.compression === 'gzip' ? file.pipe(createGunzip()) : file
  const decoder = new TextDecoder('utf-8')
  let text = ''
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      text += decoder.decode(chunk, { stream: true })
      if (enough(text)) return { text, complete: false }
    }
    return { text: text + decoder.decode(), complete: true }
  } catch (cause) {
    throw new KustoError('BadRequest_InvalidArchive', 'The blob is packed and cannot be unpacked.', { cause })
  } finally {
    file.destroy()
  }
}
