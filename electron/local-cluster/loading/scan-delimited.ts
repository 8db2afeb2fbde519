import { KustoError } from '../kusto-error'

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20

/** Longest record that is taken, in bytes (documents: the string data type, 64 MB). */
export const longestRecord = 64 * 1_048_576

/** What a scan of delimited bytes found. */
export interface ScanResult {
  readonly records: number
}

/**
 * Reads delimited bytes record by record, in pieces of any size, and hands on the same records with every line
 * end as one line feed. Slower than DuckDB, but it says which record is wrong, and copes with files whose line
 * ends are mixed. With `fitTo` it makes records of that many fields: it fills up short ones with empty fields and
 * leaves out what long ones have more.
 */
export class DelimitedScanner {
  readonly #delimiter: number
  readonly #ignoreFirstRecord: boolean
  readonly #emit: (bytes: Buffer) => void
  readonly #fitTo: number | undefined
  /** Bytes of the record that is being read, while it may have to be fitted. */
  #parts: Buffer[] = []
  /** Length of the record's fields that fit, in bytes; undefined while all do. */
  #fittingBytes: number | undefined
  #inQuotes = false
  /** The last byte was a quote inside a quoted field: the end of the field, or the first of two. */
  #afterQuote = false
  #fieldStart = true
  #skipLineFeed = false
  #fields = 1
  #expected: number | undefined
  #record = 1
  #line = 1
  #recordLine = 1
  #recordBytes = 0

  constructor(
    options: { readonly delimiter: string; readonly ignoreFirstRecord: boolean; readonly fitTo?: number },
    emit: (bytes: Buffer) => void,
  ) {
    this.#delimiter = options.delimiter.charCodeAt(0)
    this.#ignoreFirstRecord = options.ignoreFirstRecord
    this.#emit = emit
    this.#fitTo = options.fitTo
  }

  /** @throws KustoError for the first record that is wrong, with its number and line (both from 1). */
  push(chunk: Buffer): void {
    const out: Buffer[] = []
    let from = 0
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index]
      if (this.#skipLineFeed) {
        this.#skipLineFeed = false
        if (byte === lineFeed) {
          from = index + 1
          continue
        }
      }
      if (this.#inQuotes) {
        this.#recordBytes++
        if (byte === quote) {
          this.#inQuotes = false
          this.#afterQuote = true
        } else if (byte === lineFeed) this.#line++
        if (this.#recordBytes > longestRecord) {
          throw this.#wrong(
            'Stream_InputStreamTooLarge',
            'is longer than 64 MB or has a quote that is not closed',
          )
        }
        continue
      }
      if (byte === quote && this.#afterQuote) {
        this.#inQuotes = true
        this.#afterQuote = false
        this.#recordBytes++
        continue
      }
      if (byte === lineFeed || byte === carriageReturn) {
        this.#take(chunk.subarray(from, index), out)
        from = index + 1
        this.#skipLineFeed = byte === carriageReturn
        this.#endRecord(out)
        continue
      }
      this.#recordBytes++
      if (byte === this.#delimiter) {
        if (this.#fields === this.#fitTo) this.#fittingBytes = this.#recordBytes - 1
        this.#fields++
        this.#fieldStart = true
        this.#afterQuote = false
        continue
      }
      if (this.#recordBytes > longestRecord) {
        throw this.#wrong('Stream_InputStreamTooLarge', 'is longer than 64 MB')
      }
      // As DuckDB does, blanks between a closing quote and the delimiter are passed over.
      if (this.#afterQuote && byte !== blank)
        throw this.#wrong('Stream_ClosingQuoteMissing', 'has text behind a closing quote')
      if (byte === quote && this.#fieldStart) this.#inQuotes = true
      this.#fieldStart = false
    }
    if (from < chunk.length) this.#take(chunk.subarray(from), out)
    if (out.length > 0) this.#emit(Buffer.concat(out))
  }

  /** @throws KustoError as {@link push}, for the last record. */
  end(): ScanResult {
    if (this.#inQuotes)
      throw this.#wrong('Stream_ClosingQuoteMissing', 'has a quoted field that is not closed')
    const out: Buffer[] = []
    this.#endRecord(out)
    if (out.length > 0) this.#emit(Buffer.concat(out))
    return { records: this.#record - 1 }
  }

  /** Hands on bytes of a record, or keeps them until it is known how many fields it has. */
  #take(bytes: Buffer, out: Buffer[]): void {
    if (this.#fitTo === undefined) out.push(bytes)
    else this.#parts.push(bytes)
  }

  /** Ends a line: a record, unless it is empty. */
  #endRecord(out: Buffer[]): void {
    if (this.#recordBytes > 0) {
      const counts = !(this.#ignoreFirstRecord && this.#record === 1)
      if (this.#fitTo !== undefined) out.push(this.#fitted(counts ? this.#fitTo : this.#fields))
      else if (counts) {
        this.#expected ??= this.#fields
        if (this.#fields !== this.#expected) {
          throw this.#wrong(
            'Stream_WrongNumberOfFields',
            `has ${this.#fields} fields where the first has ${this.#expected}`,
          )
        }
      }
      this.#record++
      out.push(lineEnd)
    }
    this.#parts = []
    this.#fittingBytes = undefined
    this.#line++
    this.#recordLine = this.#line
    this.#recordBytes = 0
    this.#fields = 1
    this.#fieldStart = true
    this.#afterQuote = false
  }

  #fitted(fields: number): Buffer {
    const record = Buffer.concat(this.#parts)
    if (this.#fields > fields) return record.subarray(0, this.#fittingBytes)
    return Buffer.concat([record, Buffer.alloc(fields - this.#fields, this.#delimiter)])
  }

  #wrong(code: string, what: string): KustoError {
    return new KustoError(code, `Record ${this.#record} (line ${this.#recordLine}) ${what}.`)
  }
}

const lineEnd = Buffer.from('\n')
