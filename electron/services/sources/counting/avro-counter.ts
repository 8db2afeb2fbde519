import type { RecordCounter } from './record-counter'

const magic = [0x4f, 0x62, 0x6a, 0x01]
const syncLength = 16
/** A header holds a schema; anything longer is not a header. */
const maximumHeader = 16 * 1_048_576

/**
 * Counts the records of an Avro object container from the counts at the start of its blocks (Apache Avro specification,
 * object container files). Skips the records themselves.
 */
export class AvroCounter implements RecordCounter {
  /** Bytes kept until the structure that they start is complete. */
  #kept: Uint8Array = new Uint8Array(0)
  #sync: Uint8Array | undefined
  /** Bytes left in the open block, before its sync marker. */
  #blockLeft = 0
  /** Whether a sync marker comes next. */
  #isSyncNext = false
  #records = 0
  #isDamaged = false

  push(bytes: Uint8Array): void {
    let rest = bytes
    while (rest.length > 0 && !this.#isDamaged) {
      const passed = this.passOver(rest.length)
      rest = rest.subarray(passed)
      if (rest.length > 0) rest = this.#readNext(rest)
    }
  }

  passOver(limit: number): number {
    const passed = Math.min(this.#blockLeft, limit)
    this.#blockLeft -= passed
    return passed
  }

  finish(): number | null {
    const isWhole = this.#sync !== undefined && this.#kept.length === 0 && this.#blockLeft === 0
    return isWhole && !this.#isSyncNext && !this.#isDamaged ? this.#records : null
  }

  /** Reads the header, the start of a block or a sync marker; returns what follows it. */
  #readNext(bytes: Uint8Array): Uint8Array {
    const all = this.#kept.length === 0 ? bytes : Buffer.concat([this.#kept, bytes])
    const cursor = new Cursor(all)
    try {
      if (this.#sync === undefined) this.#sync = readHeader(cursor)
      else if (this.#isSyncNext) this.#readSync(cursor, this.#sync)
      else this.#readBlockStart(cursor)
    } catch (error) {
      if (!(error instanceof NotEnough)) this.#isDamaged = true
      // A copy, because the caller may reuse its buffer.
      this.#kept = Uint8Array.from(all)
      if (all.length > maximumHeader) this.#isDamaged = true
      return all.subarray(all.length)
    }
    this.#kept = new Uint8Array(0)
    return all.subarray(cursor.position)
  }

  #readBlockStart(cursor: Cursor): void {
    const count = cursor.long()
    const size = cursor.long()
    if (count < 0 || size < 0) throw new RangeError('A block of negative length')
    this.#records += count
    this.#blockLeft = size
    this.#isSyncNext = true
  }

  #readSync(cursor: Cursor, sync: Uint8Array): void {
    const marker = cursor.take(syncLength)
    if (!marker.every((byte, index) => byte === sync[index])) throw new RangeError('Another sync marker')
    this.#isSyncNext = false
  }
}

/** Reads the magic bytes and the metadata; returns the sync marker. */
function readHeader(cursor: Cursor): Uint8Array {
  if (!cursor.take(magic.length).every((byte, index) => byte === magic[index]))
    throw new RangeError('Not an Avro container')
  for (let count = cursor.long(); count !== 0; count = cursor.long()) {
    // A negative count is followed by the block's length in bytes.
    if (count < 0) cursor.long()
    for (let index = 0; index < Math.abs(count); index++) {
      cursor.take(cursor.long())
      cursor.take(cursor.long())
    }
  }
  return Uint8Array.from(cursor.take(syncLength))
}

/** More bytes are needed to read what comes next. */
class NotEnough extends Error {}

class Cursor {
  readonly #bytes: Uint8Array
  position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(length: number): Uint8Array {
    if (length < 0) throw new RangeError('A negative length')
    if (this.position + length > this.#bytes.length) throw new NotEnough()
    this.position += length
    return this.#bytes.subarray(this.position - length, this.position)
  }

  /** A zigzag `long`, exact up to 2^53. */
  long(): number {
    let value = 0
    for (let index = 0; index < 8; index++) {
      const [byte = 0] = this.take(1)
      value += (byte & 0x7f) * 128 ** index
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    throw new RangeError('A number that is too long')
  }
}
