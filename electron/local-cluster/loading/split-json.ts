import { KustoError } from '../kusto-error'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** What may come next between two records. */
type Between = 'record' | 'recordOrEnd' | 'commaOrEnd'

/**
 * Cuts JSON text (an array of values, or values in a row) into its records, one a line, from bytes in pieces of
 * any size. It looks at structure only; whether each record is JSON is for its reader to say.
 */
export class JsonSplitter {
  readonly #emit: (bytes: Buffer) => void
  /** Nesting inside the record; 0 between records. */
  #depth = 0
  #inString = false
  #escaped = false
  #inScalar = false
  /** Whether records stand in an array. */
  #inArray = false
  #between: Between = 'record'
  #records = 0

  constructor(emit: (bytes: Buffer) => void) {
    this.#emit = emit
  }

  /** @throws KustoError `BadRequest_InvalidBlob` that says at which record the text stops being JSON. */
  push(chunk: Buffer): void {
    const out = Buffer.alloc(chunk.length * 2)
    let length = 0
    for (const byte of chunk) {
      if (this.#depth === 0 && !this.#inString && !this.#inScalar) {
        if (!this.#startsRecord(byte)) continue
      } else if (this.#inScalar && (byte === comma || byte === closeBracket || isBlank(byte))) {
        this.#endRecord()
        out[length++] = 0x0a
        this.#startsRecord(byte)
        continue
      }
      // A line end inside a string is not JSON and stays, so that the record's reader refuses it.
      out[length++] = !this.#inString && isBlank(byte) ? 0x20 : byte
      if (this.#takes(byte)) {
        this.#endRecord()
        out[length++] = 0x0a
      }
    }
    if (length > 0) this.#emit(out.subarray(0, length))
  }

  /** @throws KustoError as {@link push}, when the text ends too early. */
  end(): void {
    if (this.#inScalar && !this.#inArray) this.#endRecord()
    if (this.#depth > 0 || this.#inString || this.#inScalar || this.#inArray) {
      throw this.#wrong('the text ends inside it')
    }
  }

  /** Looks at a byte between records; true when a record begins with it. */
  #startsRecord(byte: number): boolean {
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
      if (this.#between === 'commaOrEnd') throw this.#wrong('a comma is missing before it')
    } else if (byte === openBracket) {
      this.#inArray = true
      this.#between = 'recordOrEnd'
      return false
    }
    if (byte === comma || byte === closeBracket || byte === closeBrace)
      throw this.#wrong('it does not begin a value')
    return true
  }

  /** Follows the structure inside a record; true when the record ends with this byte. */
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

  #endRecord(): void {
    this.#inScalar = false
    this.#records++
    this.#between = 'commaOrEnd'
  }

  #wrong(what: string): KustoError {
    const message = `The blob is not valid JSON at record ${this.#records + 1}: ${what}.`
    return new KustoError('BadRequest_InvalidBlob', message)
  }
}
