import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import { KustoError } from '../kusto-error'
import { readDelimitedHead } from './delimited-head'
import type { LocalSource, SourceQuery } from './local-source'
import { numbersRecords } from './mapped-value'
import type { ColumnMapping } from './mapping'
import { ordinalValues } from './ordinal-values'
import { longestRecord } from './scan-delimited'
import { readHead } from './source-head'
import { readerQuery } from './source-sql'

/** Sources up to this size (bytes) are read with the smallest buffer that DuckDB takes with its longest line. */
const smallSource = 1_048_576

/** For each file DuckDB sets up a buffer; of its own accord one of 32 MB. */
const smallBuffer = 'buffer_size = 2000000'

/**
 * Reads delimited text by position, or by the ordinals of a mapping. The dialect is given whole: DuckDB never
 * guesses. A record with another number of fields than the first fails the source.
 *
 * @throws KustoError `BadRequest_NoRecordsOrWrongFormat` when there is no record.
 */
export async function delimitedQuery(
  source: LocalSource,
  table: StoredTable,
  delimiter: string,
  mapping: readonly ColumnMapping[] | undefined,
  options: { readonly longRecords?: boolean } = {},
): Promise<SourceQuery> {
  const { ignoreFirstRecord } = source.properties
  const head = await readHead(source, (text, isWhole) => {
    if (text.length > longestRecord) return { fields: -1, skip: 0 }
    return readDelimitedHead(text, delimiter, { ignoreFirstRecord, isWhole })
  })
  if (head === undefined || head.fields === 0) {
    throw new KustoError('BadRequest_NoRecordsOrWrongFormat', 'The blob has no records.')
  }
  if (head.fields < 0) {
    throw new KustoError('Stream_InputStreamTooLarge', 'A record is longer than 64 MB.')
  }
  const fields = Array.from({ length: head.fields }, (_, index) => `f${index}`)
  const readerOptions = [
    'auto_detect = false',
    `columns = {${fields.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'strict_mode = true',
    'header = false',
    `skip = ${head.skip}`,
    `compression = '${source.compression}'`,
    ...(options.longRecords === true
      ? [`max_line_size = ${longestRecord}`]
      : source.sizeBytes <= smallSource
        ? [smallBuffer]
        : []),
  ]
  const values = ordinalValues(source, table, fields, mapping)
  return readerQuery(source, values, {
    function: 'read_csv',
    options: readerOptions,
    alone: numbersRecords(mapping),
  })
}
