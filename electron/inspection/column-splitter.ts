const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const quote = 0x22

/** Longest record that is split, in bytes. */
const longestRecord = 1_000_000

/** Bytes before each text that say how long it is, little-endian. */
const lengthBytes = 4

/** Records in a row: how many, and where their texts end in each column. */
export interface RecordGroup {
  readonly records: number
  readonly ends: readonly number[]
}

/** The texts of some records, column by column, each with its length before it: as Parquet has them. */
export interface SplitColumns {
  readonly columns: readonly Uint8Array[]
  /** In order; each begins where the one before it ends. */
  readonly groups: readonly RecordGroup[]
  readonly records: number
  readonly longestRecord: number
  /** Bytes that the records take, with the end of the last one. */
  readonly length: number
}

/** How a splitter reads. */
interface Splitting {
  /** One character of ASCII. */
  readonly delimiter: string
  /** How many each record has. */
  readonly fields: number
  /** About how many bytes a group of records takes. */
  readonly groupBytes: number
}

/**
 * Splits delimited text that leaves nothing to interpret into its columns: records of the same number of fields, quotes
 * around whole fields only, no empty lines, line ends of LF or CRLF. The rules are those of `DelimitedScanner`; whatever
 * that would change or refuse is refused here, and so is what the two might ever see differently.
 */
export class ColumnSplitter {
  readonly #splitting: Splitting
  /** For each byte 1 if it ends an unquoted field. */
  readonly #ends = new Uint8Array(256)
  readonly #columns: Uint8Array[]
  /** How much of each column is filled. */
  readonly #filled: number[]
  /** How much of each was filled before the open record. */
  readonly #before: number[]

  constructor(splitting: Splitting) {
    this.#splitting = splitting
    for (const byte of [splitting.delimiter.charCodeAt(0), lineFeed, carriageReturn]) this.#ends[byte] = 1
    this.#columns = Array.from({ length: splitting.fields }, () => new Uint8Array(0))
    this.#filled = this.#columns.map(() => 0)
    this.#before = this.#columns.map(() => 0)
  }

  /**
   * Splits the whole records that some bytes begin with. The columns are written again by the next call.
   *
   * @param isEnd Whether the last record may lack its line end.
   * @returns undefined for bytes that are refused, or that no whole record begins with.
   */
  split(buffer: Uint8Array, isEnd: boolean): SplitColumns | undefined {
    // The loops are fast for arrays of one kind.
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
    const { length } = bytes
    const { fields, groupBytes } = this.#splitting
    const delimiter = this.#splitting.delimiter.charCodeAt(0)
    const ends = this.#ends
    const filled = this.#filled.fill(0)
    const before = this.#before
    const groups: RecordGroup[] = []
    let groupEnd = groupBytes
    let records = 0
    let grouped = 0
    let longest = 0
    /** Where the open record begins. */
    let start = 0
    let limit = Math.min(length, longestRecord)
    let column = 0
    let index = 0
    while (index < length || (column > 0 && isEnd)) {
      const out = this.#room(column)
      const filledBefore = filled[column] as number
      before[column] = filledBefore
      const textStart = filledBefore + lengthBytes
      let at = textStart
      if (bytes[index] === quote) {
        index++
        for (;;) {
          let byte = 0
          while (index < limit && (byte = bytes[index] as number) !== quote) {
            out[at++] = byte
            index++
          }
          if (index >= limit || bytes[index + 1] !== quote) break
          out[at++] = quote
          index += 2
        }
        if (index >= length && isEnd) return undefined
        index++
      } else {
        if (bytes[index] === blank && isQuotedAfterBlanks(bytes, index)) return undefined
        let byte = 0
        while (index < limit && ends[(byte = bytes[index] as number)] === 0) {
          out[at++] = byte
          index++
        }
      }
      if (index >= limit) {
        if (limit < length) return undefined
        if (!isEnd) break
      }
      const end = index < length ? bytes[index] : lineFeed
      if (end === carriageReturn && index + 1 === length && !isEnd) break
      writeLength(out, textStart, at)
      filled[column] = at
      if (end === delimiter) {
        column++
        index++
        if (column === fields) return undefined
        continue
      }
      if (end === carriageReturn) {
        if (bytes[index + 1] !== lineFeed) return undefined
        index++
      } else if (end !== lineFeed) return undefined
      if (column !== fields - 1) return undefined
      index++
      column = 0
      records++
      if (index - start > longest) longest = index - start
      start = index
      limit = Math.min(length, start + longestRecord)
      if (index < groupEnd) continue
      groups.push({ records: records - grouped, ends: filled.slice() })
      grouped = records
      groupEnd = index + groupBytes
    }
    if (records === 0) return undefined
    for (let open = 0; open < column; open++) filled[open] = before[open] as number
    if (records > grouped) groups.push({ records: records - grouped, ends: filled.slice() })
    return {
      columns: this.#columns,
      groups,
      records,
      longestRecord: longest,
      length: Math.min(start, length),
    }
  }

  /** A column with room for another text. */
  #room(column: number): Uint8Array {
    const bytes = this.#columns[column] as Uint8Array
    const filled = this.#filled[column] as number
    const needed = filled + lengthBytes + longestRecord
    if (needed <= bytes.length) return bytes
    const larger = new Uint8Array(2 * needed)
    larger.set(bytes.subarray(0, filled))
    this.#columns[column] = larger
    return larger
  }
}

/** Whether a quoted field begins after the blanks at `index`, which are then no part of it. */
function isQuotedAfterBlanks(bytes: Uint8Array, index: number): boolean {
  let at = index
  while (bytes[at] === blank) at++
  return bytes[at] === quote
}

function writeLength(bytes: Uint8Array, start: number, end: number): void {
  const length = end - start
  bytes[start - 4] = length & 255
  bytes[start - 3] = (length >> 8) & 255
  bytes[start - 2] = length >> 16
  bytes[start - 1] = 0
}
