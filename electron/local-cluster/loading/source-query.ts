import type { StoredTable } from '../engine/catalog'
import type { Session } from '../engine/duckdb-engine'
import { KustoError } from '../answers/kusto-error'
import { delimiterOf, formatNotSupported } from '../messages/data-formats'
import type { ReadySource, SourceQuery } from './local-source'
import { parseMapping } from './mapping'
import { delimitedQuery } from './read-delimited'
import { jsonQuery } from './read-json'
import { parquetQuery } from './read-parquet'
import { rawQuery } from './read-raw'
import { lineDelimiter } from './text-lines'

const noRecordsCode = 'BadRequest_NoRecordsOrWrongFormat'

/** Whether an error came from {@link noRecords}. */
export function isNoRecords(error: unknown): boolean {
  return error instanceof KustoError && error.code === noRecordsCode
}

/** The error for a source with no records. */
export function noRecords(): KustoError {
  return new KustoError(noRecordsCode, 'The blob has no records, or is not in the given format.')
}

/**
 * Builds the query that reads a source as the table's columns, using the mapping in `mappingText` if there is one.
 *
 * @throws KustoError `BadRequest_FormatNotSupported` for formats that this cluster does not read, by name.
 */
export async function sourceQuery(
  source: ReadySource,
  table: StoredTable,
  options: { readonly scratch: () => Promise<Session>; readonly mappingText: string | undefined },
): Promise<SourceQuery> {
  const { format } = source.properties
  const mapping = options.mappingText === undefined ? undefined : parseMapping(options.mappingText)
  const delimiter = delimiterOf(format)
  if (delimiter !== undefined) return delimitedQuery(source, table, delimiter, mapping)
  switch (format) {
    case 'txt':
      return delimitedQuery(source, table, lineDelimiter, mapping)
    case 'tsve':
      return delimitedQuery(source, table, '\t', mapping)
    case 'raw':
      return rawQuery(source, table, mapping)
    case 'json':
    case 'multijson':
    case 'avro':
    case 'apacheavro':
      return jsonQuery(source, table, mapping)
    case 'parquet':
      return parquetQuery(await options.scratch(), source, table, mapping)
    default:
      throw formatNotSupported(format)
  }
}
