import type { StoredTable } from '../engine/catalog'
import { fromText } from '../engine/text-conversion'
import type { LocalSource, SourceQuery } from './local-source'
import {
  nothing,
  numbersRecords,
  pathOf,
  plainValue,
  transformedValue,
  valueBesideRecords,
} from './mapped-value'
import type { ColumnMapping } from './mapping'
import { readerQuery } from './source-sql'

/**
 * Reads JSON objects, one a line. In `json` a malformed line is passed over, as the service does it; `multijson`
 * and Avro have been written as lines by then, and each must be JSON. Without a mapping a column takes the
 * property of its own name.
 */
export function jsonQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const { format } = source.properties
  const options = [
    `format = 'newline_delimited'`,
    `ignore_errors = ${format === 'json'}`,
    `compression = '${source.compression === 'none' ? 'uncompressed' : 'gzip'}'`,
  ]
  const values = table.columns.map(({ name, type }) => {
    if (mapping === undefined) return plainValue(type, { document: 'json', path: [name] })
    const mapped = mapping.find((candidate) => candidate.column === name)
    if (mapped === undefined) return fromText(type, nothing)
    const beside = valueBesideRecords(type, mapped, source)
    if (beside !== undefined) return beside
    return transformedValue(type, { document: 'json', path: pathOf(mapped) }, mapped, { format, mapping })
  })
  return readerQuery(source, values, {
    function: 'read_json_objects',
    options,
    where: "json_type(json) = 'OBJECT'",
    alone: numbersRecords(mapping),
  })
}
