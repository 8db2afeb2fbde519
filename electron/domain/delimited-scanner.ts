import { DelimitedError, longestRecordBytes, mostFields, type UnplacedDefect } from './delimited-defect'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const quote = 0x22

/** Where in a field the next byte stands: before its first character that is not a blank, */
const atStart = 0
const inPlain = 1
const inQuotes = 2
/** after a quote inside a quoted field, which is its end or the first of two, */
const afterQuote = 3
/** or after a closing quote and a blank. */
const afterField = 4

/** How a scanner reads. */
export interface DelimitedScan {
  /** One character of ASCII. */
  readonly delimiter: string
  /** Whether the first record is no data. It may have any number of fields then. */
  readonly ignoreFirstRecord: boolean
  /** Records may differ in their fields; all are made to have this many. */
  readonly fitTo?: number | undefined
}

/**
 * Reads delimited bytes record by record, in pieces of any size, and hands them on in the one form that leaves
 * nothing to interpret: no ignored record, no empty lines, each record ended by one line feed, quotes around whole
 * fields only, the same number of fields in every record, and no more than `mostFields`. Bytes that have this form
 * already are not copied. The rules are those of `DelimitedDefect`.
 */
export class DelimitedScanner {
  readonly #delimiter: number
  readonly #mayDiffer: boolean
  /** Fields that are handed on of each record at most. */
  readonly #most: number
  /** 1 for the bytes that end a field without quotes. */
  readonly #ends = new Uint8Array(256)
  #isIgnored: boolean
  #place = atStart
  #fields = 1
  #expected: number | undefined
  /** Whether the open field is one too many and is left out. */
  #isSurplus = false
  /** Blanks before a field's first character, in earlier pieces. */
  #heldBlanks = 0
  /** The last piece ended with a carriage return: a line feed now belongs to it. */
  #isAfterReturn = false
  #ended = 0
  #records = 0
  #longest = 0
  /** Bytes in earlier pieces, and before the open record. */
  #base = 0
  #recordStart = 0

  constructor({ delimiter, ignoreFirstRecord, fitTo }: DelimitedScan) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#isIgnored = ignoreFirstRecord
    this.#most = Math.min(fitTo ?? mostFields, mostFields)
    this.#mayDiffer = fitTo !== undefined
    this.#expected = this.#mayDiffer ? this.#most : undefined
    for (const byte of [this.#delimiter, lineFeed, carriageReturn]) this.#ends[byte] = 1
  }

  /** Complete records so far, without an ignored first one. */
  get records(): number {
    return this.#records
  }

  /** Fields of every record as they are handed on; undefined while there is no complete one. */
  get fields(): number | undefined {
    return this.#records === 0 ? undefined : Math.min(this.#expected ?? 0, this.#most)
  }

  /** Length of the longest complete record, in bytes. */
  get longestRecord(): number {
    return this.#longest
  }

  /**
   * Takes the next bytes.
   *
   * @returns What they are in the one form: views of `bytes` wherever they can be.
   * @throws DelimitedError for the first defect.
   */
  push(bytes: Uint8Array): Uint8Array[] {
    const { length } = bytes
    const out = new Runs(bytes)
    const ends = this.#ends
    const delimiter = this.#delimiter
    const skipped = this.#isAfterReturn && bytes[0] === lineFeed ? 1 : 0
    if (length > 0) this.#isAfterReturn = false
    const base = this.#base
    this.#recordStart += skipped
    /** Where the open record begins; below 0 when that was in an earlier piece. */
    let start = this.#recordStart - base
    /** Where the blanks begin that may not belong to a value. */
    let blanks = skipped
    let index = skipped
    if (this.#place !== afterField) this.#resume(out, index)
    while (index < length) {
      const place = this.#place
      if (place === inQuotes) {
        index = this.#skipQuoted(bytes, index)
        continue
      }
      if (place === inPlain) {
        while (index < length && ends[bytes[index] as number] === 0) index++
        if (index === length) break
      }
      const byte = bytes[index] as number
      if (ends[byte] === 1) {
        if (place === atStart) this.#releaseBlanks(out)
        else if (place === afterField) this.#leaveOut(out, blanks, index)
        if (byte === delimiter) {
          if (this.#fields++ === this.#most) this.#beginSurplus(out, index, index === start)
          index++
        } else {
          const next = byte === carriageReturn && bytes[index + 1] === lineFeed ? index + 2 : index + 1
          this.#endLine(out, index, next, index - start)
          start = index = next
          this.#recordStart = base + next
          this.#isAfterReturn = byte === carriageReturn && next === length && bytes[next - 1] === byte
        }
        this.#place = atStart
        blanks = index
        continue
      }
      if (place === atStart) {
        if (byte === quote) {
          this.#heldBlanks = 0
          if (index > blanks) this.#leaveOut(out, blanks, index)
          this.#place = inQuotes
        } else if (byte !== blank) {
          this.#releaseBlanks(out)
          this.#place = inPlain
        }
      } else if (byte === quote && place === afterQuote) this.#place = inQuotes
      else if (byte !== blank) throw this.#defect('textAfterQuote')
      else if (place === afterQuote) {
        this.#place = afterField
        blanks = index
      }
      index++
    }
    this.#endPiece(out, blanks)
    this.#base = base + length
    if (this.#base - this.#recordStart > longestRecordBytes) throw this.#tooLong()
    return out.pieces
  }

  /**
   * Ends the input.
   *
   * @returns The end of the last record in the one form.
   * @throws DelimitedError when the last record has a defect.
   */
  end(): Uint8Array[] {
    if (this.#place === inQuotes) throw this.#defect('openQuote')
    return this.#base > this.#recordStart ? this.push(lineEnd) : []
  }

  /** Moves on in a quoted field; returns the index of the next byte to look at. */
  #skipQuoted(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(quote, from)
    while (at >= 0 && bytes[at + 1] === quote) at = bytes.indexOf(quote, at + 2)
    if (at < 0) return bytes.length
    this.#place = afterQuote
    return at + 1
  }

  /** The record has all the fields that are wanted: what follows the delimiter at `index` is left out. */
  #beginSurplus(out: Runs, index: number, isEmptySoFar: boolean): void {
    out.stop(index)
    // An empty line would be no record.
    if (isEmptySoFar && this.#most === 1 && !this.#isIgnored) out.add(emptyField)
    this.#isSurplus = true
  }

  /** A line end stands at `index` after a record of `bytes` bytes; the next line begins at `next`. */
  #endLine(out: Runs, index: number, next: number, bytes: number): void {
    if (bytes === 0) out.stop(index)
    else this.#endRecord(out, index, next, bytes)
    this.#resume(out, next)
    this.#fields = 1
  }

  #endRecord(out: Runs, index: number, next: number, bytes: number): void {
    if (bytes > longestRecordBytes) throw this.#tooLong()
    this.#isSurplus = false
    if (this.#isIgnored) {
      this.#isIgnored = false
      this.#ended++
      return
    }
    this.#expected ??= this.#fields
    const missing = this.#expected - this.#fields
    if (missing !== 0 && !this.#mayDiffer) throw this.#wrongFields(this.#expected)
    this.#ended++
    this.#records++
    if (bytes > this.#longest) this.#longest = bytes
    if (missing > 0) {
      out.stop(index)
      out.add(new Uint8Array(missing).fill(this.#delimiter))
    }
    if (out.at(index) === lineFeed) out.resume(index)
    else {
      out.stop(index)
      if (next === index + 2) out.resume(index + 1)
      else out.add(lineEnd)
    }
  }

  /** The blanks that a piece ends with are held back where it is open whether they belong to a value. */
  #endPiece(out: Runs, blanks: number): void {
    if (this.#place === atStart && out.isRunning) this.#heldBlanks += out.stop(blanks)
    if (this.#place === afterField) out.stop(blanks)
    out.stop(out.length)
  }

  #releaseBlanks(out: Runs): void {
    if (this.#heldBlanks > 0) out.add(new Uint8Array(this.#heldBlanks).fill(blank))
    this.#heldBlanks = 0
  }

  #leaveOut(out: Runs, from: number, to: number): void {
    out.stop(from)
    this.#resume(out, to)
  }

  #resume(out: Runs, index: number): void {
    if (!this.#isIgnored && !this.#isSurplus) out.resume(index)
  }

  #defect(kind: 'textAfterQuote' | 'openQuote'): DelimitedError {
    return this.#error({ kind, record: this.#ended + 1, field: this.#fields })
  }

  #wrongFields(expected: number): DelimitedError {
    return this.#error({ kind: 'fieldCount', record: this.#ended + 1, fields: this.#fields, expected })
  }

  #tooLong(): DelimitedError {
    const insideQuotes = this.#place === inQuotes
    return this.#error({ kind: 'recordTooLong', record: this.#ended + 1, field: this.#fields, insideQuotes })
  }

  #error(defect: UnplacedDefect): DelimitedError {
    return new DelimitedError(defect, this.#recordStart)
  }
}

/** The parts of a piece that are handed on. */
class Runs {
  readonly pieces: Uint8Array[] = []
  readonly #bytes: Uint8Array
  #from = -1

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get length(): number {
    return this.#bytes.length
  }

  get isRunning(): boolean {
    return this.#from >= 0
  }

  at(index: number): number | undefined {
    return this.#bytes[index]
  }

  /** Hands on from `index` on, unless it does so already. */
  resume(index: number): void {
    if (this.#from < 0) this.#from = index
  }

  /** Hands on what is before `index`, and nothing from there on. Returns how many bytes that leaves out. */
  stop(index: number): number {
    if (this.#from >= 0 && index > this.#from) this.pieces.push(this.#bytes.subarray(this.#from, index))
    this.#from = -1
    return this.#bytes.length - index
  }

  /** Hands on other bytes, before a run that goes on. */
  add(bytes: Uint8Array): void {
    this.pieces.push(bytes)
  }
}

const lineEnd = new Uint8Array([lineFeed])
const emptyField = new Uint8Array([quote, quote])
