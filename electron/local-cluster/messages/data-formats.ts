import { dataFormats, formatFacts } from '../../domain/data-format'
import { KustoError } from '../answers/kusto-error'

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

/** Whether a format is text whose records have been told apart by the rules of its format before DuckDB reads them. */
export function isReadByItsRules(format: string): boolean {
  return delimiterOf(format) !== undefined || ['txt', 'raw', 'tsve'].includes(format)
}

/** The error for a format that this cluster does not read. */
export function formatNotSupported(format: string): KustoError {
  return new KustoError(
    'BadRequest_FormatNotSupported',
    `The data format '${format}' is not supported by the local cluster.`,
  )
}
