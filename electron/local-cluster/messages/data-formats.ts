import { dataFormats, formatFacts } from '../../domain/data-format'
import { KustoError } from '../answers/kusto-error'

/** The delimiter of a delimited format; undefined for other formats. */
export function delimiterOf(format: string): string | undefined {
  const known = dataFormats.find((candidate) => candidate === format)
  return known === undefined || known === 'tsve' ? undefined : formatFacts[known].delimiter
}

/** Whether the cluster reads this format. Others are refused by name. */
export function isReadable(format: string): boolean {
  const known = dataFormats.find((candidate) => candidate === format)
  return known !== undefined && formatFacts[known].azureOnly !== true
}

/** Whether the format's own rules separate the records before DuckDB reads the text. */
export function isReadByItsRules(format: string): boolean {
  return delimiterOf(format) !== undefined || ['txt', 'raw', 'tsve'].includes(format)
}

/** The error for a format that the cluster does not read. */
export function formatNotSupported(format: string): KustoError {
  return new KustoError(
    'BadRequest_FormatNotSupported',
    `The data format '${format}' is not supported by the local cluster.`,
  )
}
