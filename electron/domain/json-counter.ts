import { quote, backslash, openBrace, closeBrace, openBracket, closeBracket } from './json-bytes'

/** Bytes that may stand between records: white space, commas and a byte order mark. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0xef, 0xbb, 0xbf])

/** Deepest nesting that is followed. */
const maximumDepth = 100_000

/**
 * Counts the records of multijson: objects in a row, or those in arrays at the top. It looks at structure only:
 * whether each record is valid JSON is for its reader to say.
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
      if (byte === quote) this.#beginString()
      else if (byte === openBrace || byte === openBracket) this.#begin(byte)
      else if (byte === closeBrace) this.#end(openBrace)
      else if (byte === closeBracket) this.#end(openBracket)
      else if (this.#isBetweenRecords() && !between.has(byte ?? 0)) this.#isDamaged = true
    }
  }

  /** The records; null when the bytes are not well-formed, or something else stands among the records. */
  finish(): number | null {
    return this.#isDamaged || this.#inString || this.#open.length > 0 ? null : this.#records
  }

  /** Whether a record may begin here: at the top, or in an array at the top. */
  #isBetweenRecords(): boolean {
    const depth = this.#open.length
    return depth === 0 || (depth === 1 && this.#open[0] === openBracket)
  }

  #beginString(): void {
    this.#isDamaged ||= this.#isBetweenRecords()
    this.#inString = true
  }

  #begin(byte: number): void {
    if (this.#isBetweenRecords()) {
      if (byte === openBrace) this.#records++
      else this.#isDamaged ||= this.#open.length > 0
    }
    this.#isDamaged ||= this.#open.length >= maximumDepth
    this.#open.push(byte)
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
