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

/** What was split, and is to be written. */
interface SplitChunk {
  readonly pieces: Uint8Array[]
  readonly about: Omit<ReadableChunk, 'path'>
  /** Of what comes after it. */
  readonly reading: Promise<number>
}

class SplittingReader {
  readonly #source: SplittableSource
  readonly #options: ReaderOptions
  readonly #lines: LineCounter
  /** One splits while what the other has split is written. */
  readonly #splitters: readonly ColumnSplitter[]
  readonly #sizes: typeof usualSizes
  /** Where the next chunk begins, and how many records come before it. */
  #offset = 0
  #records = 0
  #refusals = 0
  #taking: Promise<unknown> = Promise.resolve()
  /** What is read or written meanwhile. */
  #meanwhile: readonly Promise<unknown>[] = []

  constructor(source: SplittableSource, options: ReaderOptions) {
    this.#source = source
    this.#options = options
    this.#lines = new LineCounter(options.bytes)
    this.#sizes = options.sizes ?? usualSizes
    const { delimiter, fields } = source
    const how = { delimiter, fields, groupBytes: this.#sizes.split / groupsOfChunk }
    this.#splitters = [new ColumnSplitter(how), new ColumnSplitter(how)]
  }

  async run(): Promise<void> {
    const { sizeBytes } = this.#source
    this.#offset = byteOrderMarkLength(await readAt(this.#options.bytes, Buffer.alloc(3), 0))
    // The first chunk may have a header. What is scanned takes longer than what is split.
    await this.#scan(1, {
      chunkBytes: this.#sizes.piece,
      ignoreFirstRecord: this.#source.reading.ignoreFirstRecord,
    })
    while (this.#offset < sizeBytes && this.#options.notes.defect === undefined) {
      await this.#split()
      // A source that was refused often will be refused again.
      if (this.#offset < sizeBytes) await this.#scan(2 ** this.#refusals++)
    }
  }

  /** Resolves when no chunk is being taken, read or written. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#taking, ...this.#meanwhile])
  }

  /** Hands on split chunks, up to one that is refused. */
  async #split(): Promise<void> {
    let turn = 0
    let chunk = await this.#next(turn, this.#read(turn))
    while (chunk !== undefined) {
      const written = this.#options.files.write(chunk.pieces)
      turn = 1 - turn
      const next = this.#next(turn, chunk.reading)
      this.#meanwhile = [written, next]
      // Told where it is waited for.
      next.catch(() => undefined)
      const path = await written
      await this.#taking
      this.#hand({ ...chunk.about, path })
      chunk = await next
    }
    await this.#taking
  }

  #hand(chunk: ReadableChunk): void {
    const taking = this.#options.take(chunk)
    this.#taking = taking
    // Told where it is waited for.
    taking.catch(() => undefined)
  }

  /** Reads what comes next to where a splitter finds it. Returns how many bytes it is. */
  async #read(turn: number): Promise<number> {
    const length = Math.min(this.#sizes.split, this.#source.sizeBytes - this.#offset)
    const text = (this.#splitters[turn] as ColumnSplitter).text(length)
    return (await readAt(this.#options.bytes, text, this.#offset)).length
  }

  /**
   * The chunk that a splitter makes of what was read for it, as it is to be written, while what comes after it is read for
   * the other splitter; undefined if there is none, or it needs our own scanner.
   */
  async #next(turn: number, reading: Promise<number>): Promise<SplitChunk | undefined> {
    const { sizeBytes, reading: how } = this.#source
    const { dynamics = [], signal, bytes: file } = this.#options
    const splitter = this.#splitters[turn] as ColumnSplitter
    const start = this.#offset
    const read = await reading
    signal.throwIfAborted()
    // Where a file begins, DuckDB leaves out what may be a mark.
    if (read === 0 || byteOrderMarkLength(splitter.text(read)) > 0) return undefined
    const columns = splitter.split(read, start + read >= sizeBytes)
    if (columns === undefined || !isUtf8(splitter.text(read).subarray(0, columns.length))) return undefined
    const firstRecord = this.#records
    this.#records += columns.records
    this.#offset = start + columns.length
    const after = this.#read(1 - turn)
    after.catch(() => undefined)
    return {
      reading: after,
      pieces: parquetPieces(columns),
      about: {
        isSplit: true,
        documents: new Map(dynamics.map((field) => [field, splitter.documents(field)])),
        longestRecord: columns.longestRecord,
        bytesRead: this.#offset,
        places: async (numbers) => {
          const line = await this.#lines.at(start)
          const bytes = await readAt(file, Buffer.allocUnsafe(columns.length), start)
          const spans = spansIn(bytes, { format: how.format, line, previous: 0, skipsFirst: false }, numbers)
          return placesIn(bytes, spans, { firstRecord, startByte: start }, numbers)
        },
      },
    }
  }

  /** Hands on so many chunks in the form that our own scanner gives them, fewer at the end. */
  async #scan(
    chunks: number,
    { chunkBytes = this.#sizes.scanned, ignoreFirstRecord = false } = {},
  ): Promise<void> {
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
      chunkBytes,
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

async function readAt<Bytes extends Uint8Array>(
  file: FileHandle,
  into: Bytes,
  offset: number,
): Promise<Bytes> {
  let read = 0
  while (read < into.length) {
    const { bytesRead } = await file.read(into, read, into.length - read, offset + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return into.subarray(0, read) as Bytes
}
