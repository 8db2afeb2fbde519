import { formatFacts, type DataFormat } from './data-format'
import type { DelimitedDefect } from './delimited-defect'

/** The start of a delimited text, split into fields. */
export interface DelimitedSample {
  /** Up to the first defect. Their number of fields may differ. */
  readonly records: readonly (readonly string[])[]
  /** What is wrong with the quotes of the record that follows; undefined if nothing is. */
  readonly defect: QuoteDefect | undefined
}

type QuoteDefect = Extract<DelimitedDefect, { readonly kind: 'textAfterQuote' | 'openQuote' }>

const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * Reads the first records of delimited text, following {@link DelimitedDefect}.
 *
 * @param isWhole False if more text follows: a last record without a line end is then left out.
 */
export function readDelimitedSample(
  text: string,
  delimiter: string,
  options: { readonly limit: number; readonly isWhole: boolean },
): DelimitedSample {
  const records: string[][] = []
  let fields: string[] = []
  let recordStart = 0
  let position = 0
  const defect = (kind: QuoteDefect['kind']): QuoteDefect => ({
    kind,
    record: records.length + 1,
    line: countLineEnds(text.slice(0, recordStart)) + 1,
    field: fields.length + 1,
  })
  while (position <= text.length && records.length < options.limit) {
    const field = readField(text, position, delimiter)
    if (field === undefined) return { records, defect: options.isWhole ? defect('openQuote') : undefined }
    const stop = text.charCodeAt(field.end)
    const isDelimiter = text.startsWith(delimiter, field.end)
    if (!isDelimiter && field.end < text.length && stop !== lineFeed && stop !== carriageReturn)
      return { records, defect: defect('textAfterQuote') }
    fields.push(field.value)
    position = field.end + 1
    if (isDelimiter) continue
    const isComplete = field.end < text.length || options.isWhole
    if (isComplete && field.end > recordStart) records.push(fields)
    fields = []
    if (text.startsWith('\r\n', field.end)) position++
    recordStart = position
  }
  return { records, defect: undefined }
}

/** One field from `start`, and the position after it and its blanks; undefined if its quote never closes. */
function readField(
  text: string,
  start: number,
  delimiter: string,
): { readonly value: string; readonly end: number } | undefined {
  const opening = skipBlanks(text, start)
  if (text.charCodeAt(opening) !== quote) {
    const end = endOfPlain(text, opening, delimiter)
    return { value: text.slice(start, end), end }
  }
  let value = ''
  let position = opening + 1
  for (;;) {
    const close = text.indexOf('"', position)
    if (close === -1) return undefined
    value += text.slice(position, close)
    if (text.charCodeAt(close + 1) !== quote) return { value, end: skipBlanks(text, close + 1) }
    value += '"'
    position = close + 2
  }
}

function skipBlanks(text: string, start: number): number {
  let index = start
  while (text[index] === ' ') index++
  return index
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  const stop = delimiter.charCodeAt(0)
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === stop || code === lineFeed || code === carriageReturn) return index
  }
  return text.length
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}

/** The delimited formats that people paste or save, the likeliest first. */
const delimitedFormats = ['csv', 'tsv', 'psv', 'scsv'] as const satisfies readonly DataFormat[]

/**
 * Guesses a text's delimiter by reading its start with each candidate: the right one gives many records with the same
 * number of fields. Text with one column is CSV.
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
