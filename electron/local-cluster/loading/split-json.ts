import { longestRecordBytes } from '../../domain/delimited-defect'
import {
  quote,
  backslash,
  openBrace,
  closeBrace,
  openBracket,
  closeBracket,
  comma,
} from '../../domain/json-bytes'
import type { TextRewriter } from './text-rewriter'

const lineFeed = 0x0a
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** What may come next between two records. */
type Between = 'record' | 'recordOrEnd' | 'commaOrEnd'

/** Text that is neither a sequence nor an array of JSON values. */
export class JsonDefect extends Error {
  /** From 1. */
  readonly record: number
  /** Of the byte that is not allowed there, from the start of the text. */
  readonly offset: number
  readonly isTooLong: boolean

  constructor(
    what: string,
    at: { readonly record: number; readonly offset: number; readonly isTooLong?: boolean },
  ) {
    super(what)
    this.record = at.record
    this.offset = at.offset
    this.isTooLong = at.isTooLong === true
  }
}

/**
 * Splits JSON text (an array of values, or values in sequence) into records, one per line, from bytes in pieces of
 * any size. It only looks at structure: whoever reads a record checks that it is JSON.
 */
export class JsonSplitter implements TextRewriter {
  /** Nesting inside the record; 0 between records. */
  #depth = 0
  #inString = false
  #escaped = false
  #inScalar = false
  /** Whether the records are in an array. */
  #inArray = false
  #between: Between = 'record'
  #records = 0
  #longest = 0
  /** Bytes before this piece. */
  #base = 0
  #recordStart = 0
  readonly #onRecord: (record: number, offset: number) => void

  /** @param onRecord Called for each record with its number, from 1, and its offset in the text. */
  constructor(onRecord: (record: number, offset: number) => void = () => undefined) {
    this.#onRecord = onRecord
  }

  get records(): number {
    return this.#records
  }

  get longestRecord(): number {
    return this.#longest
  }

  /** @throws JsonDefect */
  push(bytes: Uint8Array): Uint8Array[] {
    const out = Buffer.allocUnsafe(bytes.length * 2)
    let length = 0
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number
      const offset = this.#base + index
      if (this.#depth === 0 && !this.#inString && !this.#inScalar) {
        if (!this.#startsRecord(byte, offset)) continue
        this.#recordStart = offset
        this.#onRecord(this.#records + 1, offset)
      } else if (this.#inScalar && (byte === comma || byte === closeBracket || isBlank(byte))) {
        this.#endRecord(offset)
        out[length++] = lineFeed
        this.#startsRecord(byte, offset)
        continue
      }
      // A line end inside a string is not valid JSON. Neither is the tab that replaces it, so its reader still
      // refuses it.
      out[length++] = isBlank(byte) ? (this.#inString && byte !== 0x20 ? 0x09 : 0x20) : byte
      if (this.#takes(byte)) {
        this.#endRecord(offset + 1)
        out[length++] = lineFeed
      }
    }
    this.#base += bytes.length
    const isOpen = this.#depth > 0 || this.#inString || this.#inScalar
    if (isOpen && this.#base - this.#recordStart > longestRecordBytes) throw this.#tooLong()
    return length > 0 ? [out.subarray(0, length)] : []
  }

  /** @throws JsonDefect if the text ends too early. */
  end(): Uint8Array[] {
    const isLastScalar = this.#inScalar && !this.#inArray
    if (isLastScalar) this.#endRecord(this.#base)
    if (this.#depth > 0 || this.#inString || this.#inScalar || this.#inArray) {
      throw this.#wrong('the text ends inside it', this.#base)
    }
    return isLastScalar ? [Uint8Array.of(lineFeed)] : []
  }

  /** Looks at a byte between records; true if it starts a record. */
  #startsRecord(byte: number, offset: number): boolean {
    if (isBlank(byte)) return false
    if (this.#inArray) {
      if (byte === closeBracket && this.#between !== 'record') {
        this.#inArray = false
        this.#between = 'record'
        return false
      }
      if (byte === comma && this.#between === 'commaOrEnd') {
        this.#between = 'record'
        return false
      }
      if (this.#between === 'commaOrEnd') throw this.#wrong('a comma is missing before it', offset)
    } else if (byte === openBracket) {
      this.#inArray = true
      this.#between = 'recordOrEnd'
      return false
    }
    if (byte === comma || byte === closeBracket || byte === closeBrace)
      throw this.#wrong('it does not begin a value', offset)
    return true
  }

  /** Follows the structure inside a record; true if this byte ends it. */
  #takes(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) {
        this.#inString = false
        return this.#depth === 0
      }
      return false
    }
    if (byte === quote) this.#inString = true
    else if (byte === openBrace || byte === openBracket) this.#depth++
    else if (byte === closeBrace || byte === closeBracket) return --this.#depth === 0
    else if (this.#depth === 0) this.#inScalar = true
    return false
  }

  #endRecord(end: number): void {
    const bytes = end - this.#recordStart
    if (bytes > longestRecordBytes) throw this.#tooLong()
    this.#longest = Math.max(this.#longest, bytes)
    this.#inScalar = false
    this.#records++
    this.#between = 'commaOrEnd'
  }

  #wrong(what: string, offset: number): JsonDefect {
    return new JsonDefect(what, { record: this.#records + 1, offset })
  }

  #tooLong(): JsonDefect {
    const place = { record: this.#records + 1, offset: this.#recordStart, isTooLong: true }
    return new JsonDefect('it is longer than 64 MB', place)
  }
}
