/** Whether all of the bytes are UTF-8: the host's own check, many times faster than one written here. */
type Utf8Check = (bytes: Uint8Array) => boolean

/**
 * Finds the first byte that fits no UTF-8 character, in chunks of any size. A character split between two chunks is put
 * together again.
 */
export class Utf8Validator {
  readonly #isUtf8: Utf8Check
  /** The start of a character that ends in the next chunk. */
  #open: Uint8Array = new Uint8Array(0)
  #offset = 0
  #invalidAt: number | null = null

  constructor(isUtf8: Utf8Check) {
    this.#isUtf8 = isUtf8
  }

  /** Offset of the first wrong byte so far; null if there is none. */
  get invalidAt(): number | null {
    return this.#invalidAt
  }

  push(bytes: Uint8Array): void {
    if (this.#invalidAt !== null) return
    let start = 0
    if (this.#open.length > 0) {
      start = Math.min(lengthOfCharacter(this.#open[0] ?? 0) - this.#open.length, bytes.length)
      const joined = Uint8Array.from([...this.#open, ...bytes.subarray(0, start)])
      if (!isCutCharacter(joined)) this.#check(joined, this.#offset - this.#open.length)
      this.#open = isCutCharacter(joined) ? joined : new Uint8Array(0)
    }
    const rest = bytes.subarray(start)
    const cut = cutAtEnd(rest)
    this.#check(rest.subarray(0, rest.length - cut), this.#offset + start)
    // Copied, because the caller may reuse the buffer.
    if (cut > 0) this.#open = Uint8Array.from(rest.subarray(rest.length - cut))
    this.#offset += bytes.length
  }

  /** Ends the content; an unfinished character there is wrong. */
  end(): number | null {
    if (this.#open.length > 0) this.#invalidAt ??= this.#offset - this.#open.length
    return this.#invalidAt
  }

  #check(bytes: Uint8Array, offset: number): void {
    if (this.#invalidAt !== null || this.#isUtf8(bytes)) return
    this.#invalidAt = offset + firstInvalidByte(bytes, this.#isUtf8)
  }
}

/** How many bytes at the end begin an unfinished character. */
function cutAtEnd(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return lengthOfCharacter(byte) > count ? count : 0
  }
  return 0
}

function isCutCharacter(bytes: Uint8Array): boolean {
  return bytes.length > 0 && cutAtEnd(bytes) === bytes.length
}

/** From the character's first byte. */
function lengthOfCharacter(byte: number): number {
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
}

/** Where the wrong character begins; found by halving, because the check only judges all bytes together. */
function firstInvalidByte(bytes: Uint8Array, isUtf8: Utf8Check): number {
  const withoutCut = (length: number): number => length - cutAtEnd(bytes.subarray(0, length))
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8(bytes.subarray(0, withoutCut(middle)))) good = middle
    else bad = middle
  }
  return withoutCut(good)
}
