import { formatFacts, type DataFormat } from './data-format'
import { detectDelimitedFormat, readDelimitedSample } from './delimited-text'
import { looksLikeHeader } from './header-detection'
import { countMultiJsonRecords, detectJsonLayout } from './json-text'
import { RecordScanner } from './record-scanner'

/** What pasted rows look like. */
export interface PastedRows {
  readonly format: DataFormat
  /** All records, a header included. */
  readonly records: number
  readonly hasHeader: boolean
  readonly headerColumns: readonly string[]
  /** Fields in the first record; null if the format has none. */
  readonly columnCount: number | null
  /** Whether a quoted field never closes. */
  readonly endsInQuotes: boolean
}

/**
 * Describes pasted text: its format (guessed unless given), its number of records, and whether the first is a header.
 *
 * @param options.columns The target table's column names: a first record that repeats them is a header.
 */
export function describePastedText(
  text: string,
  options: { readonly format?: DataFormat; readonly columns?: readonly string[] } = {},
): PastedRows {
  const format = options.format ?? detectFormat(text)
  const delimiter = formatFacts[format].delimiter
  if (delimiter === undefined) {
    return {
      format,
      records: countPastedRecords(text, format),
      hasHeader: false,
      headerColumns: [],
      columnCount: null,
      endsInQuotes: false,
    }
  }
  const sample = readDelimitedSample(text, delimiter, { limit: 20, isWhole: true })
  const hasHeader = looksLikeHeader(sample.records, options.columns)
  return {
    format,
    records: countPastedRecords(text, format),
    hasHeader,
    headerColumns: hasHeader ? [...(sample.records[0] ?? [])] : [],
    columnCount: sample.records[0]?.length ?? null,
    endsInQuotes: sample.defect?.kind === 'openQuote',
  }
}

/** Counts all records in a pasted text, header included; 0 if it is blank. */
export function countPastedRecords(text: string, format: DataFormat): number {
  if (text.trim() === '') return 0
  if (format === 'raw') return 1
  if (format === 'multijson') return countMultiJsonRecords(text) ?? 0
  const scanner = new RecordScanner(format)
  scanner.push(new TextEncoder().encode(text))
  return scanner.finish().records
}

function detectFormat(text: string): DataFormat {
  return detectJsonLayout(text, true) ?? detectDelimitedFormat(text.slice(0, 100_000), text.length <= 100_000)
}
