import { endOfLine, isLineEnd, readField, skipBlanks } from '../conversion/field-reader'
import type { DelimitedDefect } from '../delimited-defect'

/** What is wrong with the quotes of a record. */
export type QuoteDefect = Extract<DelimitedDefect, { readonly kind: 'textAfterQuote' | 'openQuote' }>

/** One record of a sample. */
export interface SampleRecord {
  /** Where it begins, from 1, counting every line of the text. */
  readonly line: number
  readonly cells: readonly string[]
  /** Which cells were in quotes. */
  readonly quoted: readonly boolean[]
  /** Its place in the text, without its line end. */
  readonly from: number
  readonly to: number
}

/** The start of a delimited text, split into fields. */
export interface SampleRecords {
  /** Their number of fields may differ. A record with a defect is read as well as it can be. */
  readonly records: readonly SampleRecord[]
  /** What is wrong with quotes, in the order of the text. */
  readonly defects: readonly QuoteDefect[]
}

interface SampleRecordOptions {
  readonly delimiter: string
  /** Most records to read. */
  readonly limit: number
  /** False if more text follows: a last record without a line end is then left out. */
  readonly isWhole: boolean
  /** Whether a backslash in a quoted field takes its meaning from the character that follows. */
  readonly backslashQuotes?: boolean | undefined
  /** Lines that begin with this are left out. */
  readonly comment?: string | undefined
  /** Lines to leave out at the start. */
  readonly skipLines?: number | undefined
}

const lineFeed = 10
const carriageReturn = 13
const blank = 32

/** Reads the first records of delimited text, following {@link DelimitedDefect}. Blanks delimit in runs. */
export function readSampleRecords(text: string, options: SampleRecordOptions): SampleRecords {
  const records: SampleRecord[] = []
  const defects: QuoteDefect[] = []
  const delimiter = options.delimiter.charCodeAt(0)
  const { comment, limit, isWhole, backslashQuotes = false } = options
  let line = 1
  let position = 0
  const lineEnd = (at: number): number => {
    line++
    return text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1
  }
  const skipLine = (): void => {
    const end = endOfLine(text, position)
    position = end < text.length ? lineEnd(end) : end
  }
  for (let index = 0; index < (options.skipLines ?? 0) && position < text.length; index++) skipLine()
  while (position < text.length && records.length < limit) {
    if (isLineEnd(text.charCodeAt(position))) {
      position = lineEnd(position)
      continue
    }
    if (comment !== undefined && text.startsWith(comment, position)) {
      skipLine()
      continue
    }
    const from = position
    const firstLine = line
    const cells: string[] = []
    const quoted: boolean[] = []
    // Blanks as delimiters come in runs, and also stand before the first field.
    if (delimiter === blank) position = skipBlanks(text, position)
    for (;;) {
      const field = readField(text, position, delimiter, backslashQuotes)
      const place = { record: records.length + 1, line: firstLine, field: cells.length + 1 }
      if (field === undefined) {
        if (!isWhole) return { records, defects }
        const rest = text.slice(position)
        records.push({
          line: firstLine,
          cells: [...cells, rest],
          quoted: [...quoted, true],
          from,
          to: text.length,
        })
        return { records, defects: [...defects, { kind: 'openQuote', ...place }] }
      }
      if (field.afterQuote !== '') defects.push({ kind: 'textAfterQuote', ...place })
      if (field.isQuoted) line += countLineEnds(text, position, field.end)
      quoted.push(field.isQuoted)
      cells.push(field.value + field.afterQuote)
      position = field.end
      if (position >= text.length || text.charCodeAt(position) !== delimiter) break
      position = delimiter === blank ? skipBlanks(text, position) : position + 1
      if (delimiter === blank && (position >= text.length || isLineEnd(text.charCodeAt(position)))) break
    }
    if (position >= text.length && !isWhole) break
    records.push({ line: firstLine, cells, quoted, from, to: position })
    if (position < text.length) position = lineEnd(position)
  }
  return { records, defects }
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) count++
  }
  return count
}
