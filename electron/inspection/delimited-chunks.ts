import type { DataFormat } from '../domain/data-format'
import { DelimitedError } from '../domain/delimited-defect'
import { DelimitedScanner } from '../domain/delimited-scanner'
import { RecordScanner } from '../domain/record-scanner'
import { countLineEnds } from './line-ends'
import {
  encodingDefect,
  RawWindow,
  Staging,
  textPieces,
  type Chunk,
  type ChunkSink,
  type ReadingNotes,
  type RecordPlace,
  type RecordSpan,
} from './chunk'

/** Longest piece of a record that is told, in bytes. */
const longestRaw = 8000

/** How delimited text is read. */
interface DelimitedReading {
  readonly format: DataFormat
  readonly delimiter: string
  readonly ignoreFirstRecord: boolean
  /** Fields that each record is made to have. */
  readonly fields: number
  readonly chunkBytes: number
  /** Whether the bytes may end in the middle of a record, which is then left out. */
  readonly isCut: boolean
  /** What of the source comes before the bytes, which begin with a record; `line` is that record's. */
  readonly before?: { readonly bytes: number; readonly line: number; readonly records: number }
}

const nothingBefore = { bytes: 0, line: 1, records: 0 }

/** Reads delimited text in chunks of whole records. What refuses it ends the reading and is in `notes`. */
export async function* delimitedChunks(
  bytes: AsyncIterable<Buffer>,
  reading: DelimitedReading,
  files: ChunkSink,
  notes: ReadingNotes,
): AsyncIterable<Chunk> {
  yield* new DelimitedReader(reading, files, notes).chunks(bytes)
}

class DelimitedReader {
  readonly #reading: DelimitedReading
  readonly #files: ChunkSink
  readonly #notes: ReadingNotes
  readonly #before: NonNullable<DelimitedReading['before']>
  readonly #raw: RawWindow
  readonly #staging = new Staging()
  readonly #scanner: DelimitedScanner
  /** Records of earlier chunks, and where this one's first begins. */
  #recordsBefore = 0
  #startOffset = 0
  #markBytes = 0

  constructor(reading: DelimitedReading, files: ChunkSink, notes: ReadingNotes) {
    this.#reading = reading
    this.#files = files
    this.#notes = notes
    this.#before = reading.before ?? nothingBefore
    this.#raw = new RawWindow(this.#before)
    this.#startOffset = this.#before.bytes
    this.#scanner = this.#newScanner()
  }

  async *chunks(bytes: AsyncIterable<Buffer>): AsyncIterable<Chunk> {
    const mark = (length: number): void => {
      this.#markBytes = length
    }
    const invalid = (offset: number, piece: Buffer): void => {
      this.#raw.add(piece)
      this.#notes.defect = encodingDefect(this.#raw, this.#before.bytes + offset)
    }
    const { isCut } = this.#reading
    const isBeginning = this.#before.bytes === 0
    for await (const piece of textPieces(bytes, { isCut, isBeginning }, { invalid, mark })) {
      this.#raw.add(piece)
      if (!this.#push(() => this.#scanner.push(piece))) break
      if (this.#staging.length < this.#reading.chunkBytes) continue
      const chunk = await this.#cut()
      if (chunk !== undefined) yield chunk
    }
    if (this.#notes.defect === undefined && !isCut) this.#push(() => this.#scanner.end())
    const last = await this.#cut()
    if (last !== undefined) yield last
  }

  #newScanner(): DelimitedScanner {
    const { delimiter, fields, ignoreFirstRecord } = this.#reading
    return new DelimitedScanner({
      delimiter,
      ignoreFirstRecord,
      fitTo: fields,
      onOtherCount: (record, found, offset) => {
        const isFewer = found < fields
        const kept = isFewer ? this.#notes.fewer++ : this.#notes.more++
        if (kept >= this.#notes.keeps) return
        const line = this.#raw.lineAt(this.#before.bytes + offset)
        this.#notes.otherCounts.push({ line, record: this.#recordNumber(record), fields: found })
      },
    })
  }

  /** The number in the source of a record that the scanner counts, an ignored first one with it. */
  #recordNumber(record: number): number {
    return this.#before.records + record - (this.#reading.ignoreFirstRecord ? 1 : 0)
  }

  /** Returns false at a defect. */
  #push(scan: () => Uint8Array[]): boolean {
    const { records } = this.#scanner
    const { start, bytesOut } = this.#scanner.openRecord
    try {
      for (const piece of scan()) this.#staging.add(piece)
      return true
    } catch (error) {
      if (!(error instanceof DelimitedError)) throw error
      const { defect, offset } = error
      const { kind, record, ...facts } = defect
      this.#notes.defect = {
        kind: kind === 'fieldCount' ? 'unreadable' : kind,
        line: this.#raw.lineAt(this.#before.bytes + offset),
        record: this.#recordNumber(record),
        facts: { field: 'field' in facts ? facts.field : 0 },
      }
      this.#recover({ records, start, bytesOut }, offset)
      return false
    }
  }

  /** Keeps the whole records that come before a defect: what is known of them stands beside it. */
  #recover(
    before: { readonly records: number; readonly start: number; readonly bytesOut: number },
    offset: number,
  ): void {
    this.#staging.drop(before.bytesOut)
    const base = this.#before.bytes
    const isIgnoring = this.#reading.ignoreFirstRecord && before.start === 0
    const again = new DelimitedScanner({
      delimiter: this.#reading.delimiter,
      ignoreFirstRecord: isIgnoring,
      fitTo: this.#reading.fields,
    })
    for (const piece of again.push(this.#raw.between(base + before.start, base + offset).bytes))
      this.#staging.add(piece)
    this.#staging.drop(again.openRecord.bytesOut)
    this.#recovered = { records: before.records + again.records, end: base + offset }
  }

  #recovered: { readonly records: number; readonly end: number } | undefined

  async #cut(): Promise<Chunk | undefined> {
    const { start, bytesOut } = this.#scanner.openRecord
    const records = (this.#recovered?.records ?? this.#scanner.records) - this.#recordsBefore
    const end = this.#recovered?.end ?? this.#before.bytes + start
    const left = this.#recovered === undefined ? bytesOut : 0
    if (records === 0) return undefined
    const path = await this.#files.write(this.#staging.head(left))
    this.#staging.keep(left)
    const firstRecord = this.#before.records + this.#recordsBefore
    const { bytes, line, previous } = this.#raw.between(this.#startOffset, end)
    const skipsFirst = this.#recordsBefore === 0 && this.#reading.ignoreFirstRecord
    const { format } = this.#reading
    const spans = (numbers: readonly number[]): RecordSpan[] =>
      spansIn(bytes, { format, line, previous, skipsFirst }, numbers)
    const startByte = this.#markBytes + this.#startOffset
    this.#recordsBefore += records
    this.#startOffset = end
    this.#raw.forgetBefore(end)
    return {
      path,
      records,
      longestRecord: this.#scanner.longestRecord,
      bytesRead: this.#markBytes + end,
      places: (numbers) => placesIn(bytes, spans(numbers), { firstRecord, startByte }, numbers),
      text: { bytes, spans },
    }
  }
}

/** Walks over records until all that are asked for are found. */
export function spansIn(
  bytes: Buffer,
  chunk: {
    readonly format: DataFormat
    readonly line: number
    readonly previous: number
    readonly skipsFirst: boolean
  },
  numbers: readonly number[],
): RecordSpan[] {
  const scanner = new RecordScanner(chunk.format)
  const header = chunk.skipsFirst ? 1 : 0
  const walk = new RecordWalk(scanner, bytes)
  const spans: RecordSpan[] = []
  let counted = 0
  let { line } = chunk
  for (const number of numbers) {
    walk.to(number - 1 + header)
    const before = scanner.scan.recordEnd
    walk.to(number + header)
    if (scanner.scan.records < number + header) scanner.finish()
    const start = skipLineEnds(bytes, before)
    line += countLineEnds(bytes.subarray(counted, start), bytes[counted - 1] ?? chunk.previous)
    counted = start
    spans.push({ start, end: Math.max(scanner.scan.recordEnd, start), line })
  }
  return spans
}

/** The places of records whose spans are known. */
export function placesIn(
  bytes: Buffer,
  spans: readonly RecordSpan[],
  { firstRecord, startByte }: { readonly firstRecord: number; readonly startByte: number },
  numbers: readonly number[],
): RecordPlace[] {
  return spans.map(({ start, end, line }, index) => ({
    record: firstRecord + (numbers[index] ?? 0),
    line,
    byte: startByte + start,
    raw: bytes
      .subarray(start, Math.min(end, start + longestRaw))
      .toString('utf8')
      .replace(/[\r\n]+$/, '')
      .slice(0, 2000),
  }))
}

/** Bytes that are scanned at once for the end of a single record. */
const stride = 4096

/** Takes a scanner forward over records. */
class RecordWalk {
  readonly #scanner: RecordScanner
  readonly #bytes: Buffer
  #position = 0

  constructor(scanner: RecordScanner, bytes: Buffer) {
    this.#scanner = scanner
    this.#bytes = bytes
  }

  /** Goes to the end of the record with this number, from 1. */
  to(number: number): void {
    while (this.#position < this.#bytes.length) {
      const missing = number - this.#scanner.scan.records
      if (missing <= 0) return
      const from = this.#position
      if (missing > 1) {
        // No more records end there than lines do.
        const block = this.#bytes.subarray(from, afterLines(this.#bytes, from, missing - 1))
        this.#position += this.#scanner.push(block)
      } else this.#position += this.#scanner.push(this.#bytes.subarray(from, from + stride), from + 1)
    }
  }
}

/** Where a number of lines (LF, CRLF, CR) have ended. */
function afterLines(bytes: Buffer, from: number, lines: number): number {
  let left = lines
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte !== 0x0a && byte !== 0x0d) continue
    if (byte === 0x0d && bytes[at + 1] === 0x0a) at++
    if (--left === 0) return at + 1
  }
  return bytes.length
}

/** Empty lines before a record are no part of it. */
export function skipLineEnds(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++
  return at
}
