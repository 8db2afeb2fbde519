import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { spanChunks, type FileSpan } from '../file-spans'
import { KustoError } from '../kusto-error'
import type { LocalSource } from './local-source'

/** Largest source, unpacked, in bytes (documents: ingestion size limit). */
export const maximumUnpackedBytes = 6 * 1_073_741_824

/**
 * The bytes of a source, unpacked, in pieces.
 *
 * @throws KustoError `BadRequest_InvalidArchive` when it is packed and ends too early or its checksum is wrong,
 * `BadRequest_FileTooLarge` when it is larger than {@link maximumUnpackedBytes} then.
 */
export async function* unpackedChunks(source: LocalSource): AsyncGenerator<Buffer> {
  const spans = source.spans ?? [{ path: source.path, offset: 0, count: source.sizeBytes }]
  if (source.compression === 'none') {
    yield* copiedChunks(spans)
    return
  }
  const packed = Readable.from(copiedChunks(spans))
  const unpacked = packed.pipe(createGunzip({ chunkSize: 262_144 }))
  try {
    // pipe does not pass on a failure of the file itself.
    packed.once('error', (error) => unpacked.destroy(error))
    let size = 0
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maximumUnpackedBytes)
        throw new KustoError('BadRequest_FileTooLarge', 'The blob is larger than 6 GB when unpacked.')
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof KustoError) throw cause
    throw new KustoError('BadRequest_InvalidArchive', 'The blob is packed and cannot be unpacked.', { cause })
  } finally {
    packed.destroy()
  }
}

/** Pieces that stay as they are when the next is read. */
async function* copiedChunks(spans: readonly FileSpan[]): AsyncGenerator<Buffer> {
  for await (const chunk of spanChunks(spans)) yield Buffer.from(chunk)
}

/**
 * Makes sure that a packed source is whole, which DuckDB does not: it takes gzip that was cut for a whole file. One
 * that ends with the size that its sender stated (RFC 1952, ISIZE) is; any other is unpacked to its end.
 *
 * @throws KustoError as {@link unpackedChunks}.
 */
export async function checkPacking(source: LocalSource): Promise<void> {
  if (source.compression === 'none' || (await endsWithStatedSize(source))) return
  const chunks = unpackedChunks(source)
  while ((await chunks.next()).done !== true);
}

async function endsWithStatedSize({ path, sizeBytes, statedRawBytes }: LocalSource): Promise<boolean> {
  if (statedRawBytes === undefined || statedRawBytes === 0 || sizeBytes < 18) return false
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, sizeBytes - 4)
    return buffer.readUInt32LE(0) === statedRawBytes % 0x1_0000_0000
  } finally {
    await file.close()
  }
}

/** @throws KustoError `BadRequest_InvalidBlob` when bytes begin as UTF-16 does. */
export function refuseUtf16(start: Buffer): void {
  if (start.length > 1 && [0xfffe, 0xfeff].includes(start.readUInt16BE(0)))
    throw new KustoError('BadRequest_InvalidBlob', 'The blob is UTF-16; text has to be UTF-8.')
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
    if (text === '') refuseUtf16(chunk)
    text += decoder.decode(chunk, { stream: true })
    const result = read(text, false)
    if (result !== undefined) return result
  }
  return read(text + decoder.decode(), true)
}
