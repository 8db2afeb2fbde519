/** Reads Avro's primitive values from bytes, in order (Apache Avro specification, binary encoding). */
export class AvroCursor {
  readonly bytes: Buffer
  position = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get remaining(): number {
    return this.bytes.length - this.position
  }

  /** @throws AvroEndError if too few bytes are left. */
  take(length: number): Buffer {
    if (length < 0) throw new AvroFormatError('a length is negative')
    if (length > this.remaining) throw new AvroEndError()
    this.position += length
    return this.bytes.subarray(this.position - length, this.position)
  }

  byte(): number {
    const byte = this.bytes[this.position]
    if (byte === undefined) throw new AvroEndError()
    this.position++
    return byte
  }

  /** An `int` or `long`: a number if that is exact, else a bigint. */
  whole(): number | bigint {
    let value = 0
    let factor = 1
    for (let index = 0; index < 7; index++) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      factor *= 128
    }
    let long = BigInt(value)
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte()
      long |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) {
        const bits = BigInt.asUintN(64, long)
        return (bits >> 1n) ^ -(bits & 1n)
      }
    }
    throw new AvroFormatError('a number is longer than ten bytes')
  }

  /** A number that counts something here: a length or an index. */
  count(): number {
    const value = Number(this.whole())
    if (!Number.isSafeInteger(value)) throw new AvroFormatError('a length is out of range')
    return value
  }

  /** The bytes of a `bytes` or `string` value. */
  sized(): Buffer {
    return this.take(this.count())
  }

  /**
   * Calls `read` for each item of an array or map. Each item must take at least one byte, so that a few bytes
   * cannot claim a billion items.
   */
  blocks(read: () => void): void {
    for (let count = this.count(); count !== 0; count = this.count()) {
      // A negative count is followed by the block's length in bytes.
      if (count < 0) this.count()
      const items = Math.abs(count)
      if (items > this.remaining) throw new AvroEndError()
      for (let index = 0; index < items; index++) read()
    }
  }
}

/** The bytes end in the middle of a value. */
export class AvroEndError extends Error {
  constructor() {
    super('it ends too early')
  }
}

/** The bytes or the schema are not Avro. The message completes a sentence about the blob. */
export class AvroFormatError extends Error {}
