import { formatFacts, type DataFormat } from '../data-format'
import { cellKind } from './cell-kind'
import { detectHeader } from './detect-header'
import { measureDelimiter, type Measure } from './measure-delimiter'
import { readSampleRecords, type SampleRecord, type SampleRecords } from './sample-records'

/** How a delimited text is written. */
export interface Dialect {
  readonly delimiter: string
  /** Lines to leave out at the start: all of those below. */
  readonly skipLines: number
  /** Whether the first line says which delimiter follows, as Excel understands it: `sep=;`. */
  readonly hasSeparatorLine: boolean
  /** Lines above the table that are neither empty nor comments. */
  readonly preambleLines: number
  readonly commentLines: number
  /** Comments stand among the records too, and begin with this. */
  readonly comment: string | undefined
  /** The last comment holds the names of the fields. */
  readonly hasHeaderInComment: boolean
  readonly backslashQuotes: boolean
  /** Records of the table's start, a header among them. */
  readonly records: readonly SampleRecord[]
}

/** Delimiters that Kusto has a format for, the likeliest first. */
const kustoDelimiters = [',', '\t', ';', '|', '\u0001'] as const
/** Others that exports use; the text is then converted. */
const otherDelimiters = [
  '^',
  '~',
  '\u001f',
  '\u0002',
  '\u001e',
  '¦',
  '§',
  '¬',
  '*',
  '#',
  '&',
  '!',
  '@',
  '%',
  ':',
  ' ',
]
/** They stand in ordinary values and sentences too. */
const commonCharacters = [':', ' ', '&', '!', '@', '%', '*', '#']

/** What a text without a delimited name has to reach to be taken for a table. */
const convincing = 0.6
/** Below this, a delimiter that Kusto does not know may do better. */
const doubtful = 0.55

const commentMarks = ['#', '//', '%', '--', '!'] as const

/** The format that reads a delimiter; undefined if there is none. */
export function formatOfDelimiter(delimiter: string): DataFormat | undefined {
  const formats: readonly DataFormat[] = ['csv', 'tsv', 'psv', 'scsv', 'sohsv']
  return formats.find((format) => formatFacts[format].delimiter === delimiter)
}

/**
 * Finds how a text is delimited, by reading its start with each delimiter: the right one gives many records of the same
 * width whose cells look like values, whatever a header alone may hold. Undefined if the text is no table, or one
 * with a single column.
 *
 * @param named The delimiter that the name stands for; it is believed in doubt.
 */
export function detectDialect(
  text: string,
  isWhole: boolean,
  named: string | undefined,
): Dialect | undefined {
  const separator = /^"?sep=(.)"?[ ;,\t]*(?:\r\n|\r|\n)/i.exec(text)?.[1]
  const comments = leadingComments(text, separator === undefined ? 0 : 1)
  const skipLines = comments.lines
  const options = { isWhole, skipLines }
  const best =
    separator === undefined ? bestMeasure(text, options, named) : measureDelimiter(text, separator, options)
  if (best === undefined) return undefined
  const dialect = {
    delimiter: best.delimiter,
    hasSeparatorLine: separator !== undefined,
    commentLines: comments.count,
  }
  const backslashQuotes = usesBackslashes(text, best.delimiter, options)
  const { records } = backslashQuotes
    ? measureDelimiter(text, best.delimiter, { ...options, backslashQuotes })
    : best
  const start = afterPreamble(records, best)
  const linesAboveNames = start === 0 ? headerInComment(comments, best, records) : undefined
  if (linesAboveNames !== undefined) {
    return {
      ...dialect,
      skipLines: linesAboveNames,
      preambleLines: 0,
      commentLines: comments.count - 1,
      comment: undefined,
      hasHeaderInComment: true,
      backslashQuotes,
      records,
    }
  }
  const table = records.slice(start)
  const comment = commentAmong(table, best.width)
  const [first] = table
  return {
    ...dialect,
    // Empty lines are no records, and need no leaving out.
    skipLines: skipLines === 0 && start === 0 ? 0 : (first?.line ?? skipLines + 1) - 1,
    preambleLines: start,
    comment,
    hasHeaderInComment: false,
    backslashQuotes,
    records: table.filter(({ cells }) => comment === undefined || cells[0]?.startsWith(comment) !== true),
  }
}

/** Fewer records than this say nothing against the name of a file. */
export const fewestAgainstName = 3

function bestMeasure(
  text: string,
  options: { readonly isWhole: boolean; readonly skipLines: number },
  named: string | undefined,
): Measure | undefined {
  const measure = (delimiter: string): Measure[] =>
    text.includes(delimiter) ? [measureDelimiter(text, delimiter, options)] : []
  const own = named === undefined ? undefined : measure(named)[0]
  // A quote that is still open at the sample's end: nothing speaks against the name.
  if (own?.records.length === 0) return undefined
  const namedFits = (own?.records[0]?.cells.length ?? 0) > 1
  if (own !== undefined && namedFits && own.records.length < fewestAgainstName) return own
  const speaksAgainstName = ({ delimiter, records, start }: Measure): boolean =>
    !namedFits || delimiter === named || records.length - start >= fewestAgainstName
  const weight = ({ delimiter, score }: Measure): number => (delimiter === named ? score * 1.1 : score)
  const best = kustoDelimiters
    .flatMap(measure)
    .filter(
      (one) => !isLogTime(one) && speaksAgainstName(one) && (one.delimiter === named || !endsStatements(one)),
    )
    .reduce<Measure | undefined>(
      (left, right) => (left === undefined || weight(right) > weight(left) ? right : left),
      undefined,
    )
  if (best !== undefined && best.score >= doubtful) return best
  const other = otherDelimiters
    .flatMap(measure)
    .filter((one) => isTableOfOthers(one, best?.score ?? 0, named !== undefined) && speaksAgainstName(one))
    .reduce<Measure | undefined>(
      (left, right) => (left === undefined || right.score > left.score ? right : left),
      undefined,
    )
  if (other !== undefined) return other
  if (best === undefined || best.width < 2) return undefined
  return named === undefined ? (best.score >= convincing ? best : undefined) : best
}

/** `2024-01-01 10:00:00,123 INFO …`: the comma is that of a log's milliseconds. */
function isLogTime({ delimiter, records, width }: Measure): boolean {
  if (delimiter !== ',' || width < 2) return false
  return records.every(
    ({ cells }) => /[0-9]:[0-9]{2}$/.test(cells[0] ?? '') && /^[0-9]{3}[ \]]/.test(cells[1] ?? ''),
  )
}

/** Statements of SQL or a program: every line ends with the delimiter, and has no other. */
function endsStatements({ width, records }: Measure): boolean {
  return width === 2 && records.every(({ cells }) => cells.length !== 2 || cells[1]?.trim() === '')
}

function isTableOfOthers(
  { delimiter, width, share, score, records }: Measure,
  rival: number,
  isNamed: boolean,
): boolean {
  if (records.length < 2 || share < 0.95 || score < 0.55 || score <= rival) return false
  if (!commonCharacters.includes(delimiter)) return true
  // What stands in ordinary values has to make fields that are none: numbers, times, addresses.
  const isWholeValue = ({ cells }: SampleRecord): boolean => cellKind(cells.join(delimiter)) !== 'text'
  if (records.filter(isWholeValue).length * 2 >= records.length) return false
  const kinds = records.slice(1).flatMap(({ cells }) => cells.map(cellKind))
  const numbers = kinds.filter((kind) => kind === 'number').length
  const typed = kinds.filter((kind) => kind !== 'text').length
  if (kinds.includes('empty')) return false
  return width === 2 ? numbers === kinds.length : typed >= kinds.length * (isNamed ? 0.4 : 0.9)
}

interface Comments {
  /** Lines up to and including the last comment, empty ones and `sep=` among them. */
  readonly lines: number
  readonly count: number
  readonly mark: string
  readonly last: string
}

/** Comments above everything else. */
function leadingComments(text: string, from: number): Comments {
  const none = { lines: from, count: 0, mark: '', last: '' }
  if (from === 0 && !/^\s*(?:#|\/\/|%|--|!)/.test(text)) return none
  const lines = text.split(/\r\n|\r|\n/, 200)
  const first = lines.slice(from).find((line) => line.trim() !== '')
  const mark = commentMarks.find((candidate) => first?.startsWith(candidate))
  if (mark === undefined) return none
  let end = from
  let count = 0
  let last = ''
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line.trim() === '') continue
    if (!line.startsWith(mark)) return { lines: end, count, mark, last }
    end = index + 1
    count++
    last = line
  }
  // Nothing but such lines: they are the data.
  return none
}

/** The lines above a comment that names the fields; undefined if the last comment does not. */
function headerInComment(
  comments: Comments,
  { delimiter, width }: Measure,
  records: readonly SampleRecord[],
): number | undefined {
  if (comments.count === 0) return undefined
  const line = comments.last.slice(comments.mark.length).trimStart()
  const [names] = readSampleRecords(line, { delimiter, limit: 1, isWhole: true }).records
  if (names?.cells.length !== width) return undefined
  const body = records.map(({ cells }) => cells)
  if (detectHeader(body) || !detectHeader([names.cells, ...body])) return undefined
  // Empty lines below it are no records.
  return comments.lines - 1
}

/** How many records above the table do not belong to it. */
function afterPreamble(records: readonly SampleRecord[], { start, width }: Measure): number {
  const isNarrow = ({ cells }: SampleRecord): boolean => filled(cells) <= Math.max(1, width / 2)
  // A first record with one field more or fewer than the others is a header that does not fit.
  const hasHeader = detectHeader(records.slice(start).map(({ cells }) => cells))
  const isOther = (one: SampleRecord): boolean =>
    one.cells.length !== width && (isNarrow(one) || (hasHeader && Math.abs(one.cells.length - width) >= 2))
  let begin = start > 0 && records.slice(0, start).every(isOther) ? start : 0
  if (start > 0 && begin === 0) return 0
  if (begin === 0) begin = afterSettings(records, width)
  // Spreadsheets fill a title's line up with delimiters.
  const isTitle = ({ cells }: SampleRecord): boolean =>
    cells.length === width && width >= 3 && filled(cells) <= Math.max(1, width / 4) && cells[0]?.trim() !== ''
  const isBlank = ({ cells }: SampleRecord): boolean => filled(cells) === 0
  let next = begin
  let record = records[next]
  while (record !== undefined && (isTitle(record) || isBlank(record))) record = records[++next]
  const isFull = record !== undefined && filled(record.cells) >= width * 0.75
  if (next > begin && next < 10 && isFull && detectHeader(records.slice(next).map(({ cells }) => cells)))
    begin = next
  return begin
}

/** Most settings above a table, and fewest records below. */
const mostSettings = 10
const fewestBelow = 3

/**
 * Where a table begins that has settings above it in as many fields, and an empty line between, as instruments write
 * (`Model,DS1054Z`): 0 if there are none. The table has to be one of numbers below names, to be told from a second table.
 */
function afterSettings(records: readonly SampleRecord[], width: number): number {
  const gap = records.findIndex((record, index) => {
    const before = records[index - 1]
    return before !== undefined && record.line > before.line + 1
  })
  if (gap < 1 || gap > mostSettings || records.length - gap <= fewestBelow) return 0
  const table = records.slice(gap)
  const areTyped = table
    .slice(1)
    .every(({ cells }) => cells.length === width && cells.every((cell) => cellKind(cell) !== 'text'))
  const areNames = table[0]?.cells.every((cell) => cellKind(cell) === 'text') === true
  const areSettings = records.slice(0, gap).every(({ cells }) => cellKind(cells[0] ?? '') === 'text')
  return areTyped && areNames && areSettings ? gap : 0
}

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length
}

/** The mark of comments among the records: lines that begin with it and are narrower than the table. */
function commentAmong(records: readonly SampleRecord[], width: number): string | undefined {
  const odd = records.filter(({ cells }) => cells.length !== width)
  return ['#', '//'].find(
    (mark) =>
      odd.some(({ cells }) => cells[0]?.startsWith(mark) === true) &&
      !records.some(({ cells }) => cells.length === width && cells[0]?.startsWith(mark) === true),
  )
}

function usesBackslashes(
  text: string,
  delimiter: string,
  options: { readonly isWhole: boolean; readonly skipLines: number },
): boolean {
  if (!text.includes('\\"')) return false
  const read = (backslashQuotes: boolean): SampleRecords =>
    readSampleRecords(text, { ...options, delimiter, limit: 200, backslashQuotes })
  return read(true).defects.length < read(false).defects.length
}
