import { unixEpochTicks } from '../catalog-entry'
import type { ScalarType } from '../../domain/scalar-type'
import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import { KustoError } from '../kusto-error'
import { rootPath, toEnginePath } from './json-path'
import type { LocalSource, SourceQuery } from './local-source'
import type { ColumnMapping } from './mapping'
import { readerQuery } from './source-sql'

/** How many ticks one unit of a time since 1970 has, by the name of the transformation. */
const unixUnits: Readonly<Record<string, bigint>> = {
  datetimefromunixseconds: 10_000_000n,
  datetimefromunixmilliseconds: 10_000n,
  datetimefromunixmicroseconds: 10n,
}

/**
 * Reads JSON objects, one a line. In `json` a malformed line is passed over, as the service does it; `multijson`
 * and Avro have been written as lines by then, and each must be JSON. Without a mapping a column takes the property of its
 * own name.
 */
export function jsonQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const options = [
    `format = 'newline_delimited'`,
    `ignore_errors = ${source.properties.format === 'json'}`,
    `compression = '${source.compression === 'none' ? 'uncompressed' : 'gzip'}'`,
  ]
  const values = table.columns.map(({ name, type }) => {
    if (mapping === undefined) return valueAt(type, rootPath(name))
    const mapped = mapping.find((candidate) => candidate.column === name)
    if (mapped === undefined) return fromText(type, 'CAST(NULL AS VARCHAR)')
    if (mapped.constant !== undefined) return fromText(type, quoteText(mapped.constant))
    if (mapped.path === undefined) {
      throw new KustoError('BadRequest_InvalidMapping', `The mapping gives column '${name}' no path.`)
    }
    return transformed(type, toEnginePath(mapped.path), mapped)
  })
  const where = "json_type(json) = 'OBJECT'"
  return readerQuery(source, values, { function: 'read_json_objects', options, where })
}

function valueAt(type: ScalarType, path: string): string {
  if (type !== 'dynamic') return fromText(type, `json_extract_string(json, ${quoteText(path)})`)
  const value = `json_extract(json, ${quoteText(path)})`
  return `CASE WHEN json_type(${value}) = 'NULL' THEN NULL ELSE CAST(${value} AS VARCHAR) END`
}

function transformed(type: ScalarType, path: string, mapped: ColumnMapping): string {
  const transform = mapped.transform?.toLowerCase() ?? 'none'
  if (transform === 'none') return valueAt(type, path)
  const text = `json_extract_string(json, ${quoteText(path)})`
  const unit = unixUnits[transform]
  if (unit !== undefined && type === 'datetime') {
    return `CAST(round(TRY_CAST(${text} AS DECIMAL(28, 10)) * ${unit}) AS BIGINT) + ${unixEpochTicks}`
  }
  if (transform === 'datetimefromunixnanoseconds' && type === 'datetime') {
    return `TRY_CAST(${text} AS BIGINT) // 100 + ${unixEpochTicks}`
  }
  throw new KustoError(
    'BadRequest_NotSupported',
    `The transformation '${mapped.transform}' of column '${mapped.column}' is not supported.`,
  )
}
