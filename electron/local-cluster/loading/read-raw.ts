import type { StoredTable } from '../engine/catalog'
import type { ReadySource, SourceQuery } from './local-source'
import { numbersRecords } from './mapped-value'
import type { ColumnMapping } from './mapping'
import { ordinalValues } from './ordinal-values'
import { readerQuery } from './source-sql'

/** Reads the whole source as one value (`raw`). */
export function rawQuery(
  source: ReadySource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const values = ordinalValues(source, table, ['content'], mapping)
  return readerQuery(source, values, { function: 'read_text', options: [], alone: numbersRecords(mapping) })
}
