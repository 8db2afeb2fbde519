import { byteOrderMarkLength } from './byte-order-mark'
import type { DataFormat } from './data-format'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22
const hash = 0x23
const backslash = 0x5c
const blank = 0x20

/** What a scanner knows about the bytes so far. */
interface RecordScan {
  /** Complete records so far; empty lines do not count, because the service skips them. */
  readonly records: number
  /** Offset just after the last complete record, counted from the scanner's first byte. */
  readonly recordEnd: number
  /** Offset just after the first complete record; 0 if there is none yet. */
  readonly firstRecordEnd: number
  /** Whether the bytes so far end inside a quoted field. */
  readonly insideQuotes: boolean
}

/** How a text format separates its records. */
interface RecordRules {
  /** The byte between fields, or undefined if quotes have no meaning. */
  readonly delimiter: number | undefined
  /** A backslash before a line end continues the record (tsve). */
  readonly escapes: boolean
  /** A line of white space only is not a record (json). */
  readonly skipsBlank: boolean
  /** A line that starts with `#` is not a record (w3clogfile). */
  readonly skipsDirectives: boolean
  /** A carriage return alone ends a record. */
  readonly carriageReturnEnds: boolean
}

const quoted = (delimiter: string): RecordRules => ({
  delimiter: delimiter.charCodeAt(0),
  escapes: false,
  skipsBlank: false,
  skipsDirectives: false,
  carriageReturnEnds: true,
})
const lines: RecordRules = {
  delimiter: undefined,
  escapes: false,
  skipsBlank: false,
  skipsDirectives: false,
  carriageReturnEnds: false,
}

const rulesByFormat: Readonly<Partial<Record<DataFormat, RecordRules>>> = {
  csv: quoted(','),
  tsv: quoted('\t'),
  psv: quoted('|'),
  scsv: quoted(';'),
  sohsv: quoted('\u0001'),
  tsve: { ...lines, escapes: true },
  txt: lines,
  json: { ...lines, skipsBlank: true },
  w3clogfile: { ...lines, skipsDirectives: true },
}

/**
 * Finds where records end in a stream of bytes. The same bytes give the same records, however they are split into
 * chunks. Delimited text follows `DelimitedDefect`; the scanner looks for no defect except a quote that never closes.
 *
 * It uses the host's own search for a single byte value, because a loop over every byte is several times slower.
 */
export class RecordScanner {
  readonly #rules: RecordRules
  #offset = 0
  #records = 0
  #recordStart = 0
  #firstRecordEnd = 0
  #insideQuotes = false
  /** The last byte was a quote inside quotes: the next byte tells whether it closed them. */
  #quotePending = false
  #previous = lineFeed
  /** Whether the bytes so far end where a field begins: after a delimiter or a record's end, and any blanks. */
  #endsAtFieldStart = true
  /** Whether the bytes so far end with a backslash that escapes the next byte. */
  #endsWithEscape = false
  /** Whether the open record has content (formats that skip blank lines), and whether it is a directive. */
  #openHasContent = false
  #openIsDirective = false

  /** @throws RangeError for a format whose records cannot be found without reading the whole file. */
  constructor(format: DataFormat) {
    const rules = rulesByFormat[format]
    if (rules === undefined) throw new RangeError(`Records of ${format} have no ends that can be scanned for`)
    this.#rules = rules
  }

  /** Whether this format's records can be found by scanning. */
  static canScan(format: DataFormat): boolean {
    return rulesByFormat[format] !== undefined
  }

  /** What is known after the bytes so far. */
  get scan(): RecordScan {
    return {
      records: this.#records,
      recordEnd: this.#recordStart,
      firstRecordEnd: this.#firstRecordEnd,
      insideQuotes: this.#insideQuotes && !this.#quotePending,
    }
  }

  /** Length of the incomplete record, in bytes. */
  get openRecordBytes(): number {
    return this.#offset - this.#recordStart
  }

  /**
   * Takes the next bytes, up to the first record end at or after `stopAt` (an offset from the first byte).
   *
   * @returns How many bytes were taken: all, or fewer if the scan stopped at a record end.
   */
  push(bytes: Uint8Array, stopAt = Number.POSITIVE_INFINITY): number {
    const base = this.#offset
    const { length } = bytes
    const { delimiter, escapes, carriageReturnEnds } = this.#rules
    let index = base === 0 ? byteOrderMarkLength(bytes) : 0
    if (index === 3) this.#recordStart = 3
    const next = new NextBytes(bytes, delimiter !== undefined, carriageReturnEnds)
    while (index < length) {
      if (this.#insideQuotes) {
        index = this.#skipQuoted(bytes, index)
        continue
      }
      const at = next.from(index)
      if (at === length) {
        index = length
        break
      }
      const byte = bytes[at]
      index = at + 1
      const before = at > 0 ? bytes[at - 1] : this.#previous
      if (byte === quote) {
        if (this.#isFieldStart(bytes, base, at)) this.#insideQuotes = true
        continue
      }
      if (escapes && this.#isEscaped(bytes, at)) continue
      const isReturn = byte === carriageReturn
      const isPair = isReturn && bytes[index] === lineFeed
      this.#endRecord(bytes, base, at, isPair ? index + 1 : index, before)
      if (isPair) index += 1
      // A return at the end of these bytes may be half of a CRLF: never cut between the two.
      if (base + index >= stopAt && !(isReturn && index === length && !isPair)) break
    }
    if (index > 0) {
      this.#endsAtFieldStart = !this.#insideQuotes && this.#isFieldStart(bytes, base, index)
      this.#endsWithEscape = this.#isEscaped(bytes, index)
      this.#previous = bytes[index - 1] as number
    }
    this.#offset = base + index
    this.#rememberOpenRecord(bytes, base, index)
    return index
  }

  /** Ends the input: anything after the last record end is a record too, unless it is empty. */
  finish(): RecordScan {
    if (this.#quotePending) this.#insideQuotes = false
    const hasContent = this.#hasContent(new Uint8Array(0), this.#offset, 0, this.#previous)
    if (hasContent && !(this.#rules.skipsDirectives && this.#openIsDirective)) {
      this.#records += 1
      if (this.#firstRecordEnd === 0) this.#firstRecordEnd = this.#offset
    }
    this.#openHasContent = false
    this.#recordStart = this.#offset
    return this.scan
  }

  /** Whether a field begins at `index`, or before the blanks in front of it. */
  #isFieldStart(bytes: Uint8Array, base: number, index: number): boolean {
    const start = Math.max(this.#recordStart - base, 0)
    let at = index
    while (at > start && bytes[at - 1] === blank) at--
    if (at > start) return bytes[at - 1] === this.#rules.delimiter
    return base + at === this.#recordStart || this.#endsAtFieldStart
  }

  /** Whether an odd number of backslashes precedes the byte at `index`: a pair of them escapes nothing. */
  #isEscaped(bytes: Uint8Array, index: number): boolean {
    let at = index
    while (at > 0 && bytes[at - 1] === backslash) at--
    return (index - at) % 2 === 1 ? at > 0 || !this.#endsWithEscape : at === 0 && this.#endsWithEscape
  }

  /** Advances inside a quoted field; returns the index of the next byte to look at. */
  #skipQuoted(bytes: Uint8Array, from: number): number {
    let index = from
    if (this.#quotePending) {
      this.#quotePending = false
      if (bytes[index] !== quote) {
        this.#insideQuotes = false
        return index
      }
      index += 1
    }
    while (index < bytes.length) {
      const found = bytes.indexOf(quote, index)
      if (found === -1) return bytes.length
      if (found + 1 === bytes.length) {
        this.#quotePending = true
        return bytes.length
      }
      if (bytes[found + 1] !== quote) {
        this.#insideQuotes = false
        return found + 1
      }
      index = found + 2
    }
    return index
  }

  /** A line ends at `at`; the next record begins at `nextIndex`. */
  #endRecord(
    bytes: Uint8Array,
    base: number,
    at: number,
    nextIndex: number,
    before: number | undefined,
  ): void {
    const { skipsDirectives } = this.#rules
    const start = this.#recordStart - base
    const end = base + nextIndex
    const hasContent = this.#hasContent(bytes, base, at, before)
    const isDirective = skipsDirectives && (start >= 0 ? bytes[start] === hash : this.#openIsDirective)
    if (hasContent && !isDirective) {
      this.#records += 1
      if (this.#firstRecordEnd === 0) this.#firstRecordEnd = end
    } else if (before === carriageReturn && this.#firstRecordEnd === end - 1) this.#firstRecordEnd = end
    this.#recordStart = end
    this.#openHasContent = false
    this.#openIsDirective = false
  }

  /** Whether the line that ends at `at`, after the byte `before`, has any content. */
  #hasContent(bytes: Uint8Array, base: number, at: number, before: number | undefined): boolean {
    const { skipsBlank, carriageReturnEnds } = this.#rules
    if (skipsBlank) {
      const start = this.#recordStart - base
      return (start < 0 && this.#openHasContent) || isNotBlank(bytes, Math.max(start, 0), at)
    }
    const length = base + at - this.#recordStart
    return length > (before === carriageReturn && !carriageReturnEnds ? 1 : 0)
  }

  /** Keeps what the next chunk needs to know about an unfinished record. */
  #rememberOpenRecord(bytes: Uint8Array, base: number, index: number): void {
    const start = this.#recordStart - base
    if (start >= index || index === 0) return
    if (start >= 0) this.#openIsDirective = bytes[start] === hash
    if (this.#rules.skipsBlank) this.#openHasContent ||= isNotBlank(bytes, Math.max(start, 0), index)
  }
}

function isNotBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = to - 1; at >= from; at--) if ((bytes[at] as number) > 0x20) return true
  return false
}

/** Finds the next byte that matters outside quotes, searching for each kind only once. */
class NextBytes {
  readonly #bytes: Uint8Array
  #lineFeedAt: number
  #quoteAt: number
  #returnAt: number

  constructor(bytes: Uint8Array, quotes: boolean, returns: boolean) {
    this.#bytes = bytes
    this.#lineFeedAt = -1
    this.#quoteAt = quotes ? -1 : bytes.length
    this.#returnAt = returns ? -1 : bytes.length
  }

  /** Index of the next line end or quote at or after `index`; the length if there is none. */
  from(index: number): number {
    if (this.#lineFeedAt < index) this.#lineFeedAt = this.#find(lineFeed, index)
    if (this.#quoteAt < index) this.#quoteAt = this.#find(quote, index)
    if (this.#returnAt < index) this.#returnAt = this.#find(carriageReturn, index)
    return Math.min(this.#lineFeedAt, this.#quoteAt, this.#returnAt)
  }

  #find(value: number, index: number): number {
    const found = this.#bytes.indexOf(value, index)
    return found === -1 ? this.#bytes.length : found
  }
}
