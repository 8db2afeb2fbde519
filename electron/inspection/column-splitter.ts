import { DocumentTexts, type DocumentTraits } from './document-texts'
import { copySlack, ownBytes, textLoops, type TextLoops } from './text-loops'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const quote = 0x22

/** Longest record that is split, in bytes. */
const longestRecord = 1_000_000

/** Bytes before each text that say how long it is, little-endian. */
const lengthBytes = 4

/** What a record adds to a column at most, and what is written after that. */
const mostAdded = lengthBytes + longestRecord + copySlack

/** The unit in which memory grows, of the format. */
const pageBytes = 65_536

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

/** A part of the memory. */
interface Room {
  start: number
  size: number
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
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #loops: TextLoops
  /** Where in the memory the text and each column lie, how much room a column has, and how much of it is filled. */
  readonly #input: Room = { start: 0, size: 0 }
  readonly #rooms: Room[]
  readonly #filled: number[]
  /** How much of each column was filled before the open record. */
  readonly #before: number[]
  #used = ownBytes

  constructor(splitting: Splitting) {
    this.#splitting = splitting
    this.#loops = textLoops(this.#memory)
    this.#rooms = Array.from({ length: splitting.fields }, () => ({ start: 0, size: 0 }))
    this.#filled = this.#rooms.map(() => 0)
    this.#before = this.#rooms.map(() => 0)
  }

  /** Where a text of so many bytes is to be put, and is found until a longer one is asked for. */
  text(length: number): Uint8Array {
    const needed = length + copySlack
    if (this.#input.size < needed) this.#place(this.#input, needed)
    return this.#bytes().subarray(this.#input.start, this.#input.start + length)
  }

  /**
   * Splits the whole records that a text begins with. The columns are written again by the next call.
   *
   * @param length Of the text, in bytes, where {@link text} says.
   * @param isEnd Whether the last record may lack its line end.
   * @returns undefined for bytes that are refused, or that no whole record begins with.
   */
  split(length: number, isEnd: boolean): SplitColumns | undefined {
    const { fields, groupBytes } = this.#splitting
    const delimiter = this.#splitting.delimiter.charCodeAt(0)
    const loops = this.#loops
    const rooms = this.#rooms
    const filled = this.#filled.fill(0)
    const before = this.#before
    let bytes = this.#bytes()
    let index = this.#input.start
    const textEnd = index + length
    bytes.fill(0, textEnd, textEnd + copySlack)
    const groups: RecordGroup[] = []
    let groupEnd = index + groupBytes
    let records = 0
    let grouped = 0
    let longest = 0
    /** Where the open record begins. */
    let start = index
    let limit = Math.min(textEnd, start + longestRecord)
    let column = 0
    while (index < textEnd || (column > 0 && isEnd)) {
      const filledBefore = filled[column] as number
      const room = rooms[column] as Room
      if (room.size < filledBefore + mostAdded) {
        this.#grow(room, filledBefore)
        bytes = this.#bytes()
      }
      before[column] = filledBefore
      const textStart = room.start + filledBefore + lengthBytes
      let at = textStart
      const first = index < textEnd ? bytes[index] : lineFeed
      if (first === quote) {
        at = loops.quoted(index + 1, limit, textStart)
        index = readInt(bytes, 0)
        if (index >= textEnd && isEnd) return undefined
        index++
      } else {
        if (first === blank && isQuotedAfterBlanks(bytes, index)) return undefined
        const from = index
        index = index < limit ? loops.plain(index, limit, textStart, delimiter) : limit
        at += index - from
      }
      if (index >= limit) {
        if (limit < textEnd) return undefined
        if (!isEnd) break
      }
      const end = index < textEnd ? bytes[index] : lineFeed
      if (end === carriageReturn && index + 1 === textEnd && !isEnd) break
      writeInt(bytes, textStart - lengthBytes, at - textStart)
      filled[column] = at - room.start
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
      limit = Math.min(textEnd, start + longestRecord)
      if (index < groupEnd) continue
      groups.push({ records: records - grouped, ends: filled.slice() })
      grouped = records
      groupEnd = index + groupBytes
    }
    if (records === 0) return undefined
    for (let open = 0; open < column; open++) filled[open] = before[open] as number
    if (records > grouped) groups.push({ records: records - grouped, ends: filled.slice() })
    return {
      columns: rooms.map((room, at) => bytes.subarray(room.start, room.start + (filled[at] as number))),
      groups,
      records,
      longestRecord: longest,
      length: Math.min(start - this.#input.start, length),
    }
  }

  /** Says what the texts of a column are, as dynamic values, of what was split last. */
  documents(column: number): DocumentTraits {
    const { start } = this.#rooms[column] as Room
    return new DocumentTexts(this.#bytes(), this.#loops).read(start, start + (this.#filled[column] as number))
  }

  /** Gives a column room for more, in another place. */
  #grow(room: Room, filled: number): void {
    const { start } = room
    this.#place(room, 2 * (filled + mostAdded))
    this.#bytes().copyWithin(room.start, start, start + filled)
  }

  #place(room: Room, size: number): void {
    const missing = this.#used + size - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes))
    room.start = this.#used
    room.size = size
    this.#used += size
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer)
  }
}

/** Whether a quoted field begins after the blanks at `index`, which are then no part of it. */
function isQuotedAfterBlanks(bytes: Uint8Array, index: number): boolean {
  let at = index
  while (bytes[at] === blank) at++
  return bytes[at] === quote
}

function writeInt(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 255
  bytes[at + 1] = (value >> 8) & 255
  bytes[at + 2] = (value >> 16) & 255
  bytes[at + 3] = value >> 24
}

function readInt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
  return low | ((bytes[at + 3] as number) << 24)
}
