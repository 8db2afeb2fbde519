import type { ScalarType } from '../scalar-type'
import { bracketEntityName, quoteString } from '../entity-name'
import type { Column } from '../schema/table'

/**
 * What can be said of a column's values: where they lie in time or on a scale, how often each occurs, what they are made
 * of, or none of these.
 */
type ColumnKind = 'time' | 'number' | 'values' | 'shapes' | 'opaque'

const kinds: Readonly<Record<ScalarType, ColumnKind>> = {
  bool: 'values',
  datetime: 'time',
  decimal: 'number',
  dynamic: 'shapes',
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

/**
 * KQL that turns rows into what their dynamic value is made of, as `Value`: one row for each key of a bag, as `.key`, and
 * the type's name for what is no bag.
 */
export function shapesOf(column: string): string {
  return `where isnotnull(${column}) | extend Type = gettype(${column}) | mv-expand Key = iff(Type == "dictionary", bag_keys(${column}), pack_array(Type)) to typeof(string) | where isnotempty(Key) | extend Value = iff(Type == "dictionary", strcat(".", Key), Type)`
}

/** KQL for a table's rows: all of them, those with a tag, or those without it. Reads no other extents. */
export function rowsOf(table: string, tag: string | null, which: 'all' | 'ours' | 'others'): string {
  const name = bracketEntityName(table)
  if (which === 'all' || tag === null) return name
  return `${name} | where extent_tags() ${which === 'ours' ? 'has' : '!has'} ${quoteString(`drop-by:${tag}`)}`
}
