import { maximumRecordBytes } from '../source-treatment'
import { formatFacts } from '../data-format'
import { createDecoder, type EncodedText } from '../recognition/text-decoder'
import type { Reading } from '../schema/reading'
import type { FieldConversion } from './field-conversion'
import { afterLineEnd, endOfLine, isLineEnd, readField, skipBlanks } from './field-reader'
import { convertValue } from './convert-value'

const blank = 32

/** Whether a source has to be rewritten for Kusto to read it as a reading says. */
export function needsConversion(reading: Reading): boolean {
  return reading.encoding !== 'utf-8' || reading.skipLines > 0 || rewritesRecords(reading)
}

/** How a source is read after its conversion. */
export function readingAfter(reading: Reading): Reading {
  const { format, ignoreFirstRecord } = reading
  return { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 }
}

function rewritesRecords({ comment, delimiter, backslashQuotes, conversions = [] }: Reading): boolean {
  return (
    comment !== undefined || delimiter !== undefined || backslashQuotes === true || conversions.length > 0
  )
}

/** Bytes that are not in the encoding that they should be in. */
export class NotInEncodingError extends Error {
  override readonly name = 'NotInEncodingError'
  /** Bytes before those that were read last: the wrong one follows. */
  readonly offset: number

  constructor(encoding: string, offset: number) {
    super(`The bytes after ${offset} are not ${encoding}.`)
    this.offset = offset
  }
}

/** A record that is longer than Kusto takes. */
export class RecordTooLongError extends Error {
  override readonly name = 'RecordTooLongError'
}

/**
 * Rewrites the bytes of a source so that Kusto reads them as a {@link Reading} says: in UTF-8, without the lines that are
 * left out, with commas or doubled quotes where there were others, and with converted values. Everything else stays as
 * it is, line ends and empty lines included. The same bytes give the same result, however they are split into chunks.
 */
export class ReadingConverter {
  readonly #reading: Reading
  readonly #decoder: EncodedText
  readonly #encoder = new TextEncoder()
  readonly #keepsLines: boolean
  readonly #conversions: ReadonlyMap<number, FieldConversion>
  #offset = 0
  #linesToSkip: number
  #isFirstRecord: boolean
  /** Text that waits for more: the start of a line, a record, or a line end. */
  #open = ''
  /** How much text has to be there before a record that was not whole is tried again. */
  #tryAt = 0

  /**
   * @param options.keepsLines Leaves empty lines for those that are left out, so that lines keep their numbers.
   */
  constructor(reading: Reading, options: { readonly keepsLines?: boolean } = {}) {
    this.#reading = reading
    this.#decoder = createDecoder(reading.encoding, { isStrict: true })
    this.#keepsLines = options.keepsLines === true
    this.#linesToSkip = reading.skipLines
    this.#isFirstRecord = reading.ignoreFirstRecord
    this.#conversions = new Map(reading.conversions?.map(({ field, as }) => [field, as]))
  }

  /**
   * Takes the next bytes, and gives what they became.
   *
   * @throws NotInEncodingError, RecordTooLongError.
   */
  push(bytes: Uint8Array): Uint8Array {
    const text = this.#decode(bytes)
    this.#offset += bytes.length
    return this.#encoder.encode(this.#take(text, false))
  }

  /** Ends the source, and gives what was still open. @throws as {@link push}. */
  end(): Uint8Array {
    return this.#encoder.encode(this.#take(this.#decode(undefined), true))
  }

  #decode(bytes: Uint8Array | undefined): string {
    try {
      return this.#decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      // The decoder says no more than that, and nothing may be replaced in silence.
      throw new NotInEncodingError(this.#reading.encoding, this.#offset)
    }
  }

  #take(text: string, isEnd: boolean): string {
    let rest = this.#open + text
    let done = ''
    while (this.#linesToSkip > 0) {
      const end = endOfLine(rest, 0)
      // A carriage return at the end may be half of a line end.
      if (!isEnd && end >= rest.length - 1) {
        this.#open = rest
        return done
      }
      const next = end === rest.length ? end : afterLineEnd(rest, end)
      if (this.#keepsLines) done += rest.slice(end, next)
      rest = rest.slice(next)
      this.#linesToSkip = rest === '' && isEnd ? 0 : this.#linesToSkip - 1
    }
    if (!rewritesRecords(this.#reading)) {
      this.#open = ''
      return done + rest
    }
    if (!isEnd && rest.length < this.#tryAt) {
      this.#open = rest
      return done
    }
    return done + this.#rewrite(rest, isEnd)
  }

  /** Rewrites all whole records of a text; what is left over waits for more. */
  #rewrite(text: string, isEnd: boolean): string {
    const parts: string[] = []
    let position = 0
    while (position < text.length) {
      const end = this.#rewriteOne(text, position, isEnd, parts)
      if (end === undefined) break
      position = end
    }
    this.#open = text.slice(position)
    // A record that goes on and on is not read anew with each chunk.
    this.#tryAt = this.#open.length * 2
    if (this.#open.length > maximumRecordBytes) throw new RecordTooLongError('A record is longer than 64 MB.')
    return parts.join('')
  }

  /** Rewrites a record, a comment or a line end; returns the position after it, or undefined if it is not whole. */
  #rewriteOne(text: string, start: number, isEnd: boolean, parts: string[]): number | undefined {
    const isOpen = (end: number): boolean => !isEnd && end >= text.length - 1
    if (isLineEnd(text.charCodeAt(start))) {
      if (isOpen(start) && text[start] === '\r') return undefined
      const end = afterLineEnd(text, start)
      parts.push(text.slice(start, end))
      return end
    }
    const { comment } = this.#reading
    if (comment !== undefined && !isEnd && text.length - start < comment.length) return undefined
    if (comment !== undefined && text.startsWith(comment, start)) {
      const end = endOfLine(text, start)
      if (isOpen(end)) return undefined
      const next = end === text.length ? end : afterLineEnd(text, end)
      if (this.#keepsLines) parts.push(text.slice(end, next))
      return next
    }
    const { format } = this.#reading
    if (format === 'tsve' || formatFacts[format].delimiter === undefined) {
      const end = endOfLine(text, start)
      if (isOpen(end)) return undefined
      parts.push(text.slice(start, end))
      return end
    }
    return this.#rewriteFields(text, start, isEnd, parts)
  }

  #rewriteFields(text: string, start: number, isEnd: boolean, parts: string[]): number | undefined {
    const { delimiter: other, backslashQuotes = false, format } = this.#reading
    const written = formatFacts[format].delimiter ?? ','
    const delimiter = (other ?? written).charCodeAt(0)
    const fields: string[] = []
    let position = delimiter === blank ? skipBlanks(text, start) : start
    for (;;) {
      const field = readField(text, position, delimiter, backslashQuotes)
      if (field === undefined) {
        if (!isEnd) return undefined
        // A quote that never closes is for its reader to find.
        fields.push(text.slice(position))
        position = text.length
        break
      }
      if (!isEnd && field.end >= text.length) return undefined
      const as = this.#isFirstRecord ? undefined : this.#conversions.get(fields.length)
      const value = as === undefined ? field.value : convertValue(field.value, as)
      fields.push(writtenField(value, field.isQuoted, written) + field.afterQuote)
      position = field.end
      if (position >= text.length || text.charCodeAt(position) !== delimiter) break
      position++
      if (delimiter !== blank) continue
      position = skipBlanks(text, position)
      if (!isEnd && position >= text.length) return undefined
      if (position >= text.length || isLineEnd(text.charCodeAt(position))) break
    }
    this.#isFirstRecord = false
    parts.push(fields.join(written))
    return position
  }
}

/** A field as CSV has it: in quotes if it was, or if it could not be read back without them. */
function writtenField(value: string, wasQuoted: boolean, delimiter: string): string {
  const isPlain = !wasQuoted && !value.includes(delimiter) && !/^ *"/.test(value)
  return isPlain ? value : `"${value.replaceAll('"', '""')}"`
}
