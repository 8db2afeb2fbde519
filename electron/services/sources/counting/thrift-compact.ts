/** Types of values in the compact protocol that Parquet uses; in a list, 1 and 2 are both booleans. */
export const thriftType = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
} as const

/** A Parquet footer has five levels. */
const maximumDepth = 24
/** Bytes of a 64-bit number, seven bits in each. */
const longestNumber = 10

/**
 * Walks through bytes in Thrift's compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md) and keeps
 * nothing, so a hostile footer costs no memory and no more time than its length. Every method throws RangeError if the
 * bytes end early, are nested too deep, or hold a type that Parquet does not use.
 */
export class ThriftReader {
  readonly #bytes: Uint8Array
  #at = 0
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Reads a struct. For each field, `visit` must read the value or {@link skip} it. */
  struct(visit: (id: number, type: number) => void): void {
    this.#enter()
    let id = 0
    for (;;) {
      const header = this.#byte()
      const type = header & 0x0f
      if (type === 0) break
      const delta = header >> 4
      id = delta === 0 ? this.number() : id + delta
      visit(id, type)
    }
    this.#depth--
  }

  /** Reads a list. For each item, `visit` must read the value or {@link skip} it. */
  list(visit: (type: number) => void): void {
    this.#enter()
    const header = this.#byte()
    const size = header >> 4 === 15 ? this.#varint() : header >> 4
    const type = header & 0x0f
    // A boolean in a list takes a byte of its own.
    const itemType = type === thriftType.true || type === thriftType.false ? thriftType.byte : type
    // Every item takes at least a byte, so a size that is a lie ends early.
    for (let index = 0; index < size; index++) visit(itemType)
    this.#depth--
  }

  /** Reads a whole number of any size; inexact beyond 2^53. */
  number(): number {
    const value = this.#varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Passes over a value. */
  skip(type: number): void {
    switch (type) {
      case thriftType.true:
      case thriftType.false:
        return
      case thriftType.byte:
        return this.#pass(1)
      case thriftType.i16:
      case thriftType.i32:
      case thriftType.i64:
        return void this.#varint()
      case thriftType.double:
        return this.#pass(8)
      case thriftType.binary:
        return this.#pass(this.#varint())
      case thriftType.list:
      case thriftType.set:
        return this.list(this.#skipItem)
      case thriftType.struct:
        return this.struct(this.#skipField)
      default:
        throw new RangeError(`Unknown type ${type}`)
    }
  }

  readonly #skipItem = (type: number): void => this.skip(type)
  readonly #skipField = (_id: number, type: number): void => this.skip(type)

  #enter(): void {
    if (++this.#depth > maximumDepth) throw new RangeError('Nested too deep')
  }

  #pass(length: number): void {
    if (this.#at + length > this.#bytes.length) throw new RangeError('Ended early')
    this.#at += length
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new RangeError('Ended early')
    this.#at++
    return byte
  }

  #varint(): number {
    let value = 0
    let unit = 1
    for (let index = 0; index < longestNumber; index++, unit *= 128) {
      const byte = this.#byte()
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
    }
    throw new RangeError('A number that does not end')
  }
}
