import type { ScalarType } from '../scalar-type'
import { bracketEntityName, quoteString } from '../entity-name'
import type { Column } from '../schema/table'

/** What can be said of a column's values: where they lie in time or on a scale, how often each occurs, or neither. */
export type ColumnKind = 'time' | 'number' | 'values' | 'opaque'

const kinds: Readonly<Record<ScalarType, ColumnKind>> = {
  bool: 'values',
  datetime: 'time',
  decimal: 'number',
  dynamic: 'opaque',
  guid: 'opaque',
  int: 'number',
  long: 'number',
  real: 'number',
  string: 'values',
  timespan: 'time',
}

/** Says what can be counted of a column of this type. */
export function columnKind(type: ScalarType): ColumnKind {
  return kinds[type]
}

/** KQL that is true for a row without a value. A string is never null, so an empty one counts. */
export function hasNoValue({ type }: Pick<Column, 'type'>, column: string): string {
  return `${type === 'string' ? 'isempty' : 'isnull'}(${column})`
}

/** KQL for a table's rows: all of them, those with a tag, or those without it. Reads no other extents. */
export function rowsOf(table: string, tag: string | null, which: 'all' | 'ours' | 'others'): string {
  const name = bracketEntityName(table)
  if (which === 'all' || tag === null) return name
  return `${name} | where extent_tags() ${which === 'ours' ? 'has' : '!has'} ${quoteString(`drop-by:${tag}`)}`
}
