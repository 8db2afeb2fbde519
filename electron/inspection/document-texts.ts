import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  quote,
} from '../domain/json-bytes'
import type { DocumentLoops } from './text-loops'

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const plus = 0x2b
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const nine = 0x39
const colon = 0x3a
const capitalE = 0x45
const smallE = 0x65
const smallU = 0x75

/** Bytes before each text that say how long it is, little-endian. */
const lengthBytes = 4

/** What may be open at once in a document, and what may be in it; of a larger one nothing is said. */
const mostLevels = 64
const mostKeys = 4096
const mostValues = 4096

/** Digits, and points, that a dynamic value may not keep. */
const manyDigits = 17

/** What is known of all the texts of a column that becomes dynamic. */
export interface DocumentTraits {
  /** No text that begins as an object or an array is anything but well-formed JSON. */
  readonly isJson: boolean
  /** A number may be written in another way than a dynamic value writes it, or have more digits than it keeps. */
  readonly mayHaveOddNumbers: boolean
  /** An object may have a key twice. */
  readonly mayRepeatKeys: boolean
}

const unknown: DocumentTraits = { isJson: false, mayHaveOddNumbers: true, mayRepeatKeys: true }

/**
 * Reads texts that become dynamic values. Documents that a program wrote differ in their values alone: one that has the
 * same bytes between its values as the last that was read whole has its keys and brackets as well, so that only its values
 * are looked at.
 */
export class DocumentTexts {
  readonly #bytes: Uint8Array
  readonly #loops: DocumentLoops
  /** Whether each object or array that is open is an object, and its number in the document. */
  readonly #objects = new Int32Array(mostLevels)
  /** Of each key so far: its hash, and the number of its object. */
  readonly #hashes = new Int32Array(mostKeys)
  readonly #owners = new Int32Array(mostKeys)
  /** Where each value of the last document that was read whole begins and ends; strings, numbers and words are values. */
  readonly #starts = new Int32Array(mostValues)
  readonly #ends = new Int32Array(mostValues)
  #values = 0
  /** Where that document begins and ends. */
  #start = 0
  #end = 0
  #mayHaveOddNumbers = false
  #mayRepeatKeys = false

  /** @param bytes The memory of the loops. */
  constructor(bytes: Uint8Array, loops: DocumentLoops) {
    this.#bytes = bytes
    this.#loops = loops
  }

  /** Says what texts are that stand one after another between two places, each with its length before it. */
  read(from: number, to: number): DocumentTraits {
    const bytes = this.#bytes
    for (let at = from; at < to;) {
      const length =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)
      const start = at + lengthBytes
      const end = start + length
      at = end
      if (length === 0 || this.#isLikeLast(start, end)) continue
      const first = bytes[start] as number
      if (first <= blank) return unknown
      if (first === openBrace || first === openBracket) {
        if (!this.#readWhole(start, end)) return unknown
        // What is no document becomes a string, but for a number alone.
      } else if (first === minus || (first >= zero && first <= nine)) this.#number(start, end)
    }
    return {
      isJson: true,
      mayHaveOddNumbers: this.#mayHaveOddNumbers,
      mayRepeatKeys: this.#mayRepeatKeys,
    }
  }

  /** Whether a text differs from the last document that was read whole in its values alone. */
  #isLikeLast(start: number, end: number): boolean {
    const loops = this.#loops
    const starts = this.#starts
    const ends = this.#ends
    const values = this.#values
    if (values === 0) return false
    let at = start
    let last = this.#start
    for (let index = 0; index < values; index++) {
      const length = (starts[index] as number) - last
      if (at + length >= end || loops.same(at, last, length) === 0) return false
      at = this.#value(at + length, end)
      if (at < 0) return false
      last = ends[index] as number
    }
    const length = this.#end - last
    return at + length === end && loops.same(at, last, length) !== 0
  }

  /** Whether a text is a well-formed object or array. Notes its values, and whether it may have a key twice. */
  #readWhole(start: number, end: number): boolean {
    const bytes = this.#bytes
    const objects = this.#objects
    this.#values = 0
    let values = 0
    let keys = 0
    let levels = 0
    let count = 0
    let at = start
    /** Whether something was begun, so that it may end before it has anything in it. */
    let isFirst = false
    for (;;) {
      at = this.#blanks(at, end)
      if (at >= end) return false
      const byte = bytes[at] as number
      if (byte !== closeBrace && byte !== closeBracket) {
        if (levels > 0 && (objects[levels - 1] as number) > 0) {
          if (byte !== quote || keys === mostKeys) return false
          at = this.#key(at, end, keys)
          this.#owners[keys++] = objects[levels - 1] as number
          if (at < 0) return false
          at = this.#blanks(at, end)
          if (bytes[at] !== colon) return false
          at = this.#blanks(at + 1, end)
          if (at >= end) return false
        }
        const begun = bytes[at] as number
        if (begun === openBrace || begun === openBracket) {
          if (levels === mostLevels) return false
          objects[levels++] = begun === openBrace ? ++count : 0
          at++
          isFirst = true
          continue
        }
        if (values === mostValues) return false
        this.#starts[values] = at
        at = this.#value(at, end)
        if (at < 0) return false
        this.#ends[values++] = at
      } else if (!isFirst) return false
      isFirst = false
      // What comes after a value: a comma, or the end of what it stands in.
      for (;;) {
        at = this.#blanks(at, end)
        if (at >= end) return false
        const next = bytes[at++] as number
        if (next === comma) break
        if (next !== closeBrace && next !== closeBracket) return false
        const isObject = (objects[--levels] as number) > 0
        if (isObject !== (next === closeBrace)) return false
        if (levels > 0) continue
        if (this.#blanks(at, end) !== end) return false
        this.#noteKeys(keys)
        this.#start = start
        this.#end = end
        this.#values = values
        return true
      }
    }
  }

  #noteKeys(keys: number): void {
    if (this.#mayRepeatKeys) return
    const hashes = this.#hashes
    const owners = this.#owners
    for (let key = 1; key < keys; key++) {
      for (let before = 0; before < key; before++) {
        if (hashes[key] !== hashes[before] || owners[key] !== owners[before]) continue
        this.#mayRepeatKeys = true
        return
      }
    }
  }

  #blanks(at: number, end: number): number {
    const bytes = this.#bytes
    while (at < end) {
      const byte = bytes[at] as number
      if (byte !== blank && byte !== lineFeed && byte !== carriageReturn && byte !== tab) break
      at++
    }
    return at
  }

  /** Where a key ends, after its quote, or -1. One with escapes may be equal to any. */
  #key(start: number, end: number, index: number): number {
    const bytes = this.#bytes
    let hash = 0
    for (let at = start + 1; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === quote) {
        this.#hashes[index] = hash
        return at + 1
      }
      if (byte === backslash) {
        this.#mayRepeatKeys = true
        return this.#string(start, end)
      }
      if (byte < blank) return -1
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    return -1
  }

  /** Where a string, a number or a word ends, or -1. */
  #value(at: number, end: number): number {
    const bytes = this.#bytes
    const byte = bytes[at] as number
    if (byte === quote) return this.#string(at, end)
    if (byte === minus || (byte >= zero && byte <= nine)) return this.#number(at, end)
    for (const word of words) {
      if (byte !== word[0]) continue
      for (let index = 1; index < word.length; index++) if (bytes[at + index] !== word[index]) return -1
      return at + word.length <= end ? at + word.length : -1
    }
    return -1
  }

  #string(start: number, end: number): number {
    const bytes = this.#bytes
    const loops = this.#loops
    for (let at = loops.string(start + 1, end); at < end; at = loops.string(at + 2, end)) {
      const byte = bytes[at]
      if (byte === quote) return at + 1
      if (byte !== backslash || at + 1 >= end) return -1
      const escaped = bytes[at + 1] as number
      if (escapes[escaped] !== 1) return -1
      if (escaped !== smallU) continue
      for (let digit = at + 2; digit < at + 6; digit++)
        if (digit >= end || hexDigits[bytes[digit] as number] !== 1) return -1
    }
    return -1
  }

  /** Where a number ends, or -1 if it is none (RFC 8259, section 6). */
  #number(start: number, end: number): number {
    const bytes = this.#bytes
    const from = bytes[start] === minus ? start + 1 : start
    let at = this.#digits(from, end)
    if (at === from || (bytes[from] === zero && at > from + 1)) return -1
    let isOdd = at - from === 1 && from > start && bytes[from] === zero
    if (at < end && bytes[at] === point) {
      const fraction = at + 1
      at = this.#digits(fraction, end)
      if (at === fraction) return -1
      if (at - fraction > 1 && bytes[at - 1] === zero) isOdd = true
    }
    if (at - from >= manyDigits) isOdd = true
    if (at < end && (bytes[at] === smallE || bytes[at] === capitalE)) {
      isOdd = true
      at++
      if (at < end && (bytes[at] === plus || bytes[at] === minus)) at++
      const exponent = at
      at = this.#digits(exponent, end)
      if (at === exponent) return -1
    }
    if (isOdd) this.#mayHaveOddNumbers = true
    return at
  }

  #digits(at: number, end: number): number {
    const bytes = this.#bytes
    while (at < end && (bytes[at] as number) >= zero && (bytes[at] as number) <= nine) at++
    return at
  }
}

const words = ['true', 'false', 'null'].map((word) => Buffer.from(word))

/** 1 for each of some bytes. */
function asTable(characters: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(characters)) table[byte] = 1
  return table
}

const escapes = asTable('"\\/bfnrtu')
const hexDigits = asTable('0123456789abcdefABCDEF')
