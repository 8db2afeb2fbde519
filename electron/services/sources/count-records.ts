import type { Readable } from 'node:stream'
import type { Compression, DataFormat } from '../../domain/data-format'
import { expectedRecords } from '../../domain/source-treatment'
import { canceled } from '../deadline'
import { readOrcRows } from './counting/orc-footer'
import { readParquetFooter } from './counting/parquet-footer'
import { endOfContent, withFile, type RandomAccess } from './counting/random-access'
import { recordCounter } from './counting/counter-for-format'
import { unpackedContents, unpackGzip } from './unpacked-content'

/** How the content of a source is read. */
export interface CountedContent {
  readonly format: DataFormat
  readonly compression: Compression
  /** Leaves the first record of the file out, or of each file of an archive: it is a header. */
  readonly ignoreFirstRecord?: boolean
  /** Picks files in an archive by name; all that are data if left out. */
  readonly zipPattern?: string | undefined
}

/**
 * Counts the records of a whole file, a header included. Text, JSON and archives are read once, with a few
 * buffers in memory; of Avro, Parquet and ORC only what holds the numbers is read.
 *
 * @returns Null when the file is damaged, or has something that cannot be read here, such as encryption: the
 *   service then says what is wrong with it.
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
    // Not counting is no failure: the upload meets the same trouble and reports it with its place.
    if (error instanceof Error) return null
    throw error
  }
}

/**
 * As {@link countWholeFile}, of a content that comes as a stream.
 *
 * @throws Error when the stream fails, or its gzip is damaged.
 */
export async function countStream(
  stream: Readable,
  { format, compression }: { readonly format: DataFormat; readonly compression: Exclude<Compression, 'zip'> },
): Promise<number | null> {
  return await countContent(compression === 'gzip' ? unpackGzip(stream) : stream, format)
}

/** Counts the records of bytes that are all of a file, a header included; null as {@link countWholeFile}. */
export function countRecords(bytes: Uint8Array, format: DataFormat): number | null {
  const counter = recordCounter(format)
  counter?.push(bytes)
  return counter?.finish() ?? null
}

/** Counts rows by a footer; null where there is none that can be read. */
export async function countByFooter(file: RandomAccess, format: 'parquet' | 'orc'): Promise<number | null> {
  return format === 'orc' ? await readOrcRows(file) : ((await readParquetFooter(file))?.rows ?? null)
}

/** Bytes that are read of an Avro file at a time: about the size of a block. */
const placeBytes = 65_536

/** Counts without reading all of a file; “text” where that is not possible. */
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

/** So much of the end of a packed Parquet or ORC file is kept; its footer is in there. */
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
