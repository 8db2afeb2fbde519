import { isUtf8 } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import { byteOrderMarkLength } from '../domain/byte-order-mark'
import { needsConversion } from '../domain/conversion/reading-converter'
import { DelimitedError, mostFields } from '../domain/delimited-defect'
import { DelimitedScanner } from '../domain/delimited-scanner'
import type { Reading } from '../domain/schema/reading'
import {
  ChunkFiles,
  NotAsItStands,
  type LineEnd,
  type ReadableChunk,
  type ReadingNotes,
  type Standing,
} from './chunk'
import { delimitedChunks, placesIn, skipLineEnds, spansIn } from './delimited-chunks'
import type { Layout } from './layout'
import { countLineEnds } from './line-ends'
import type { OpenedSource } from './open-source'
import { delimiterOf } from './readers'

/** How much is read at a time, in bytes: by DuckDB as it stands, by our own scanner, and of the file for the latter. */
const usualSizes = { standing: 33_554_432, scanned: 8_388_608, piece: 1_048_576 }

/** Bytes in which lines are counted at once. */
const countedBytes = 1_048_576

/** Windows at the end of a chunk in which a record border is looked for, in bytes. */
const borderWindows = [65_536, 2_097_152]

/** Line ends of a window that are tried as borders. */
const triedBorders = 500

/** Records in a row that show that the first of them begins at a border. */
const convincingRecords = 3

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22

/** Longest record that is read as it stands, in bytes; so no string in it is too long. */
const longestStanding = 1_000_000

/** Delimited text in a file, as it is to be read. */
interface StandingSource {
  readonly path: string
  readonly sizeBytes: number
  readonly reading: Reading
  readonly delimiter: string
  readonly fields: number
}

/** The source if DuckDB can read parts of its file as they stand; undefined if it cannot. */
export function asStanding(
  source: OpenedSource,
  reading: Reading,
  layout: Layout,
): StandingSource | undefined {
  const { path, compression, packed } = source
  const delimiter = delimiterOf(reading)
  if (path === undefined || compression !== 'none' || needsConversion(reading)) return undefined
  // With a single field, an empty line would be a record to DuckDB.
  if (delimiter === undefined || layout.kind !== 'fields' || layout.names.length < 2) return undefined
  if (layout.names.length > mostFields) return undefined
  return { path, sizeBytes: packed.sizeBytes, reading, delimiter, fields: layout.names.length }
}

interface Options {
  /** Path that the names of temporary files begin with. */
  readonly file: string
  readonly notes: ReadingNotes
  readonly signal: AbortSignal
  /** Records that were taken so far. */
  readonly records: () => number
  readonly sizes?: typeof usualSizes
}

/**
 * Reads delimited text to its end and has each chunk taken while the next is read. Where DuckDB can read the bytes as
 * they stand, they are only copied: our own scanner has nothing to change in them. Otherwise it brings them into the one
 * form that leaves nothing to interpret.
 *
 * @throws what `take` throws, except for {@link NotAsItStands}, which sends a chunk to our own scanner.
 */
export async function takeStanding(
  source: StandingSource,
  options: Options,
  take: (chunk: ReadableChunk) => Promise<void>,
): Promise<void> {
  const bytes = await open(source.path, 'r')
  const files = new ChunkFiles(options.file)
  const reader = new StandingReader(source, { ...options, bytes, files, take })
  try {
    await reader.run()
  } finally {
    await reader.settled()
    await files.remove()
    await bytes.close()
  }
}

/** A chunk as it stands in the file. */
interface StandingChunk {
  readonly path: string
  readonly bytes: Buffer
  readonly start: number
  readonly standing: Standing
}

interface ReaderOptions extends Options {
  readonly bytes: FileHandle
  readonly files: ChunkFiles
  readonly take: (chunk: ReadableChunk) => Promise<void>
}

class StandingReader {
  readonly #source: StandingSource
  readonly #options: ReaderOptions
  readonly #lines: LineCounter
  readonly #buffers: Buffer[] = []
  readonly #sizes: typeof usualSizes
  /** Where the next chunk begins. */
  #offset = 0
  #refusals = 0
  #taking: Promise<unknown> = Promise.resolve()

  constructor(source: StandingSource, options: ReaderOptions) {
    this.#source = source
    this.#options = options
    this.#lines = new LineCounter(options.bytes)
    this.#sizes = options.sizes ?? usualSizes
  }

  async run(): Promise<void> {
    const { sizeBytes } = this.#source
    this.#offset = byteOrderMarkLength(await readAt(this.#options.bytes, Buffer.alloc(3), 0))
    // The first chunk may have a header.
    await this.#scan(1, this.#source.reading.ignoreFirstRecord)
    while (this.#offset < sizeBytes && this.#options.notes.defect === undefined) {
      await this.#stand()
      // A source that was refused often will be refused again.
      if (this.#offset < sizeBytes) await this.#scan(2 ** this.#refusals++)
    }
  }

  /** Resolves when no chunk is being taken. */
  async settled(): Promise<void> {
    await this.#taking.catch(() => undefined)
  }

  /** Hands on chunks as they stand, up to one that is refused. */
  async #stand(): Promise<void> {
    let before = this.#offset
    let taking: Promise<boolean> = Promise.resolve(true)
    for (let turn = 0; this.#offset < this.#source.sizeBytes; turn = 1 - turn) {
      this.#options.signal.throwIfAborted()
      const start = this.#offset
      const chunk = await this.#prepare(start, turn)
      if (!(await taking)) {
        this.#offset = before
        return
      }
      if (chunk === undefined) return
      before = start
      this.#offset = chunk.start + chunk.bytes.length
      this.#taking = taking = this.#take(chunk)
      // Told where it is waited for.
      taking.catch(() => undefined)
    }
    if (!(await taking)) this.#offset = before
  }

  /** Returns false if the chunk was refused, and nothing of it taken. */
  async #take({ path, bytes, start, standing }: StandingChunk): Promise<boolean> {
    const firstRecord = this.#options.records()
    const { format } = this.#source.reading
    try {
      await this.#options.take({
        path,
        longestRecord: longestStanding,
        bytesRead: start + bytes.length,
        standing,
        bytes,
        places: async (numbers) => {
          const line = await this.#lines.at(start)
          const spans = spansIn(bytes, { format, line, previous: 0, skipsFirst: false }, numbers)
          return placesIn(bytes, spans, { firstRecord, startByte: start }, numbers)
        },
      })
      return true
    } catch (error) {
      if (error instanceof NotAsItStands) return false
      throw error
    }
  }

  /** The chunk that begins at `start`, written where DuckDB can read it; undefined if it needs our own scanner. */
  async #prepare(start: number, turn: number): Promise<StandingChunk | undefined> {
    const { sizeBytes, delimiter, fields } = this.#source
    const buffer = (this.#buffers[turn] ??= Buffer.allocUnsafeSlow(Math.min(this.#sizes.standing, sizeBytes)))
    const read = await readAt(this.#options.bytes, buffer, start)
    const end = start + read.length >= sizeBytes ? read.length : lastBorder(read, this.#source)
    const skipped = skipLineEnds(read, 0)
    const bytes = read.subarray(skipped, end)
    const lineEnd = lineEndOf(bytes)
    if (bytes.length === 0 || lineEnd === undefined || !isUtf8(bytes)) return undefined
    if (byteOrderMarkLength(bytes) > 0) return undefined
    if (!isInOneForm(bytes, lineEnd, { delimiter, fields })) return undefined
    const path = await this.#options.files.write(bytes)
    return { path, bytes, start: start + skipped, standing: { lineEnd } }
  }

  /** Hands on so many chunks in the form that our own scanner gives them, fewer at the end. */
  async #scan(chunks: number, ignoreFirstRecord = false): Promise<void> {
    const { files, notes, records, take, signal } = this.#options
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
      before: { bytes: start, line: await this.#lines.at(start), records: records() },
    }
    let left = chunks
    for await (const chunk of delimitedChunks(this.#pieces(start), how, files, notes)) {
      signal.throwIfAborted()
      await this.#taking
      this.#offset = chunk.bytesRead
      const taking = take(chunk)
      this.#taking = taking
      taking.catch(() => undefined)
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

/**
 * Whether bytes are in the form that leaves nothing to interpret, which our own scanner passes on as it is but for the
 * carriage returns of its line ends: then DuckDB has nothing to pass over, and sees every quote.
 */
function isInOneForm(
  bytes: Buffer,
  lineEnd: LineEnd,
  how: Pick<StandingSource, 'delimiter' | 'fields'>,
): boolean {
  const { scanner, hasOthers } = fittingScanner(how)
  try {
    const pieces = scanner.push(bytes)
    const leftOut = lineEnd === '\n' ? 0 : scanner.records
    // The last record of a source may have no line end.
    scanner.end()
    return !hasOthers() && pieces.length === leftOut + 1 && areCutAtReturns(bytes, pieces)
  } catch (error) {
    if (error instanceof DelimitedError) return false
    throw error
  }
}

/** Whether pieces are all of some bytes, but for one carriage return before the line feed that each other begins with. */
function areCutAtReturns(bytes: Buffer, pieces: readonly Uint8Array[]): boolean {
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && (bytes[at++] !== carriageReturn || piece[0] !== lineFeed)) return false
    if (piece.byteOffset !== bytes.byteOffset + at) return false
    at += piece.length
  }
  return at === bytes.length
}

/** How the lines of these bytes end; undefined where not all that look like line ends are the same. */
function lineEndOf(bytes: Buffer): LineEnd | undefined {
  const at = bytes.indexOf(carriageReturn)
  if (at < 0) return '\n'
  return bytes[at + 1] === lineFeed ? '\r\n' : undefined
}

/**
 * Where the last whole record of some bytes ends, their first one beginning at their start; 0 if that cannot be told.
 * With quotes it is a good guess, which whoever reads the records finds wrong if it is: a quote is then left open.
 */
function lastBorder(bytes: Buffer, how: Pick<StandingSource, 'delimiter' | 'fields'>): number {
  if (!bytes.includes(quote)) return bytes.lastIndexOf(lineFeed) + 1
  for (const size of borderWindows) {
    let from = Math.max(0, bytes.length - size)
    for (let tried = 0; tried < triedBorders; tried++) {
      const lineEnd = bytes.indexOf(lineFeed, from)
      if (lineEnd < 0) break
      from = lineEnd + 1
      const length = wholeRecords(bytes.subarray(from), how)
      if (length > 0) return from + length
    }
  }
  return 0
}

/** A scanner for records of so many fields, which notes whether any has another number of them. */
function fittingScanner({ delimiter, fields }: Pick<StandingSource, 'delimiter' | 'fields'>): {
  readonly scanner: DelimitedScanner
  hasOthers(): boolean
} {
  let others = 0
  const onOtherCount = (): unknown => others++
  const scanner = new DelimitedScanner({ delimiter, ignoreFirstRecord: false, fitTo: fields, onOtherCount })
  return { scanner, hasOthers: () => others > 0 }
}

/** Length of the whole records that some bytes begin with; 0 if they are no records, or too few to tell. */
function wholeRecords(bytes: Buffer, how: Pick<StandingSource, 'delimiter' | 'fields'>): number {
  const { scanner, hasOthers } = fittingScanner(how)
  try {
    scanner.push(bytes)
  } catch (error) {
    if (error instanceof DelimitedError) return 0
    throw error
  }
  return !hasOthers() && scanner.records >= convincingRecords ? scanner.openRecord.start : 0
}
