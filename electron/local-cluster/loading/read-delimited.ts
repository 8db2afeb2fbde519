import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import type { ReadySource, SourceFacts, SourceQuery } from './local-source'
import { numbersRecords } from './mapped-value'
import { parseMapping, type ColumnMapping } from './mapping'
import { ordinalValues } from './ordinal-values'
import { readerQuery } from './source-sql'

/** Up to this size (bytes), sources are read with the smallest buffer that fits their longest line. */
const smallSource = 1_048_576

/** DuckDB allocates a buffer for each file, 32 MB by default. */
const smallBuffer = 2_000_000
const usualBuffer = 32_000_000

/** Longest record that DuckDB reads by default, in bytes, less a margin for its line end. */
const usualRecord = 1_999_900

/**
 * Reads delimited text by position, or by a mapping's ordinals. The text is already in the one form that
 * `DelimitedScanner` writes, and the dialect is fully specified: DuckDB never guesses.
 */
export function delimitedQuery(
  source: ReadySource,
  table: StoredTable,
  delimiter: string,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const { facts } = source
  const fields = Array.from({ length: facts.fields ?? 1 }, (_, index) => `f${index}`)
  const options = [
    'auto_detect = false',
    `columns = {${fields.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `new_line = '\\n'`,
    'strict_mode = true',
    'header = false',
    `compression = 'none'`,
    ...bufferOptions(source),
  ]
  const values = ordinalValues(source, table, fields, mapping)
  return readerQuery(source, values, { function: 'read_csv', options, alone: numbersRecords(mapping) })
}

/** How many fields a table takes from a record, by its columns or its mapping. */
export function fieldsWanted(table: StoredTable, mappingText: string | undefined): number {
  if (mappingText === undefined) return table.columns.length
  return Math.max(1, ...parseMapping(mappingText).map(({ ordinal }) => (ordinal ?? 0) + 1))
}

/** A larger limit for all sources would make each of them several times slower. */
function bufferOptions({ facts }: ReadySource): string[] {
  const { longestRecord, sizeBytes } = facts
  if (longestRecord > usualRecord) {
    const longest = longestRecord + 100
    return [`max_line_size = ${longest}`, `buffer_size = ${Math.max(2 * longest, usualBuffer)}`]
  }
  return sizeBytes !== undefined && sizeBytes <= smallSource ? [`buffer_size = ${smallBuffer}`] : []
}

/** Whether a source's records turned out longer than known when its query was built. */
export function needsOtherBuffers(before: SourceFacts | undefined, after: SourceFacts): boolean {
  return after.longestRecord > usualRecord && (before?.longestRecord ?? 0) < after.longestRecord
}
