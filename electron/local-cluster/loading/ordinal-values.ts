import type { StoredTable } from '../engine/catalog'
import { fromText } from '../engine/text-conversion'
import { KustoError } from '../answers/kusto-error'
import type { ReadySource } from './local-source'
import { nothing, valueBesideRecords } from './mapped-value'
import type { ColumnMapping } from './mapping'

/**
 * The values of a table's columns, from a source with fields in a fixed order.
 *
 * @param fields SQL for each field.
 * @throws KustoError `BadRequest_InvalidMapping` if the mapping does not fit such a source.
 */
export function ordinalValues(
  source: ReadySource,
  table: StoredTable,
  fields: readonly string[],
  mapping: readonly ColumnMapping[] | undefined,
): string[] {
  if (mapping === undefined) {
    return table.columns.map(({ type }, index) => fromText(type, fields[index] ?? nothing))
  }
  return table.columns.map(({ name, type }) => {
    const mapped = mapping.find((candidate) => candidate.column === name)
    if (mapped === undefined) return fromText(type, nothing)
    const beside = valueBesideRecords(type, mapped, source)
    if (beside !== undefined) return beside
    if (mapped.ordinal === undefined) {
      throw new KustoError('BadRequest_InvalidMapping', `The mapping gives column '${name}' no ordinal.`)
    }
    return fromText(type, fields[mapped.ordinal] ?? nothing)
  })
}
