import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Compression, DataFormat } from '../../domain/data-format'
import { countMultiJsonRecords } from '../../domain/json-text'
import { RecordScanner } from '../../domain/record-scanner'

/** Larger files are counted while they are uploaded. */
export const largestCounted = 8 * 1_048_576

/** Where unpacking a small file for its count ends; a larger one is counted while it is uploaded. */
const largestUnpacked = 256 * 1_048_576

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
  const scanner = new RecordScanner(format)
  let rawSizeBytes = 0
  const consume = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      rawSizeBytes += chunk.length
      if (rawSizeBytes > largestUnpacked) throw new RangeError('Too large to count')
      scanner.push(chunk)
    }
  }
  const file = createReadStream(path, { highWaterMark: 1_048_576 })
  const options = signal === undefined ? {} : { signal }
  try {
    if (compression === 'gzip') await pipeline(file, createGunzip({ chunkSize: 262_144 }), consume, options)
    else await pipeline(file, consume, options)
  } catch (error) {
    if (signal?.aborted === true) throw error
    // Not counting is no failure: the upload meets the same trouble and reports it with its place.
    return null
  }
  return { records: scanner.finish().records, rawSizeBytes }
}
