const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Deepest nesting followed. */
const maximumDepth = 100_000

/**
 * Counts multijson records: objects in a row, or inside top-level arrays. It checks structure only; whether each record
 * is valid JSON is up to its reader.
 */
export class JsonCounter {
  /** The open brackets, outermost first. */
  readonly #open: number[] = []
  #inString = false
  #isEscaped = false
  #records = 0
  #isDamaged = false

  /** Takes the next bytes of UTF-8, in chunks of any size. */
  push(bytes: Uint8Array): void {
    let index = 0
    while (index < bytes.length && !this.#isDamaged) {
      if (this.#inString) {
        index = this.#skipString(bytes, index)
        continue
      }
      const byte = bytes[index++]
      if (byte === quote) this.#inString = true
      else if (byte === openBrace || byte === openBracket) this.#begin(byte)
      else if (byte === closeBrace) this.#end(openBrace)
      else if (byte === closeBracket) this.#end(openBracket)
    }
  }

  /** The number of records; null if the bytes are not well-formed. */
  finish(): number | null {
    return this.#isDamaged || this.#inString || this.#open.length > 0 ? null : this.#records
  }

  #begin(byte: number): void {
    const depth = this.#open.length
    const isAtTop = depth === 0 || (depth === 1 && this.#open[0] === openBracket)
    if (byte === openBrace && isAtTop) this.#records++
    this.#open.push(byte)
    this.#isDamaged ||= depth >= maximumDepth
  }

  #end(opening: number): void {
    this.#isDamaged ||= this.#open.pop() !== opening
  }

  /** Advances inside a string; returns the index of the next byte to look at. */
  #skipString(bytes: Uint8Array, from: number): number {
    let index = from
    if (this.#isEscaped) {
      this.#isEscaped = false
      index++
    }
    while (index < bytes.length) {
      const byte = bytes[index++]
      if (byte === quote) {
        this.#inString = false
        return index
      }
      if (byte === backslash && index++ >= bytes.length) this.#isEscaped = true
    }
    return Math.min(index, bytes.length)
  }
}
