import { dataFormats, formatFacts } from '../../domain/data-format'
import type { StoredTable } from '../engine/catalog'
import type { Session } from '../engine/duckdb-engine'
import { KustoError } from '../kusto-error'
import type { LocalSource, SourceQuery } from './local-source'
import { parseMapping } from './mapping'
import { delimitedQuery } from './read-delimited'
import { jsonQuery } from './read-json'
import { parquetQuery } from './read-parquet'
import { escapedTabsQuery, rawQuery, textQuery } from './read-text'

/** The delimiter of a format of delimited text, or undefined for others. */
export function delimiterOf(format: string): string | undefined {
  const known = dataFormats.find((candidate) => candidate === format)
  return known === undefined || known === 'tsve' ? undefined : formatFacts[known].delimiter
}

/** Whether a format can be read here. Others are refused by name. */
export function isReadable(format: string): boolean {
  return (
    delimiterOf(format) !== undefined ||
    ['txt', 'raw', 'tsve', 'json', 'multijson', 'avro', 'apacheavro', 'parquet'].includes(format)
  )
}

/** The error for a format that this cluster does not read. */
export function formatNotSupported(format: string): KustoError {
  return new KustoError(
    'BadRequest_FormatNotSupported',
    `The data format '${format}' is not supported by the local cluster.`,
  )
}

/**
 * Builds the query that reads a source as the table's columns. `mappingText` is the mapping that applies.
 *
 * @throws KustoError `BadRequest_FormatNotSupported` for what this cluster does not read, by name.
 */
export async function sourceQuery(
  source: LocalSource,
  table: StoredTable,
  options: {
    readonly scratch: () => Promise<Session>
    readonly mappingText: string | undefined
    /** Whether records may be longer than DuckDB's own limit of 2 MB; that makes it slower. */
    readonly longRecords?: boolean
  },
): Promise<SourceQuery> {
  const { format } = source.properties
  const mapping = options.mappingText === undefined ? undefined : parseMapping(options.mappingText)
  const delimiter = delimiterOf(format)
  if (delimiter !== undefined) return delimitedQuery(source, table, delimiter, mapping, options)
  switch (format) {
    case 'txt':
      return textQuery(source, table, mapping)
    case 'raw':
      return rawQuery(source, table, mapping)
    case 'tsve':
      return escapedTabsQuery(source, table, mapping)
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
