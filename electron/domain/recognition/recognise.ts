import { detectContentKind } from '../content-kind'
import { formatFacts, formatFromName, type DataFormat } from '../data-format'
import type { Reading } from '../schema/reading'
import type { StudioError } from '../studio-error'
import { contentProblem } from './content-problem'
import { decodeSample, type DecodedSample } from './decode-sample'
import { detectDialect, fewestAgainstName, formatOfDelimiter, type Dialect } from './detect-dialect'
import { detectHeader } from './detect-header'
import { detectJsonLayout } from './json-layout'
import { readSample } from './read-sample'
import type { FormatReason, Recognition, Sample } from './sample'
import { readSampleRecords } from './sample-records'
import { formatFindings, readingFindings } from './source-findings'
import { isWebPage, isXmlDocument } from './web-page'

/** Records that are read of a sample, if the caller does not say. */
const sampleRecords = 200

/**
 * Recognises a source from the start of its bytes, whatever its name says: its format, delimiter, header, encoding, and
 * what should be known before it is sent. The name decides only what the bytes leave open.
 *
 * @param options.chosen How the user wants it read: then nothing is guessed, and the conversions in it are taken as
 *   agreed.
 * @param options.limit Most records to read.
 */
export function recognise(
  sample: Sample,
  options: { readonly chosen?: Reading; readonly limit?: number } = {},
): Recognition {
  const { bytes, name, isWhole } = sample
  const { chosen } = options
  const content = detectContentKind(bytes)
  const named = formatFromName(name).format
  switch (content.kind) {
    case 'compressed':
      return unreadable(contentProblem.compressedTwice(name))
    case 'foreign':
      if ((chosen?.format ?? named) === 'raw') return binary(sample, 'raw', chosen)
      return unreadable(contentProblem.foreign(name, content))
    case 'binary':
      return binary(sample, avroKind(bytes, content.format, named), chosen)
    case 'wideText':
      if (content.encoding === 'UTF-32') return unreadable(contentProblem.wideText(name, content.encoding))
      break
    case 'text':
  }
  const decoded = decodeSample(bytes, isWhole, chosen?.encoding)
  if (chosen === undefined && !decoded.isSure && decoded.oddByte !== null)
    return unreadable(contentProblem.notUtf8(name, { ...decoded.oddByte, entry: null }))
  const found = recogniseText(sample, decoded, named, options)
  const isText = chosen !== undefined || named === undefined || formatFacts[named].binary !== true
  // Text under such a name is taken for records only if it has their form.
  return isText || found.reason !== 'name' ? found : unreadable(contentProblem.mismatch(name, named))
}

/** So much of a pasted text is looked at. */
const pastedStart = 100_000

/**
 * Recognises pasted text, as {@link recognise} does bytes.
 *
 * @param options.format What the user chose; the header is then looked for in that format.
 */
export function recognisePasted(
  text: string,
  { format, columns }: { readonly format?: DataFormat; readonly columns?: readonly string[] },
): Recognition & { readonly reading: Reading } {
  const start = text.slice(0, pastedStart)
  const isWhole = text.length <= pastedStart
  const sample = {
    bytes: new Uint8Array(0),
    isWhole,
    name: '',
    ...(columns === undefined ? {} : { columns }),
  }
  const decoded = {
    text: start,
    encoding: 'utf-8',
    hasMark: false,
    oddByte: null,
    isDamaged: false,
    isSure: true,
  } as const
  const plain = format === undefined ? undefined : { ...plainReading, format }
  const chosen = plain && { ...plain, ignoreFirstRecord: headerOf(start, plain, isWhole, columns) }
  return recogniseText(sample, decoded, undefined, chosen === undefined ? {} : { chosen })
}

function recogniseText(
  sample: Sample,
  decoded: DecodedSample,
  named: DataFormat | undefined,
  { chosen, limit = sampleRecords }: { readonly chosen?: Reading; readonly limit?: number },
): Recognition & { readonly reading: Reading } {
  const { isWhole, name, columns } = sample
  const { text } = decoded
  const guess = guessReading(text, sample, named)
  const guessed: Reading = { ...guess.reading, encoding: decoded.encoding }
  const reading = chosen ?? guessed
  const hasHeader =
    chosen === undefined ? guessed.ignoreFirstRecord : headerOf(text, reading, isWhole, columns)
  const read = readSample(text, reading, { isWhole, limit })
  const isPage = isWebPage(text)
  const isXml = !isPage && isXmlDocument(text)
  return {
    ...read,
    reading,
    reason: guess.reason,
    problem:
      chosen !== undefined || !isRecordFormat(named)
        ? null
        : isPage
          ? contentProblem.webPage(name)
          : isXml
            ? contentProblem.xml(name)
            : null,
    hasHeader,
    text,
    findings: [
      ...formatFindings({ decoded, named, reading, isPage, isChosen: chosen !== undefined, name }),
      ...readingFindings({
        text,
        guess,
        reading,
        hasHeader,
        columns,
        isChosen: chosen !== undefined,
        isWhole,
        name,
      }),
      ...read.findings,
    ],
  }
}

/** A name that promises records, which a web page is none of. */
function isRecordFormat(named: DataFormat | undefined): boolean {
  return named !== undefined && named !== 'txt' && named !== 'raw'
}

/** A guessed reading, and what it was guessed from. */
interface ReadingGuess {
  readonly reading: Reading
  readonly reason: FormatReason
  /** Undefined for a format without delimiters, or text in one column. */
  readonly dialect: Dialect | undefined
}

const plainReading = { ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 } as const

function guessReading(text: string, sample: Sample, nameFormat: DataFormat | undefined): ReadingGuess {
  const { isWhole, columns } = sample
  const named = nameFormat !== undefined && formatFacts[nameFormat].binary === true ? undefined : nameFormat
  const plain = (format: DataFormat, reason: FormatReason): ReadingGuess => ({
    reading: { ...plainReading, format },
    reason,
    dialect: undefined,
  })
  if (named === 'raw') return plain('raw', 'name')
  if (isW3cLog(text) || named === 'w3clogfile') return plain('w3clogfile', 'fieldsLine')
  const json = named === 'txt' && !isMadeOfJson(text) ? undefined : detectJsonLayout(text, isWhole)
  // One object in one line may be either.
  if (json !== undefined)
    return named === 'multijson' ? plain('multijson', json.reason) : plain(json.format, json.reason)
  // Broken JSON is still meant as JSON: the service says what is wrong with it.
  const isNamedJson = named === 'json' || named === 'multijson'
  if (isNamedJson && /[{[]/.test(text)) return plain(named, 'name')
  if (isWebPage(text) || isXmlDocument(text)) return plain(named ?? 'txt', 'name')
  if (named === 'tsve') return plain('tsve', 'name')
  const namedDelimiter = named === undefined ? undefined : formatFacts[named].delimiter
  const isOneColumn = columns?.length === 1 && namedDelimiter !== undefined
  const dialect = isOneColumn ? undefined : detectDialect(text, isWhole, namedDelimiter)
  const isBelow = dialect !== undefined && dialect.records.length < fewestAgainstName
  if (dialect === undefined || (isBelow && named === 'txt')) {
    // One value per line, and the name says nothing: lines of text.
    const format = named ?? 'txt'
    const ignoreFirstRecord =
      format !== 'txt' && headerOf(text, { ...plainReading, format }, isWhole, columns)
    return { reading: { ...plainReading, format, ignoreFirstRecord }, reason: 'name', dialect: undefined }
  }
  const format = formatOfDelimiter(dialect.delimiter) ?? 'csv'
  // A name that says TSV is not overruled: `\\n` in such a file may be just that.
  if (format === 'tsv' && named !== 'tsv' && !isBelow && hasEscapes(text, dialect, isWhole))
    return plain('tsve', 'escapes')
  const reading: Reading = {
    ...plainReading,
    format,
    skipLines: dialect.skipLines,
    ...(formatFacts[format].delimiter === dialect.delimiter ? {} : { delimiter: dialect.delimiter }),
    ...(dialect.comment === undefined ? {} : { comment: dialect.comment }),
    ...(dialect.backslashQuotes ? { backslashQuotes: true } : {}),
  }
  const records = dialect.records.map(({ cells }) => cells)
  const ignoreFirstRecord = dialect.hasHeaderInComment || detectHeader(records, columns)
  return { reading: { ...reading, ignoreFirstRecord }, reason: 'delimiter', dialect }
}

/** Whether nearly all lines begin as those of JSON do: less says nothing against a name that promises text. */
function isMadeOfJson(text: string): boolean {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const json = lines.filter((line) => /^\s*(?:[[\]{}]|"[^"]*"\s*(?:[:,]|$))/.test(line))
  return json.length >= fewestAgainstName && json.length >= lines.length * 0.9
}

function headerOf(text: string, reading: Reading, isWhole: boolean, columns?: readonly string[]): boolean {
  const delimiter = reading.delimiter ?? formatFacts[reading.format].delimiter
  if (delimiter === undefined || reading.format === 'tsve') return false
  const { records } = readSampleRecords(text, {
    delimiter,
    limit: 21,
    isWhole,
    backslashQuotes: reading.backslashQuotes,
    comment: reading.comment,
    skipLines: reading.skipLines,
  })
  return detectHeader(
    records.map(({ cells }) => cells),
    columns,
  )
}

/** `#Fields:` among the directives at the top (W3C Extended Log File Format). */
function isW3cLog(text: string): boolean {
  const directives = /^(?:#[^\n]*\r?\n)*/.exec(text.slice(0, 16_384))?.[0] ?? ''
  return /^#Fields:\s*\S/im.test(directives)
}

/**
 * Whether tabs and line ends in fields are written as `\t` and `\n`, as databases dump tables, and not as part of a
 * path on Windows.
 */
function hasEscapes(text: string, { skipLines }: Dialect, isWhole: boolean): boolean {
  if (!text.includes('\\')) return false
  const { records } = readSampleRecords(text, { delimiter: '\t', limit: 200, isWhole, skipLines })
  const cells = records.flatMap(({ cells: some, quoted }) =>
    some.filter((_cell, index) => quoted[index] !== true),
  )
  const isEscaped = (cell: string): boolean =>
    /\\[tnr\\]/.test(cell) && !/^"|[A-Za-z]:\\|^\\\\|\.\\/.test(cell)
  return cells.some(isEscaped)
}

/** Avro's snappy codec and logical types are read by apacheavro alone (documents: supported formats). */
function avroKind(bytes: Uint8Array, format: DataFormat, named: DataFormat | undefined): DataFormat {
  if (format !== 'avro') return format
  if (named === 'apacheavro') return named
  const head = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, 65_536))
  return /avro\.codec.{1,2}(?:snappy|zstandard|bzip2|xz)/s.test(head) ? 'apacheavro' : 'avro'
}

function binary(sample: Sample, format: DataFormat, chosen: Reading | undefined): Recognition {
  const named = formatFromName(sample.name).format
  const reading = chosen ?? { ...plainReading, format }
  const isChosen = chosen !== undefined
  return {
    ...unreadable(null),
    reading,
    reason: 'magic',
    findings: formatFindings({ decoded: null, named, reading, isPage: false, isChosen, name: sample.name }),
  }
}

function unreadable(problem: StudioError | null): Recognition {
  return {
    reading: null,
    reason: null,
    problem,
    hasHeader: false,
    text: '',
    fields: [],
    rows: [],
    columnCount: null,
    findings: [],
    defects: [],
    records: [],
  }
}
