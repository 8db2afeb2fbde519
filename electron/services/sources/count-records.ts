import type { Readable } from 'node:stream'
import type { Compression, DataFormat } from '../../domain/data-format'
import { expectedRecords } from '../../domain/source-treatment'
import { canceled } from '../deadline'
import { readOrcRows } from './counting/orc-footer'
import { readParquetFooter } from './counting/parquet-footer'
import { endOfContent, withFile, type RandomAccess } from './counting/random-access'
import { recordCounter } from './counting/counter-for-format'
import { unpackedContents, unpackGzip } from './unpacked-content'

/** How to read a source's content. */
interface CountedContent {
  readonly format: DataFormat
  readonly compression: Compression
  /** Whether the first record of the file, or of each file in an archive, is a header to leave out. */
  readonly ignoreFirstRecord?: boolean
  /** Picks files in an archive by name; all that are data if left out. */
  readonly zipPattern?: string | undefined
}

/**
 * Counts the records of a whole file, including a header. Text, JSON and archives are read once through a few buffers;
 * of Avro, Parquet and ORC only the parts with the numbers are read.
 *
 * @returns Null if the file is damaged or cannot be read here, for example because it is encrypted. The service then
 *   says what is wrong with it.
 * @throws StudioError `Canceled`.
 */
export async function countWholeFile(
  path: string,
  content: CountedContent,
  signal?: AbortSignal,
): Promise<number | null> {
  const { format, compression, ignoreFirstRecord = false, zipPattern } = content
  try {
    if (compression === 'none') {
      const seen = await withFile(path, (file) => countByPlaces(file, format, signal))
      if (seen !== 'text') return seen
    }
    let sum = 0
    for await (const { bytes } of unpackedContents(path, compression, { signal, zipPattern })) {
      const records = await countContent(bytes, format)
      if (records === null) return null
      sum += expectedRecords(records, { format, ignoreFirstRecord }) ?? 0
    }
    return sum
  } catch (error) {
    if (signal?.aborted === true) throw canceled('Counting the records')
    // Not being able to count is no failure: the upload runs into the same trouble and reports where it is.
    if (error instanceof Error) return null
    throw error
  }
}

/**
 * Like {@link countWholeFile}, for a stream.
 *
 * @throws Error if the stream fails or its gzip is damaged.
 */
export async function countStream(
  stream: Readable,
  { format, compression }: { readonly format: DataFormat; readonly compression: Exclude<Compression, 'zip'> },
): Promise<number | null> {
  return await countContent(compression === 'gzip' ? unpackGzip(stream) : stream, format)
}

/** Counts the records in all the bytes of a file, including a header; null as in {@link countWholeFile}. */
export function countRecords(bytes: Uint8Array, format: DataFormat): number | null {
  const counter = recordCounter(format)
  counter?.push(bytes)
  return counter?.finish() ?? null
}

/** Counts rows from a footer; null if the footer cannot be read. */
export async function countByFooter(file: RandomAccess, format: 'parquet' | 'orc'): Promise<number | null> {
  return format === 'orc' ? await readOrcRows(file) : ((await readParquetFooter(file))?.rows ?? null)
}

/** How much of an Avro file to read at once: about a block. */
const placeBytes = 65_536

/** Counts without reading the whole file; “text” if the format does not allow that. */
async function countByPlaces(
  file: RandomAccess,
  format: DataFormat,
  signal?: AbortSignal,
): Promise<number | null | 'text'> {
  if (format === 'parquet' || format === 'orc') return await countByFooter(file, format)
  const counter = recordCounter(format)
  if (counter?.passOver === undefined) return 'text'
  const buffer = Buffer.allocUnsafe(placeBytes)
  for (let position = 0; position < file.sizeBytes;) {
    signal?.throwIfAborted()
    const read = await file.read(buffer, position)
    if (read === 0) return null
    counter.push(buffer.subarray(0, read))
    position += read
    position += counter.passOver(Math.max(file.sizeBytes - position, 0))
  }
  return counter.finish()
}

async function countContent(bytes: AsyncIterable<Buffer>, format: DataFormat): Promise<number | null> {
  if (format === 'parquet' || format === 'orc') return await countByEnd(bytes, format)
  const counter = recordCounter(format)
  if (counter === null) return null
  for await (const piece of bytes) counter.push(piece)
  return counter.finish()
}

/** How much of the end of a packed Parquet or ORC file to keep, to find its footer in. */
const keptEnd = 16 * 1_048_576

async function countByEnd(bytes: AsyncIterable<Buffer>, format: 'parquet' | 'orc'): Promise<number | null> {
  const kept: Buffer[] = []
  let keptBytes = 0
  let sizeBytes = 0
  for await (const piece of bytes) {
    kept.push(piece)
    keptBytes += piece.length
    sizeBytes += piece.length
    while (keptBytes - (kept[0]?.length ?? 0) >= keptEnd) keptBytes -= kept.shift()?.length ?? 0
  }
  return await countByFooter(endOfContent(Buffer.concat(kept), sizeBytes), format)
}
