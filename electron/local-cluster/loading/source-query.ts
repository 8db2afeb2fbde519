import { dataFormats, formatFacts, type DataFormat } from '../../domain/data-format'
import type { StoredTable } from '../engine/catalog'
import { KustoError } from '../kusto-error'
import type { LocalSource, SourceQuery } from './loaded-source'
import { delimitedQuery } from './read-delimited'

/**
 * Builds the query that reads a source as the table's columns.
 *
 * @throws KustoError `BadRequest_FormatNotSupported` for what this cluster does not read, by name.
 */
export async function sourceQuery(source: LocalSource, table: StoredTable): Promise<SourceQuery> {
  const { format } = source.message
  const known = dataFormats.find((candidate): candidate is DataFormat => candidate === format)
  const delimiter = known === undefined ? undefined : formatFacts[known].delimiter
  if (delimiter !== undefined && known !== 'tsve') return delimitedQuery(source, table, delimiter)
  throw new KustoError('BadRequest_FormatNotSupported', `The data format '${format}' is not supported.`)
}
