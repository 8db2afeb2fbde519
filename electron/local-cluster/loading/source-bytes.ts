import { Readable } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { unpacksTooFar } from '../../domain/unpacking-limits'
import { spanChunks, type FileSpan } from '../storage/file-spans'
import { KustoError } from '../answers/kusto-error'
import type { LocalSource } from './local-source'

/** Bytes unpacked at a time, and pieces that may wait for the reader. */
const unpackedPiece = 262_144

/**
 * A source's uncompressed bytes, in pieces. Each stays valid until the next but one is requested.
 *
 * @throws KustoError `BadRequest_InvalidArchive` if it is compressed and ends too early, has a wrong checksum or
 * something else after its last member; `BadRequest_FileTooLarge` if it unpacks to more than 6 GB, or a hundred times its size.
 */
export async function* sourceBytes(source: LocalSource): AsyncGenerator<Buffer> {
  const spans = source.spans ?? [{ path: source.path, offset: 0, count: source.sizeBytes }]
  if (source.compression === 'none') {
    yield* spanChunks(spans)
    return
  }
  const packed = Readable.from(copiedChunks(spans))
  const options = { chunkSize: unpackedPiece, readableHighWaterMark: 2 * unpackedPiece }
  const unpacked = packed.pipe(createGunzip(options))
  try {
    // pipe does not pass on errors of the file itself.
    packed.once('error', (error) => unpacked.destroy(error))
    let size = 0
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length
      if (unpacksTooFar(size, source.sizeBytes)) throw tooLarge()
      yield chunk
    }
    await refuseTail(unpacked, spans, source.sizeBytes)
  } catch (error) {
    throw unpackingError(error)
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

function tooLarge(): KustoError {
  const message = 'The blob unpacks to more than 100 times its size, or 6 GB. Send it unpacked.'
  return new KustoError('BadRequest_FileTooLarge', message)
}

/** Zlib needs pieces that stay valid when the next is read. */
async function* copiedChunks(spans: readonly FileSpan[]): AsyncGenerator<Buffer> {
  for await (const chunk of spanChunks(spans)) yield Buffer.from(chunk)
}

/** Anything after the last member may be a damaged member; zeros are padding from tapes and disks. */
async function refuseTail(unpacked: Gunzip, spans: readonly FileSpan[], size: number): Promise<void> {
  const end = unpacked.bytesWritten
  if (end >= size) return
  let at = 0
  for await (const chunk of spanChunks(spans)) {
    const tail = chunk.subarray(Math.max(0, end - at))
    at += chunk.length
    if (tail.some((byte) => byte !== 0)) {
      const message = `The blob has ${size - end} bytes after the end of its last gzip member (byte ${end}).`
      throw new KustoError('BadRequest_InvalidArchive', message)
    }
  }
}

function unpackingError(error: unknown): KustoError {
  if (error instanceof KustoError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = code === 'Z_BUF_ERROR' ? 'it ends too early' : 'it is damaged'
  const message = `The compressed blob cannot be unpacked: ${why}.`
  return new KustoError('BadRequest_InvalidArchive', message, { cause: error })
}
