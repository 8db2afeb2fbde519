import { formatFacts, type Compression, type DataFormat } from './data-format'
import type { SchemaGuess } from './schema/file-source'
import { guessColumnTypes } from './column-types'
import type { DelimitedDefect } from './delimited-defect'
import { detectDelimitedFormat, readDelimitedSample } from './delimited-text'
import { looksLikeHeader } from './header-detection'
import { detectJsonLayout } from './json-text'

/** What was recognised at the start of a text. */
export interface RecognisedText {
  readonly format: DataFormat
  /** Whether the content contradicts the format in the name. */
  readonly contradictsName: boolean
  readonly hasHeader: boolean
  readonly headerColumns: readonly string[]
  /** Fields in the first record; null for a format without fields. */
  readonly columnCount: number | null
  /** What is wrong with the quotes in the first records; null if nothing is. */
  readonly defect: DelimitedDefect | null
}

/** Records read to tell whether there is a header, and to guess a new table's types. */
const headerSample = 20
const schemaSample = 200

/** Guesses the types of the columns under a header; null if no record follows it. */
export function guessSchema(text: string, recognised: RecognisedText, isWhole: boolean): SchemaGuess | null {
  const { delimiter } = formatFacts[recognised.format]
  if (delimiter === undefined || !recognised.hasHeader) return null
  const sample = readDelimitedSample(text, delimiter, { limit: schemaSample + 1, isWhole })
  const records = sample.records.slice(1)
  const types = guessColumnTypes(records, recognised.headerColumns.length)
  return records.length === 0 ? null : { types, records: records.length }
}

/**
 * Recognises a text's format from its start and from the format in its name. The name wins if the content fits it; JSON
 * named CSV is JSON, and a CSV that reads as one column full of tabs is TSV.
 *
 * @param isWhole False if `text` is only the start.
 */
export function recogniseText(text: string, named: DataFormat | undefined, isWhole: boolean): RecognisedText {
  const format = chooseFormat(text, named, isWhole)
  const contradictsName =
    named !== undefined && named !== format && !(named === 'json' && format === 'multijson')
  const { delimiter } = formatFacts[format]
  if (delimiter === undefined || format === 'tsve') {
    return { format, contradictsName, hasHeader: false, headerColumns: [], columnCount: null, defect: null }
  }
  const sample = readDelimitedSample(text, delimiter, { limit: headerSample, isWhole })
  const { records } = sample
  const hasHeader = looksLikeHeader(records)
  return {
    format,
    contradictsName,
    hasHeader,
    headerColumns: hasHeader ? [...(records[0] ?? [])] : [],
    columnCount: records[0]?.length ?? null,
    defect: sample.defect ?? null,
  }
}

function chooseFormat(text: string, named: DataFormat | undefined, isWhole: boolean): DataFormat {
  if (named === 'txt' || named === 'raw' || named === 'w3clogfile' || named === 'tsve') return named
  const json = detectJsonLayout(text, isWhole)
  if (json !== undefined) return named === 'multijson' ? 'multijson' : json
  // Broken JSON is still meant as JSON: the service says what is wrong with it.
  if (named === 'json' || named === 'multijson') return named
  const namedDelimiter = named === undefined ? undefined : formatFacts[named].delimiter
  // Where the start holds no whole record, nothing speaks against the name.
  if (named !== undefined && namedDelimiter !== undefined && fieldsOf(text, namedDelimiter, isWhole) !== 1)
    return named
  const detected = detectDelimitedFormat(text, isWhole)
  const isWide = (fieldsOf(text, formatFacts[detected].delimiter ?? ',', isWhole) ?? 0) > 1
  if (namedDelimiter !== undefined && !isWide) return named ?? detected
  // One value per line, and the name says nothing: lines of text.
  return isWide ? detected : (named ?? 'txt')
}

/** Fields of the first record; undefined if there is no whole one. */
function fieldsOf(text: string, delimiter: string, isWhole: boolean): number | undefined {
  return readDelimitedSample(text, delimiter, { limit: 1, isWhole }).records[0]?.length
}

/** Describes in words what was recognised, for example `CSV in gzip, header row, 7 columns`. */
export function describeContent(
  format: DataFormat | null,
  compression: Compression,
  text: RecognisedText | null,
): string {
  const label = format === null ? 'Unknown format' : formatFacts[format].label
  const parts = [compression === 'none' ? label : `${label} in ${compression}`]
  if (text?.contradictsName === true) parts[0] = `${parts[0] ?? ''} by its content`
  if (text?.hasHeader === true) parts.push('header row')
  const count = text?.columnCount ?? null
  if (count !== null) parts.push(count === 1 ? '1 column' : `${count} columns`)
  return parts.join(', ')
}
