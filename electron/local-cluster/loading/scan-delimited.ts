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
 * ends are mixed.
 */
export class DelimitedScanner {
  readonly #delimiter: number
  readonly #ignoreFirstRecord: boolean
  readonly #emit: (bytes: Buffer) => void
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
    options: { readonly delimiter: string; readonly ignoreFirstRecord: boolean },
    emit: (bytes: Buffer) => void,
  ) {
    this.#delimiter = options.delimiter.charCodeAt(0)
    this.#ignoreFirstRecord = options.ignoreFirstRecord
    this.#emit = emit
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
        out.push(chunk.subarray(from, index))
        from = index + 1
        this.#skipLineFeed = byte === carriageReturn
        if (this.#endRecord()) out.push(lineEnd)
        continue
      }
      this.#recordBytes++
      if (byte === this.#delimiter) {
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
    if (from < chunk.length) out.push(chunk.subarray(from))
    if (out.length > 0) this.#emit(Buffer.concat(out))
  }

  /** @throws KustoError as {@link push}, for the last record. */
  end(): ScanResult {
    if (this.#inQuotes)
      throw this.#wrong('Stream_ClosingQuoteMissing', 'has a quoted field that is not closed')
    this.#endRecord()
    return { records: this.#record - 1 }
  }

  /** Returns whether the line was a record, not an empty line. */
  #endRecord(): boolean {
    const isRecord = this.#recordBytes > 0
    if (isRecord) {
      const counts = !(this.#ignoreFirstRecord && this.#record === 1)
      if (counts) {
        this.#expected ??= this.#fields
        if (this.#fields !== this.#expected) {
          throw this.#wrong(
            'Stream_WrongNumberOfFields',
            `has ${this.#fields} fields where the first has ${this.#expected}`,
          )
        }
      }
      this.#record++
    }
    this.#line++
    this.#recordLine = this.#line
    this.#recordBytes = 0
    this.#fields = 1
    this.#fieldStart = true
    this.#afterQuote = false
    return isRecord
  }

  #wrong(code: string, what: string): KustoError {
    return new KustoError(code, `Record ${this.#record} (line ${this.#recordLine}) ${what}.`)
  }
}

const lineEnd = Buffer.from('\n')
