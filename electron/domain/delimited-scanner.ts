import { DelimitedError, longestRecordBytes, mostFields, type UnplacedDefect } from './delimited-defect'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const quote = 0x22

/** Where in a field the next byte is: before its first character that is not a blank, */
const atStart = 0
const inPlain = 1
const inQuotes = 2
/** after a quote inside a quoted field, which ends it or is the first of a pair, */
const afterQuote = 3
/** or after a closing quote and a blank. */
const afterField = 4

const endsByDelimiter = new Map<number, Uint8Array>()

/** For each byte 1 if it ends an unquoted field. Made once: a small file is scanned many times to recognise it. */
function fieldEnds(delimiter: number): Uint8Array {
  let ends = endsByDelimiter.get(delimiter)
  if (ends === undefined) {
    ends = new Uint8Array(256)
    for (const byte of [delimiter, lineFeed, carriageReturn]) ends[byte] = 1
    endsByDelimiter.set(delimiter, ends)
  }
  return ends
}

/** How a scanner reads. */
export interface DelimitedScan {
  /** One character of ASCII. */
  readonly delimiter: string
  /** Whether the first record is not data. It may then have any number of fields. */
  readonly ignoreFirstRecord: boolean
  /** Records may differ in their number of fields; each is made to have this many. */
  readonly fitTo?: number | undefined
  /**
   * Hears of each record whose number of fields is not `fitTo`: its number from 1, counting an ignored first one; its
   * fields; and where it begins, in bytes from the start.
   */
  readonly onOtherCount?: (record: number, fields: number, offset: number) => void
}

/**
 * Reads delimited bytes record by record, in chunks of any size, and passes them on in the one form that leaves nothing
 * to interpret: no ignored record, no empty lines, one line feed after each record, quotes around whole fields only,
 * the same number of fields in every record, and no more than `mostFields`. Bytes already in this form are not copied.
 * The rules are those of `DelimitedDefect`.
 */
export class DelimitedScanner {
  readonly #delimiter: number
  readonly #mayDiffer: boolean
  readonly #onOtherCount: DelimitedScan['onOtherCount']
  /** Most fields passed on per record. */
  readonly #most: number
  readonly #ends: Uint8Array
  #isIgnored: boolean
  #place = atStart
  #fields = 1
  #expected: number | undefined
  /** Whether the open field is one too many and will be dropped. */
  #isSurplus = false
  /** Blanks before a field's first character, from earlier chunks. */
  #heldBlanks = 0
  /** The last chunk ended with a carriage return: a line feed now belongs to it. */
  #isAfterReturn = false
  #ended = 0
  #records = 0
  #longest = 0
  /** Bytes in earlier chunks, and before the open record. */
  #base = 0
  #recordStart = 0
  /** Bytes passed on of the open record. */
  #openBytes = 0

  constructor({ delimiter, ignoreFirstRecord, fitTo, onOtherCount }: DelimitedScan) {
    this.#onOtherCount = onOtherCount
    this.#delimiter = delimiter.charCodeAt(0)
    this.#isIgnored = ignoreFirstRecord
    this.#most = Math.min(fitTo ?? mostFields, mostFields)
    this.#mayDiffer = fitTo !== undefined
    this.#expected = this.#mayDiffer ? this.#most : undefined
    this.#ends = fieldEnds(this.#delimiter)
  }

  /** Complete records so far, not counting an ignored first one. */
  get records(): number {
    return this.#records
  }

  /** Fields per record as passed on; undefined until a record is complete. */
  get fields(): number | undefined {
    return this.#records === 0 ? undefined : Math.min(this.#expected ?? 0, this.#most)
  }

  /** Length of the longest complete record, in bytes. */
  get longestRecord(): number {
    return this.#longest
  }

  /** The record that is not complete: where it begins, and how many bytes of it have been passed on. */
  get openRecord(): { readonly start: number; readonly bytesOut: number } {
    return { start: this.#recordStart, bytesOut: this.#openBytes }
  }

  /**
   * Takes the next bytes.
   *
   * @returns The bytes in the one form: views of `bytes` where possible.
   * @throws DelimitedError at the first defect.
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
    /** Where the open record begins; negative if that was in an earlier chunk. */
    let start = this.#recordStart - base
    /** Where blanks begin that may not belong to a value. */
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
    this.#openBytes = out.bytesSinceMark(this.#openBytes)
    if (this.#base - this.#recordStart > longestRecordBytes) throw this.#tooLong()
    return out.pieces
  }

  /**
   * Ends the input.
   *
   * @returns The end of the last record in the one form.
   * @throws DelimitedError if the last record has a defect.
   */
  end(): Uint8Array[] {
    if (this.#place === inQuotes) throw this.#defect('openQuote')
    return this.#base > this.#recordStart ? this.push(lineEnd) : []
  }

  /** Advances inside a quoted field; returns the index of the next byte to look at. */
  #skipQuoted(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(quote, from)
    while (at >= 0 && bytes[at + 1] === quote) at = bytes.indexOf(quote, at + 2)
    if (at < 0) return bytes.length
    this.#place = afterQuote
    return at + 1
  }

  /** The record has all the fields wanted: drops what follows the delimiter at `index`. */
  #beginSurplus(out: Runs, index: number, isEmptySoFar: boolean): void {
    out.stop(index)
    // An empty line would not count as a record.
    if (isEmptySoFar && this.#most === 1 && !this.#isIgnored) out.add(emptyField)
    this.#isSurplus = true
  }

  /** A line ends at `index` after a record of `bytes` bytes; the next line begins at `next`. */
  #endLine(out: Runs, index: number, next: number, bytes: number): void {
    if (bytes === 0) out.stop(index)
    else this.#endRecord(out, index, next, bytes)
    this.#resume(out, next)
    out.mark(next)
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
    if (missing !== 0) {
      if (!this.#mayDiffer) throw this.#wrongFields(this.#expected)
      this.#onOtherCount?.(this.#ended + 1, this.#fields, this.#recordStart)
    }
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

  /** Holds back a chunk's trailing blanks while it is open whether they belong to a value. */
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

/** The parts of a chunk that are passed on. */
class Runs {
  readonly pieces: Uint8Array[] = []
  readonly #bytes: Uint8Array
  #from = -1
  /** How many pieces there were at the mark, and bytes of the next one that come before it; negative without a mark. */
  #markedPieces = -1
  #markedBytes = 0

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

  /** Starts passing bytes on from `index`, unless it already does. */
  resume(index: number): void {
    if (this.#from < 0) this.#from = index
  }

  /** Passes on what is before `index`, and nothing from there on. Returns how many bytes that drops. */
  stop(index: number): number {
    if (this.#from >= 0 && index > this.#from) this.pieces.push(this.#bytes.subarray(this.#from, index))
    this.#from = -1
    return this.#bytes.length - index
  }

  /** Marks the end of a record; the bytes are passed on from `index`, or not at all. */
  mark(index: number): void {
    this.#markedPieces = this.pieces.length
    this.#markedBytes = this.#from < 0 ? 0 : index - this.#from
  }

  /** Bytes passed on since the mark; all and `before` if there is none. */
  bytesSinceMark(before: number): number {
    const first = Math.max(this.#markedPieces, 0)
    let bytes = this.#markedPieces < 0 ? before : -this.#markedBytes
    for (let index = first; index < this.pieces.length; index++) bytes += this.pieces[index]?.length ?? 0
    return bytes
  }

  /** Passes on other bytes, before a run that continues. */
  add(bytes: Uint8Array): void {
    this.pieces.push(bytes)
  }
}

const lineEnd = new Uint8Array([lineFeed])
const emptyField = new Uint8Array([quote, quote])
