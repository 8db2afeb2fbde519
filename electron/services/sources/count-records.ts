import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Compression, DataFormat } from '../../domain/data-format'
import { countMultiJsonRecords } from '../../domain/json-text'
import { RecordScanner } from '../../domain/record-scanner'

/** Larger files are counted while they are uploaded. */
export const largestCounted = 8 * 1_048_576

/** Where reading for a count ends, in bytes when unpacked. */
export const largestUnpacked = 256 * 1_048_576

export interface CountedFile {
  /** All records, a header included; null where the format has none that can be counted. */
  readonly records: number | null
  readonly rawSizeBytes: number
}

/** Counts the records of bytes that are all of a file. */
export function countRecords(bytes: Uint8Array, format: DataFormat): number | null {
  if (format === 'multijson') return countMultiJsonRecords(Buffer.from(bytes).toString('utf8')) ?? null
  if (!RecordScanner.canScan(format)) return null
  const scanner = new RecordScanner(format)
  scanner.push(bytes)
  return scanner.finish().records
}

/**
 * Reads a small file to its end and counts its records, unpacking gzip on the way; null when it unpacks to
 * more than 256 MB or cannot be unpacked.
 */
export async function countFile(
  path: string,
  format: DataFormat,
  compression: Exclude<Compression, 'zip'>,
  signal?: AbortSignal,
): Promise<CountedFile | null> {
  if (!RecordScanner.canScan(format)) return null
  const file = createReadStream(path, { highWaterMark: 1_048_576 })
  const scanner = new RecordScanner(format)
  try {
    const rawSizeBytes = await scanStream(file, scanner, compression === 'gzip', signal)
    return { records: scanner.finish().records, rawSizeBytes }
  } catch (error) {
    if (signal?.aborted === true) throw error
    // Not counting is no failure: the upload meets the same trouble and reports it with its place.
    return null
  }
}

/**
 * Brings a scanner through a stream, unpacking gzip on the way.
 *
 * @returns Uncompressed bytes.
 * @throws RangeError above 256 MB; whatever the stream or the unpacking fails with.
 */
export async function scanStream(
  stream: Readable,
  scanner: RecordScanner,
  isPacked: boolean,
  signal?: AbortSignal,
): Promise<number> {
  let rawBytes = 0
  const consume = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      rawBytes += chunk.length
      if (rawBytes > largestUnpacked) throw new RangeError('Too large to count')
      scanner.push(chunk)
    }
  }
  const options = signal === undefined ? {} : { signal }
  if (isPacked) await pipeline(stream, createGunzip({ chunkSize: 262_144 }), consume, options)
  else await pipeline(stream, consume, options)
  return rawBytes
}
