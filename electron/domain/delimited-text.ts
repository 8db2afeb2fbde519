import { formatFacts, type DataFormat } from './data-format'

/** The start of a delimited text, read into fields. */
export interface DelimitedSample {
  readonly records: readonly (readonly string[])[]
  /** Whether the text ends inside a quoted field. */
  readonly endsInQuotes: boolean
}

const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * Reads the first records of delimited text: RFC 4180, quotes only around a whole field and doubled inside,
 * a record ends with LF, CRLF or CR. Lines without any character are no records.
 *
 * @param isWhole False when more text follows: then a last record without a line end is left out.
 */
export function readDelimitedSample(
  text: string,
  delimiter: string,
  options: { readonly limit: number; readonly isWhole: boolean },
): DelimitedSample {
  const records: string[][] = []
  let fields: string[] = []
  let position = 0
  while (position <= text.length && records.length < options.limit) {
    const field = readField(text, position, delimiter)
    if (field.end === undefined) {
      if (options.isWhole) records.push([...fields, field.value])
      return { records, endsInQuotes: true }
    }
    fields.push(field.value)
    position = field.end
    if (text.startsWith(delimiter, position)) {
      position += delimiter.length
      continue
    }
    const isComplete = position < text.length || options.isWhole
    if (isComplete && (fields.length > 1 || field.isQuoted || field.value !== '')) records.push(fields)
    fields = []
    position += text.startsWith('\r\n', position) ? 2 : 1
  }
  return { records, endsInQuotes: false }
}

/** One field from `start`; `end` is the position of what ended it, undefined when a quote is never closed. */
function readField(
  text: string,
  start: number,
  delimiter: string,
): { readonly value: string; readonly isQuoted: boolean; readonly end: number | undefined } {
  if (text.charCodeAt(start) !== quote) {
    const end = endOfPlain(text, start, delimiter)
    return { value: text.slice(start, end), isQuoted: false, end }
  }
  let value = ''
  let position = start + 1
  for (;;) {
    const close = text.indexOf('"', position)
    if (close === -1) return { value: value + text.slice(position), isQuoted: true, end: undefined }
    value += text.slice(position, close)
    if (text.charCodeAt(close + 1) !== quote) {
      // What stands between the closing quote and the delimiter is kept, as a lenient reader does.
      const end = endOfPlain(text, close + 1, delimiter)
      return { value: value + text.slice(close + 1, end), isQuoted: true, end }
    }
    value += '"'
    position = close + 2
  }
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  const stop = delimiter.charCodeAt(0)
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === stop || code === lineFeed || code === carriageReturn) return index
  }
  return text.length
}

/**
 * Counts the records of a whole delimited text without building its fields. The header, where there is
 * one, counts.
 */
export function countDelimitedRecords(text: string, delimiter: string): number {
  const separator = delimiter.charCodeAt(0)
  let count = 0
  let hasContent = false
  let atFieldStart = true
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote && atFieldStart) {
      index = closingQuote(text, index)
      hasContent = true
      atFieldStart = false
    } else if (code === lineFeed || code === carriageReturn) {
      if (hasContent) count++
      hasContent = false
      atFieldStart = true
    } else {
      hasContent = true
      atFieldStart = code === separator
    }
  }
  return hasContent ? count + 1 : count
}

function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close !== -1 && text.charCodeAt(close + 1) === quote) close = text.indexOf('"', close + 2)
  return close === -1 ? text.length : close
}

/** The delimited formats that a person pastes or saves, the likeliest first. */
const delimitedFormats = ['csv', 'tsv', 'psv', 'scsv'] as const satisfies readonly DataFormat[]

/**
 * Guesses the delimiter of a text by reading its start with each: the right one gives many records of the
 * same number of fields. A text of one column is CSV.
 */
export function detectDelimitedFormat(text: string, isWhole: boolean): (typeof delimitedFormats)[number] {
  let best: { readonly format: (typeof delimitedFormats)[number]; readonly score: number } | undefined
  for (const format of delimitedFormats) {
    const { records } = readDelimitedSample(text, formatFacts[format].delimiter ?? ',', {
      limit: 50,
      isWhole,
    })
    const widths = records.map((record) => record.length)
    const width = mostFrequent(widths)
    if (width < 2) continue
    const share = widths.filter((candidate) => candidate === width).length / widths.length
    const score = share * 10 + Math.min(width, 50) / 50
    if (best === undefined || score > best.score) best = { format, score }
  }
  return best?.format ?? 'csv'
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((left, right) => (right[1] > left[1] ? right : left), [0, 0])[0]
}
