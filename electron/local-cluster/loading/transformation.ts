import { KustoError } from '../answers/kusto-error'
import type { ColumnMapping } from './mapping'

/** What a mapping may do to a value, in lower case (documents: ingestion mappings, mapping transformations). */
export type Transformation =
  | 'none'
  | 'propertybagarraytodictionary'
  | 'sourcelocation'
  | 'sourcelinenumber'
  | 'datetimefromunixseconds'
  | 'datetimefromunixmilliseconds'
  | 'datetimefromunixmicroseconds'
  | 'datetimefromunixnanoseconds'
  | 'dropmappedfields'
  | 'bytesasbase64'

const ofAll: readonly Transformation[] = ['none', 'sourcelocation', 'sourcelinenumber']
const ofDocuments: readonly Transformation[] = [
  ...ofAll,
  'propertybagarraytodictionary',
  'datetimefromunixseconds',
  'datetimefromunixmilliseconds',
  'datetimefromunixmicroseconds',
  'datetimefromunixnanoseconds',
  'dropmappedfields',
]
const ofAvro: readonly Transformation[] = [...ofDocuments, 'bytesasbase64']

/**
 * The transformation that a mapping names.
 *
 * @throws KustoError `BadRequest_InvalidMapping` if the format has none of that name.
 */
export function transformationOf(mapped: ColumnMapping, format: string): Transformation {
  const name = mapped.transform?.toLowerCase() ?? 'none'
  const found = transformationsOf(format).find((candidate) => candidate === name)
  if (found !== undefined) return found
  throw new KustoError(
    'BadRequest_InvalidMapping',
    `The format ${format} has no transformation '${mapped.transform ?? ''}', which the mapping names for column '${mapped.column}'.`,
  )
}

function transformationsOf(format: string): readonly Transformation[] {
  if (format === 'avro' || format === 'apacheavro') return ofAvro
  return ['json', 'multijson', 'parquet'].includes(format) ? ofDocuments : ofAll
}
