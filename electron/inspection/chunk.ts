import { isUtf8 } from 'node:buffer'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { byteOrderMarkLength } from '../domain/byte-order-mark'
import { Utf8Validator } from '../domain/utf8-validator'
import type { LogicalField } from '../local-cluster/loading/avro-schema'
import { countLineEnds } from './line-ends'
import type { DocumentTraits } from './document-texts'
import type { FieldsLines } from './fields-lines'
import type { RecordKeys } from './record-keys'

/** Where a record stands in the source. */
export interface RecordPlace {
  /** From 1, a header not counted; null where it is not known. */
  readonly record: number | null
  /** From 1; null where the format has no lines. */
  readonly line: number | null
  /** Where it begins, in unpacked bytes from 0; left out where that is not known. */
  readonly byte?: number
  /** Its bytes as text, cut; null where they are not text. */
  readonly raw: string | null
}

/** Where a record lies in the bytes of its chunk, its line end with it. */
export interface RecordSpan {
  readonly start: number
  readonly end: number
  /** From 1, in the source. */
  readonly line: number
}

/** A chunk as it stands in the source, converted as its reading says. */
export interface ChunkText {
  readonly bytes: Buffer
  /** Spans of records, by their numbers in the chunk from 1, in ascending order; 0 is an ignored first record. */
  spans(numbers: readonly number[]): RecordSpan[]
}

/** Some records in a row that DuckDB can read. */
export interface ReadableChunk {
  /** Their file; it is written again for the next chunk but one. */
  readonly path: string
  readonly longestRecord: number
  /** Bytes of the source up to its end. */
  readonly bytesRead: number
  /** Places of records, by their numbers in the chunk from 1, in ascending order. */
  places(numbers: readonly number[]): RecordPlace[] | Promise<RecordPlace[]>
  /** Whether its file has the fields as columns of Parquet. */
  readonly isSplit?: boolean
  /** What is known of fields that become dynamic, by their numbers from 0. */
  readonly documents?: ReadonlyMap<number, DocumentTraits>
  /** The keys of JSON records, and those that objects have more than once. */
  readonly keys?: RecordKeys
}

/** Some records in a row, in the form that leaves nothing to interpret. */
export interface Chunk extends ReadableChunk {
  readonly records: number
  places(numbers: readonly number[]): RecordPlace[]
  /** Undefined for formats whose records do not stand one after another as text. */
  readonly text?: ChunkText
}

/** What ends a source's reading: it is refused as a whole. */
export interface SourceDefect {
  readonly kind: 'encoding' | 'textAfterQuote' | 'openQuote' | 'recordTooLong' | 'notJson' | 'unreadable'
  readonly line: number | null
  readonly record: number | null
  readonly facts: Readonly<Record<string, string | number>>
}

/** A record with another number of fields than the first. */
export interface OtherCount {
  readonly line: number
  readonly record: number
  readonly fields: number
}

/** What a reader of chunks finds on its way. */
export interface ReadingNotes {
  defect: SourceDefect | undefined
  /** The first `keeps` of each kind; `fewer` and `more` count all. */
  readonly otherCounts: OtherCount[]
  readonly keeps: number
  fewer: number
  more: number
  /** Avro fields whose logical types are not read. */
  logicalFields?: readonly LogicalField[] | undefined
  /** Watches the lines of a W3C log that name its fields. */
  fieldsLines?: FieldsLines
}

/** Records of another number of fields that are kept, of each kind. */
export const keptExamples = 200

/** @param keeps How many records of another number of fields to keep, of each kind. */
export function emptyNotes(keeps = keptExamples): ReadingNotes {
  return { defect: undefined, otherCounts: [], keeps, fewer: 0, more: 0 }
}

/** Where chunks are written to. */
export interface ChunkSink {
  /** Writes all bytes of a chunk, in one piece or several; returns the path of their file. */
  write(bytes: Uint8Array | readonly Uint8Array[]): Promise<string>
}

/** Two files that are written by turns: one is filled while the other is read. */
export class ChunkFiles implements ChunkSink {
  readonly #paths: readonly [string, string]
  #files: FileHandle[] = []
  #turn = 0

  constructor(base: string) {
    this.#paths = [`${base}.0`, `${base}.1`]
  }

  /** Writes the next file whole. */
  async write(bytes: Uint8Array | readonly Uint8Array[]): Promise<string> {
    const turn = this.#turn
    this.#turn = 1 - turn
    const path = this.#paths[turn] as string
    const file = (this.#files[turn] ??= await open(path, 'w', 0o600))
    let offset = 0
    // In one step: between two, whoever reads the next bytes may keep this thread busy.
    for (let left = bytes instanceof Uint8Array ? [bytes] : bytes; left.length > 0;) {
      const { bytesWritten } = await file.writev(left, offset)
      offset += bytesWritten
      left = without(left, bytesWritten)
    }
    await file.truncate(offset)
    return path
  }

  async remove(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()))
    this.#files = []
    await Promise.all(this.#paths.map((path) => rm(path, { force: true })))
  }
}

/** Pieces without so many bytes at their beginning. */
function without(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let start = -bytes
  return pieces.flatMap((piece) => {
    const end = start + piece.length
    const left = end > 0 ? [piece.subarray(Math.max(0, -start))] : []
    start = end
    return left
  })
}

/** Bytes that are gathered, beginning with what was left of the last chunk. */
export class Staging {
  /** Grows with what is added: most sources are small, and room that they do not need costs a garbage collection. */
  #bytes = Buffer.alloc(0)
  length = 0

  add(piece: Uint8Array): void {
    if (this.length + piece.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.length + piece.length, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.length)
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.length)
    this.length += piece.length
  }

  /** All but the last `left` bytes. */
  head(left: number): Buffer {
    return this.#bytes.subarray(0, this.length - left)
  }

  /** Forgets all but the last `left` bytes. */
  keep(left: number): void {
    this.#bytes.copyWithin(0, this.length - left, this.length)
    this.length = left
  }

  /** Takes the last bytes back. */
  drop(count: number): void {
    this.length -= count
  }

  lastIndexOf(byte: number): number {
    return this.#bytes.subarray(0, this.length).lastIndexOf(byte)
  }
}

/** The source's own bytes of a chunk, for what is told of single records. */
export class RawWindow {
  #pieces: {
    readonly bytes: Buffer
    readonly offset: number
    readonly line: number
    /** The byte before: half of a line end, perhaps. */
    readonly previous: number
  }[] = []
  #offset: number
  #line: number
  #lastByte = 0

  /** @param before Bytes that come before, and the line in which what comes now begins. */
  constructor(before: { readonly bytes: number; readonly line: number } = { bytes: 0, line: 1 }) {
    this.#offset = before.bytes
    this.#line = before.line
  }

  /** Bytes so far. */
  get offset(): number {
    return this.#offset
  }

  add(bytes: Buffer): void {
    this.#pieces.push({ bytes, offset: this.#offset, line: this.#line, previous: this.#lastByte })
    this.#line += countLineEnds(bytes, this.#lastByte)
    this.#lastByte = bytes[bytes.length - 1] ?? this.#lastByte
    this.#offset += bytes.length
  }

  /** Forgets what lies before an offset. */
  forgetBefore(offset: number): void {
    const first = this.#pieces.findIndex(({ bytes, offset: start }) => start + bytes.length > offset)
    this.#pieces = first < 0 ? [] : this.#pieces.slice(first)
  }

  /** The bytes between two offsets that are kept, the line in which they begin, and the byte before them. */
  between(
    from: number,
    to: number,
  ): { readonly bytes: Buffer; readonly line: number; readonly previous: number } {
    const parts = this.#pieces.filter(({ bytes, offset }) => offset < to && offset + bytes.length > from)
    const [first] = parts
    if (first === undefined) return { bytes: Buffer.alloc(0), line: this.#line, previous: this.#lastByte }
    const line = first.line + countLineEnds(first.bytes.subarray(0, from - first.offset), first.previous)
    const bytes = Buffer.concat(
      parts.map((part) =>
        part.bytes.subarray(Math.max(0, from - part.offset), Math.min(part.bytes.length, to - part.offset)),
      ),
    )
    const previous = first.bytes[from - first.offset - 1] ?? first.previous
    return { bytes, line, previous }
  }

  lineAt(offset: number): number {
    return this.between(offset, offset + 1).line
  }
}

/** The byte at `offset` of a source is no UTF-8. */
export function encodingDefect(raw: RawWindow, offset: number): NonNullable<ReadingNotes['defect']> {
  const { bytes, line } = raw.between(offset, offset + 1)
  const [byte] = bytes
  return { kind: 'encoding', line, record: null, facts: { offset, ...(byte === undefined ? {} : { byte }) } }
}

/**
 * The text of a source's bytes without a byte order mark.
 *
 * @param how.isBeginning Whether they are its first ones.
 * @param on.mark Told the length of the mark, if there is one.
 * @param on.invalid Told where it is not UTF-8, with the piece that holds the place; nothing comes after that.
 */
export async function* textPieces(
  bytes: AsyncIterable<Buffer>,
  { isCut, isBeginning = true }: { readonly isCut: boolean; readonly isBeginning?: boolean },
  on: {
    readonly invalid: (offset: number, piece: Buffer) => void
    readonly mark: (bytes: number) => void
  },
): AsyncIterable<Buffer> {
  const validator = new Utf8Validator(isUtf8)
  let isFirst = isBeginning
  for await (const piece of bytes) {
    validator.push(piece)
    const at = validator.invalidAt
    if (at !== null) {
      on.invalid(at, piece)
      return
    }
    const start = isFirst ? byteOrderMarkLength(piece) : 0
    if (isFirst && start > 0) on.mark(start)
    isFirst = false
    if (start < piece.length) yield piece.subarray(start)
  }
  const at = isCut ? null : validator.end()
  if (at !== null) on.invalid(at, Buffer.alloc(0))
}
