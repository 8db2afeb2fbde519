import { isUtf8 } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import { byteOrderMarkLength } from '../domain/byte-order-mark'
import { needsConversion } from '../domain/conversion/reading-converter'
import type { Reading } from '../domain/schema/reading'
import { ChunkFiles, type ReadableChunk, type ReadingNotes } from './chunk'
import { ColumnSplitter } from './column-splitter'
import { delimitedChunks, placesIn, spansIn } from './delimited-chunks'
import type { Layout } from './layout'
import { countLineEnds } from './line-ends'
import type { OpenedSource } from './open-source'
import { parquetPieces } from './parquet-text'
import { delimiterOf } from './readers'

/** How much is read at a time, in bytes: to be split, by our own scanner, and of the file for the latter. */
const usualSizes = { split: 33_554_432, scanned: 8_388_608, piece: 1_048_576 }

/** So many groups of records does a split chunk have, so that DuckDB's threads share it. */
const groupsOfChunk = 8

/** Bytes in which lines are counted at once. */
const countedBytes = 1_048_576

/** With more fields than this, adding them up takes so long that splitting them saves nothing. */
const mostSplitFields = 64

const lineFeed = 0x0a

/** Delimited text in a file, as it is to be read. */
interface SplittableSource {
  readonly path: string
  readonly sizeBytes: number
  readonly reading: Reading
  readonly delimiter: string
  readonly fields: number
}

/** The source if its bytes can be split as they are in its file; undefined if they cannot. */
export function asSplittable(
  source: OpenedSource,
  reading: Reading,
  layout: Layout,
): SplittableSource | undefined {
  const { path, compression, packed } = source
  const delimiter = delimiterOf(reading)
  if (path === undefined || compression !== 'none' || needsConversion(reading)) return undefined
  // A single field may be an empty line.
  if (delimiter === undefined || layout.kind !== 'fields' || layout.names.length < 2) return undefined
  if (layout.names.length > mostSplitFields) return undefined
  return { path, sizeBytes: packed.sizeBytes, reading, delimiter, fields: layout.names.length }
}

interface Options {
  /** Path that the names of temporary files begin with. */
  readonly file: string
  readonly notes: ReadingNotes
  readonly signal: AbortSignal
  /** Fields that go to dynamic columns, by their numbers from 0. */
  readonly dynamics?: readonly number[]
  readonly sizes?: typeof usualSizes
}

/**
 * Reads delimited text to its end and has each chunk taken while the next is read. Bytes that leave nothing to interpret
 * are split into columns, which is several times faster than what others take: our own scanner brings those into the one
 * form that DuckDB reads.
 *
 * @throws what `take` throws.
 */
export async function takeSplit(
  source: SplittableSource,
  options: Options,
  take: (chunk: ReadableChunk) => Promise<void>,
): Promise<void> {
  const bytes = await open(source.path, 'r')
  const files = new ChunkFiles(options.file)
  const reader = new SplittingReader(source, { ...options, bytes, files, take })
  try {
    await reader.run()
  } finally {
    await reader.settled()
    await files.remove()
    await bytes.close()
  }
}

interface ReaderOptions extends Options {
  readonly bytes: FileHandle
  readonly files: ChunkFiles
  readonly take: (chunk: ReadableChunk) => Promise<void>
}

class SplittingReader {
  readonly #source: SplittableSource
  readonly #options: ReaderOptions
  readonly #lines: LineCounter
  readonly #splitter: ColumnSplitter
  readonly #buffers: Buffer[] = []
  readonly #sizes: typeof usualSizes
  /** Where the next chunk begins, and how many records come before it. */
  #offset = 0
  #records = 0
  #refusals = 0
  #taking: Promise<unknown> = Promise.resolve()

  constructor(source: SplittableSource, options: ReaderOptions) {
    this.#source = source
    this.#options = options
    this.#lines = new LineCounter(options.bytes)
    this.#sizes = options.sizes ?? usualSizes
    const { delimiter, fields } = source
    this.#splitter = new ColumnSplitter({ delimiter, fields, groupBytes: this.#sizes.split / groupsOfChunk })
  }

  async run(): Promise<void> {
    const { sizeBytes } = this.#source
    this.#offset = byteOrderMarkLength(await readAt(this.#options.bytes, Buffer.alloc(3), 0))
    // The first chunk may have a header.
    await this.#scan(1, this.#source.reading.ignoreFirstRecord)
    while (this.#offset < sizeBytes && this.#options.notes.defect === undefined) {
      await this.#split()
      // A source that was refused often will be refused again.
      if (this.#offset < sizeBytes) await this.#scan(2 ** this.#refusals++)
    }
  }

  /** Resolves when no chunk is being taken. */
  async settled(): Promise<void> {
    await this.#taking.catch(() => undefined)
  }

  /** Hands on split chunks, up to one that is refused. */
  async #split(): Promise<void> {
    for (let turn = 0; this.#offset < this.#source.sizeBytes; turn = 1 - turn) {
      this.#options.signal.throwIfAborted()
      const chunk = await this.#prepare(turn)
      await this.#taking
      if (chunk === undefined) return
      this.#offset = chunk.bytesRead
      this.#hand(chunk)
    }
    await this.#taking
  }

  #hand(chunk: ReadableChunk): void {
    const taking = this.#options.take(chunk)
    this.#taking = taking
    // Told where it is waited for.
    taking.catch(() => undefined)
  }

  /** The chunk that comes next, written where DuckDB can read it; undefined if it needs our own scanner. */
  async #prepare(turn: number): Promise<ReadableChunk | undefined> {
    const { sizeBytes, reading } = this.#source
    const { dynamics = [] } = this.#options
    const start = this.#offset
    const buffer = (this.#buffers[turn] ??= Buffer.allocUnsafeSlow(Math.min(this.#sizes.split, sizeBytes)))
    const read = await readAt(this.#options.bytes, buffer, start)
    // Where a file begins, DuckDB leaves out what may be a mark.
    if (byteOrderMarkLength(read) > 0) return undefined
    const columns = this.#splitter.split(read, start + read.length >= sizeBytes)
    if (columns === undefined) return undefined
    const bytes = read.subarray(0, columns.length)
    if (!isUtf8(bytes)) return undefined
    const documents = new Map(dynamics.map((field) => [field, this.#splitter.documents(field)]))
    const path = await this.#options.files.write(parquetPieces(columns))
    const firstRecord = this.#records
    this.#records += columns.records
    return {
      path,
      isSplit: true,
      documents,
      longestRecord: columns.longestRecord,
      bytesRead: start + bytes.length,
      places: async (numbers) => {
        const line = await this.#lines.at(start)
        const how = { format: reading.format, line, previous: 0, skipsFirst: false }
        return placesIn(bytes, spansIn(bytes, how, numbers), { firstRecord, startByte: start }, numbers)
      },
    }
  }

  /** Hands on so many chunks in the form that our own scanner gives them, fewer at the end. */
  async #scan(chunks: number, ignoreFirstRecord = false): Promise<void> {
    const { files, notes, signal } = this.#options
    const { delimiter, fields, reading } = this.#source
    // What came before may have ended between a carriage return and its line feed.
    const [next] = await readAt(this.#options.bytes, Buffer.alloc(1), this.#offset)
    const start = this.#offset + (next === lineFeed ? 1 : 0)
    const how = {
      format: reading.format,
      delimiter,
      ignoreFirstRecord,
      fields,
      chunkBytes: this.#sizes.scanned,
      isCut: false,
      before: { bytes: start, line: await this.#lines.at(start), records: this.#records },
    }
    let left = chunks
    for await (const chunk of delimitedChunks(this.#pieces(start), how, files, notes)) {
      signal.throwIfAborted()
      await this.#taking
      this.#offset = chunk.bytesRead
      this.#records += chunk.records
      this.#hand(chunk)
      left -= 1
      if (left === 0) break
    }
    await this.#taking
    if (left > 0) this.#offset = this.#source.sizeBytes
  }

  async *#pieces(from: number): AsyncIterable<Buffer> {
    for (let offset = from; ;) {
      this.#options.signal.throwIfAborted()
      const bytes = await readAt(this.#options.bytes, Buffer.allocUnsafeSlow(this.#sizes.piece), offset)
      if (bytes.length === 0) return
      offset += bytes.length
      yield bytes
    }
  }
}

/** Says in which line an offset of a file lies, by counting only when it is asked. */
class LineCounter {
  readonly #file: FileHandle
  #offset = 0
  #line = 1
  #previous = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** @param offset No less than any that was asked for before. */
  async at(offset: number): Promise<number> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(countedBytes, Math.max(0, offset - this.#offset)))
    while (this.#offset < offset) {
      const wanted = buffer.subarray(0, Math.min(buffer.length, offset - this.#offset))
      const bytes = await readAt(this.#file, wanted, this.#offset)
      if (bytes.length === 0) break
      this.#line += countLineEnds(bytes, this.#previous)
      this.#previous = bytes[bytes.length - 1] ?? 0
      this.#offset += bytes.length
    }
    return this.#line
  }
}

async function readAt(file: FileHandle, into: Buffer, offset: number): Promise<Buffer> {
  let read = 0
  while (read < into.length) {
    const { bytesRead } = await file.read(into, read, into.length - read, offset + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return into.subarray(0, read)
}
