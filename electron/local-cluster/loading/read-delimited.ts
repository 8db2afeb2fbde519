import { quoteText } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import type { StoredTable } from '../engine/catalog'
import { KustoError } from '../kusto-error'
import { countFirstRecordFields } from './first-record'
import type { LocalSource, SourceQuery } from './loaded-source'
import { readHead } from './source-head'

/** One record may have this many characters at most (documents: string data type, 64 MB). */
export const longestRecord = 64 * 1_048_576

/**
 * Reads delimited text by position. The dialect is given whole: DuckDB never guesses. A record with another
 * number of fields than the first fails the source.
 *
 * @throws KustoError `BadRequest_NoRecordsOrWrongFormat` when there is no record.
 */
export async function delimitedQuery(
  source: LocalSource,
  table: StoredTable,
  delimiter: string,
  options: { readonly longRecords?: boolean } = {},
): Promise<SourceQuery> {
  const count = (text: string, whole: boolean): number | undefined =>
    countFirstRecordFields(text, delimiter, whole)
  const head = await readHead(
    source,
    (text) => count(text, false) !== undefined || text.length > longestRecord,
  )
  const fields = count(head.text, head.complete)
  if (fields === 0) {
    throw new KustoError('BadRequest_NoRecordsOrWrongFormat', 'The blob has no records.')
  }
  if (fields === undefined) {
    throw new KustoError('Stream_InputStreamTooLarge', 'The first record is longer than 64 MB.')
  }
  const names = Array.from({ length: fields }, (_, index) => `f${index}`)
  const reader = [
    quoteText(source.path),
    'auto_detect = false',
    `columns = {${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'strict_mode = true',
    `header = ${source.message.ignoreFirstRecord}`,
    `compression = '${source.compression}'`,
    ...(options.longRecords === true ? [`max_line_size = ${longestRecord}`] : []),
  ]
  const values = table.columns.map(({ type }, index) =>
    fromText(type, index < fields ? `f${index}` : 'CAST(NULL AS VARCHAR)'),
  )
  return { sql: `SELECT ${values.join(', ')} FROM read_csv(${reader.join(', ')})` }
}
