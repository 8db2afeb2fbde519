import { DelimitedError, longestRecordBytes } from '../../domain/delimited-defect'
import type { TextRewriter } from './text-rewriter'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const backslash = 0x5c

/** A record's position. */
export interface RecordPlace {
  /** From 1. */
  readonly record: number
  /** From 1. */
  readonly line: number
  /** In bytes from the start of the text. */
  readonly offset: number
}

/** Gives the replacement for one record, without a line end; undefined: keep it as it is. */
type RewriteRecord = (record: Buffer, place: RecordPlace) => Uint8Array | undefined

/**
 * Reads text whose records are lines: each ends with LF or CRLF, a lone CR is text, and an empty line is not a
 * record (documents: supported formats). Hands on each record with a line feed after it.
 */
export class LineRewriter implements TextRewriter {
  readonly #rewrite: RewriteRecord
  readonly #escapes: boolean
  readonly #isNone: (line: Buffer) => boolean
  #ignoring: boolean
  /** The start of a line that ends in a later piece. */
  #open: Buffer[] = []
  #openBytes = 0
  #place: RecordPlace = { record: 1, line: 1, offset: 0 }
  #records = 0
  #longest = 0

  constructor(
    options: {
      readonly ignoreFirstRecord: boolean
      /** Whether a backslash before a line end makes it part of the record. */
      readonly escapes?: boolean
      /** Whether a line of white space is not a record either. */
      readonly skipsBlank?: boolean
    },
    rewrite: RewriteRecord,
  ) {
    this.#rewrite = rewrite
    this.#escapes = options.escapes === true
    this.#isNone = options.skipsBlank === true ? isWhiteSpace : (line) => line.length === 0
    this.#ignoring = options.ignoreFirstRecord
  }

  get records(): number {
    return this.#records
  }

  get longestRecord(): number {
    return this.#longest
  }

  push(bytes: Uint8Array): Uint8Array[] {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const out: Uint8Array[] = []
    /** Start of the lines to hand on unchanged. */
    let from = 0
    let start = 0
    for (let end = buffer.indexOf(lineFeed); end >= 0; end = buffer.indexOf(lineFeed, end + 1)) {
      if (this.#escapes && this.#isEscaped(buffer, start, end)) continue
      const isHere = this.#openBytes === 0
      const given = this.#take(buffer.subarray(start, end))
      const record = this.#endLine(given)
      if (record !== given || !isHere) {
        if (start > from) out.push(buffer.subarray(from, start))
        if (record !== undefined) out.push(record, lineEnd)
        from = end + 1
      }
      start = end + 1
    }
    if (start > from) out.push(buffer.subarray(from, start))
    // Copied: the caller may refill its buffer.
    if (start < buffer.length) this.#open.push(Buffer.from(buffer.subarray(start)))
    this.#openBytes += buffer.length - start
    if (this.#openBytes > longestRecordBytes) throw this.#tooLong()
    return out
  }

  end(): Uint8Array[] {
    if (this.#openBytes === 0) return []
    const record = this.#endLine(this.#take(Buffer.alloc(0)))
    return record === undefined ? [] : [record, lineEnd]
  }

  #take(rest: Buffer): Buffer {
    const line = this.#openBytes === 0 ? rest : Buffer.concat([...this.#open, rest])
    this.#open = []
    this.#openBytes = 0
    return line
  }

  /** What to hand on for a line: the line itself if nothing changes, undefined if it is not a record. */
  #endLine(given: Buffer): Uint8Array | undefined {
    const line = given[given.length - 1] === carriageReturn ? given.subarray(0, -1) : given
    if (line.length > longestRecordBytes) throw this.#tooLong()
    let result: Uint8Array | undefined
    let { record } = this.#place
    if (!this.#isNone(line)) {
      if (this.#ignoring) this.#ignoring = false
      else {
        result = this.#rewrite(line, this.#place) ?? line
        this.#records++
        this.#longest = Math.max(this.#longest, result.length)
      }
      record++
    }
    // Escaped line ends still end lines of the file.
    const lines = this.#escapes ? line.filter((byte) => byte === lineFeed).length + 1 : 1
    this.#place = { record, line: this.#place.line + lines, offset: this.#place.offset + given.length + 1 }
    return result
  }

  /** Whether an odd number of backslashes precedes `end`; they may begin in earlier pieces. */
  #isEscaped(buffer: Buffer, start: number, end: number): boolean {
    let count = backslashesBefore(buffer, start, end)
    if (end - count === start) {
      for (const piece of [...this.#open].reverse()) {
        const more = backslashesBefore(piece, 0, piece.length)
        count += more
        if (more < piece.length) break
      }
    }
    return count % 2 === 1
  }

  #tooLong(): DelimitedError {
    const { record, offset } = this.#place
    return new DelimitedError({ kind: 'recordTooLong', record, field: 1, insideQuotes: false }, offset)
  }
}

function backslashesBefore(bytes: Buffer, start: number, end: number): number {
  let count = 0
  while (end - count > start && bytes[end - count - 1] === backslash) count++
  return count
}

function isWhiteSpace(line: Buffer): boolean {
  return (line[0] ?? 0) <= 0x20 && line.every((byte) => byte <= 0x20)
}

const lineEnd = Buffer.from('\n')
