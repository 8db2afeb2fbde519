/** A value of a Thrift struct, as far as it is of use: numbers, and structs and lists of structs below it. */
export type ThriftValue = bigint | ThriftStruct | readonly ThriftValue[] | undefined
export type ThriftStruct = ReadonlyMap<number, ThriftValue>

/** Deepest nesting that is followed; a footer has five levels. */
const maximumDepth = 24

/**
 * Reads a struct in Thrift's compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md). Texts and
 * floating point numbers are passed over.
 *
 * @throws RangeError when the bytes end early or are nested too deep.
 */
export function readThriftStruct(bytes: Uint8Array): ThriftStruct {
  return new CompactReader(bytes).struct(0)
}

class CompactReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  struct(depth: number): ThriftStruct {
    if (depth > maximumDepth) throw new RangeError('Nested too deep')
    const fields = new Map<number, ThriftValue>()
    let id = 0
    for (;;) {
      const header = this.#byte()
      const type = header & 0x0f
      if (type === 0) return fields
      const delta = header >> 4
      id = delta === 0 ? Number(this.#zigzag()) : id + delta
      fields.set(id, this.#value(type, depth))
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return type === 1 ? 1n : 0n
      case 3:
        return BigInt(this.#byte())
      case 4:
      case 5:
      case 6:
        return this.#zigzag()
      case 7:
        return this.#skip(8)
      case 8:
        return this.#skip(Number(this.#varint()))
      case 9:
      case 10:
        return this.#list(depth)
      case 12:
        return this.struct(depth + 1)
      default:
        throw new RangeError(`Unknown type ${type}`)
    }
  }

  #list(depth: number): ThriftValue[] {
    const header = this.#byte()
    const size = header >> 4 === 15 ? Number(this.#varint()) : header >> 4
    if (size > this.#bytes.length) throw new RangeError('A list longer than its bytes')
    const type = header & 0x0f
    const values: ThriftValue[] = []
    // A boolean in a list takes a byte of its own.
    for (let index = 0; index < size; index++) values.push(this.#value(type <= 2 ? 3 : type, depth))
    return values
  }

  #skip(length: number): undefined {
    if (this.#at + length > this.#bytes.length) throw new RangeError('Ended early')
    this.#at += length
    return undefined
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new RangeError('Ended early')
    this.#at += 1
    return byte
  }

  #varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw new RangeError('A number without an end')
  }

  #zigzag(): bigint {
    const value = this.#varint()
    return value % 2n === 0n ? value / 2n : -(value + 1n) / 2n
  }
}
