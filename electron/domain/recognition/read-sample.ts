import { formatFacts } from '../data-format'
import { isJsonRecord } from '../json-text'
import type { Effect, Finding, FindingExample } from '../schema/inspection'
import type { Reading } from '../schema/reading'
import { cellKind } from './cell-kind'
import { isColumnWord } from './column-words'
import { inventedNames, namesOfHeader } from './field-names'
import {
  isObject,
  keysOf,
  readJsonLines,
  readMultiJson,
  recordsInside,
  type JsonSampleRecord,
} from './json-sample'
import { makeExample, makeFinding } from './make-finding'
import type { SampleReading, SampleRow } from './sample'
import { readSampleRecords, type SampleRecord } from './sample-records'

interface ReadSampleOptions {
  /** Whether the text is all there is. */
  readonly isWhole: boolean
  /** Most records to read. */
  readonly limit: number
}

/** Reads the start of a text as a reading says: its fields, its first rows, and what is wrong with its records. */
export function readSample(text: string, reading: Reading, options: ReadSampleOptions): SampleReading {
  switch (reading.format) {
    case 'json':
    case 'multijson':
      return readJson(text, reading, options)
    case 'w3clogfile':
      return readW3cLog(text, options)
    case 'raw':
      return readLines([{ line: 1, text }], options)
    case 'txt':
      return readLines(linesOf(text, reading, options.isWhole), options)
    default:
      return readDelimited(text, reading, options)
  }
}

/** The character between the fields of a reading's source. */
export function delimiterOf({ delimiter, format }: Pick<Reading, 'delimiter' | 'format'>): string {
  return delimiter ?? formatFacts[format].delimiter ?? ','
}

/** A single record of names: then there are no records, and only whoever made it knows. */
function loneHeader(
  header: SampleRecord | undefined,
  [only, ...others]: readonly SampleRecord[],
  isWhole: boolean,
): Finding[] {
  if (!isWhole || header !== undefined || only === undefined || others.length > 0) return []
  const names = only.cells.map((cell) => cell.trim())
  const areNames = new Set(names).size === names.length && names.every((name) => cellKind(name) === 'text')
  if (names.length < 2 || !areNames || names.filter(isColumnWord).length * 2 < names.length) return []
  return [makeFinding('onlyHeader', 'none', { examples: [makeExample({ line: only.line, record: 1 })] })]
}

function readDelimited(text: string, reading: Reading, { isWhole, limit }: ReadSampleOptions): SampleReading {
  const { records, defects } = readSampleRecords(text, {
    delimiter: delimiterOf(reading),
    // Escaped tabs know no quotes, which then are characters like others; a sample is read well enough with them.
    limit: limit + 1,
    isWhole,
    backslashQuotes: reading.backslashQuotes,
    comment: reading.comment,
    skipLines: reading.skipLines,
  })
  const [header] = reading.ignoreFirstRecord ? records : []
  const body = header === undefined ? records.slice(0, limit) : records.slice(1)
  const width = body[0]?.cells.length ?? header?.cells.length ?? 0
  const { names, duplicates } = namesOfHeader(padded(headerCells(header), width))
  const findings: Finding[] = []
  if (duplicates.length > 0) {
    findings.push(
      makeFinding('duplicateNames', 'none', { count: duplicates.length, facts: { names: duplicates } }),
    )
  }
  for (const kind of ['textAfterQuote', 'openQuote'] as const) {
    const found = defects.filter((defect) => defect.kind === kind)
    const [first] = found
    if (first === undefined) continue
    const examples = found.map(({ line, record }) =>
      makeExample({ line, record: recordNumber(record, reading) }),
    )
    findings.push(makeFinding(kind, 'refused', { examples, isExact: isWhole, facts: { field: first.field } }))
  }
  findings.push(...loneHeader(header, body, isWhole))
  findings.push(...repeatedHeaders(header, body, isWhole), ...unevenRecords(body, isWhole))
  return {
    fields: names.map((name, ordinal) => ({ name, ordinal })),
    rows: body.map((record) => ({
      line: record.line,
      cells: record.cells,
      raw: text.slice(record.from, record.to),
    })),
    columnCount: records.length === 0 ? null : ((body[0] ?? header)?.cells.length ?? null),
    findings,
    defects,
    records,
  }
}

/** A header in a comment keeps the mark of the comment before its first name. */
function headerCells(header: SampleRecord | undefined): readonly string[] {
  const cells = header?.cells ?? []
  return cells.map((cell, index) => (index === 0 ? cell.replace(/^(?:#|\/\/|%|--)\s*(?=\S)/, '') : cell))
}

function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')]
}

/** A record's number without a header. */
function recordNumber(record: number, { ignoreFirstRecord }: Reading): number {
  return ignoreFirstRecord ? Math.max(record - 1, 1) : record
}

/** Records that say what the header says: files that were put together have it again in the middle. */
function repeatedHeaders(
  header: SampleRecord | undefined,
  body: readonly SampleRecord[],
  isExact: boolean,
): Finding[] {
  if (header === undefined || header.cells.length < 2) return []
  const isSame = ({ cells }: SampleRecord): boolean =>
    cells.length === header.cells.length && cells.every((cell, index) => cell === header.cells[index])
  const examples = body.flatMap((record, index) =>
    isSame(record) ? [makeExample({ line: record.line, record: index + 1 })] : [],
  )
  return examples.length === 0 ? [] : [makeFinding('headerRepeated', 'none', { examples, isExact })]
}

/** Records with another number of fields than most. */
function unevenRecords(body: readonly SampleRecord[], isExact: boolean): Finding[] {
  const counts = new Map<number, number>()
  for (const { cells } of body) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  if (counts.size < 2) return []
  const [expected] = [...counts].reduce((left, right) => (right[1] > left[1] ? right : left))
  const examplesOf = (isOdd: (width: number) => boolean): FindingExample[] =>
    body.flatMap(({ cells, line }, index) =>
      isOdd(cells.length)
        ? [makeExample({ line, record: index + 1 }, cells.join(', '), `${cells.length}`)]
        : [],
    )
  const fewer = examplesOf((width) => width < expected)
  const more = examplesOf((width) => width > expected)
  const facts = (examples: readonly FindingExample[]): Finding['facts'] => ({
    expected,
    fields: Number(examples[0]?.becomes ?? 0),
  })
  const of = (kind: 'fewerFields' | 'moreFields', examples: FindingExample[]): Finding[] =>
    examples.length === 0
      ? []
      : [
          makeFinding(kind, 'refused', {
            examples: examples.map((example) => ({ ...example, becomes: null })),
            isExact,
            facts: facts(examples),
          }),
        ]
  return [...of('fewerFields', fewer), ...of('moreFields', more)]
}

function linesOf(text: string, reading: Reading, isWhole: boolean): { line: number; text: string }[] {
  const lines = text.split(/\r\n|\n/).map((one, index) => ({ line: index + 1, text: one }))
  const complete = isWhole ? lines : lines.slice(0, -1)
  return complete
    .slice(reading.skipLines + (reading.ignoreFirstRecord ? 1 : 0))
    .filter(
      ({ text: line }) => line !== '' && !(reading.comment !== undefined && line.startsWith(reading.comment)),
    )
}

function readLines(
  lines: readonly { readonly line: number; readonly text: string }[],
  { limit }: ReadSampleOptions,
): SampleReading {
  return {
    fields: inventedNames(1).map((name, ordinal) => ({ name, ordinal })),
    rows: lines.slice(0, limit).map(({ line, text }) => ({ line, cells: [text], raw: text })),
    columnCount: null,
    findings: [],
    defects: [],
    records: [],
  }
}

/** A log of the W3C Extended Log File Format: `#Fields:` names what the lines below hold, blanks stand between. */
function readW3cLog(text: string, { isWhole, limit }: ReadSampleOptions): SampleReading {
  const lines = text.split(/\r\n|\n/)
  let names: string[] = []
  const rows: SampleRow[] = []
  for (const [index, line] of (isWhole ? lines : lines.slice(0, -1)).entries()) {
    if (rows.length >= limit) break
    const fields = /^#Fields:\s*(.*)$/i.exec(line)?.[1]
    if (fields !== undefined && names.length === 0) names = fields.trim().split(/\s+/)
    if (line.startsWith('#') || line.trim() === '') continue
    rows.push({ line: index + 1, cells: line.trim().split(line.includes('\t') ? '\t' : ' '), raw: line })
  }
  return {
    fields: names.map((name, ordinal) => ({ name, ordinal })),
    rows,
    columnCount: names.length === 0 ? null : names.length,
    findings: [],
    defects: [],
    records: [],
  }
}

function readJson(text: string, { format }: Reading, { isWhole, limit }: ReadSampleOptions): SampleReading {
  const found = format === 'json' ? readJsonLines(text, isWhole, limit) : readMultiJson(text, limit)
  const isRecord = ({ value, text: record }: JsonSampleRecord): boolean =>
    format === 'json' ? isJsonRecord(record) : value !== undefined
  const records = found.filter(({ value }) => value !== undefined)
  const keys = keysOf(records)
  const inside = recordsInside(records)
  const findings: Finding[] = []
  const odd = found.flatMap((record, index) => (isRecord(record) ? [] : [{ ...record, record: index + 1 }]))
  const hasHalfCharacter = ({ value }: JsonSampleRecord): boolean => isObject(value)
  const add = (kind: 'notJson' | 'loneSurrogate', effect: Effect, of: typeof odd): void => {
    const examples = of.map((one) => makeExample(one, one.text))
    if (of.length > 0) findings.push(makeFinding(kind, effect, { examples, isExact: isWhole }))
  }
  add(
    'notJson',
    format === 'json' ? 'leftOut' : 'refused',
    odd.filter((one) => !hasHalfCharacter(one)),
  )
  add('loneSurrogate', 'leftOut', odd.filter(hasHalfCharacter))
  if (inside !== undefined) {
    const facts = { path: inside.path }
    findings.push(makeFinding('recordsInside', 'none', { column: inside.path, count: inside.count, facts }))
  }
  return {
    fields: keys.map(({ name, path, values }) => {
      const isText = values.every(
        (value) => value === undefined || value === null || typeof value === 'string',
      )
      return { name, path, isText }
    }),
    rows: records.map((record, index) => ({
      line: record.line,
      cells: keys.map(({ values }) => jsonText(values[index])),
      raw: record.text,
    })),
    columnCount: null,
    findings,
    defects: [],
    records: [],
  }
}

/** A JSON value as the text that a column is filled from; null for null and for what is not there. */
function jsonText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
