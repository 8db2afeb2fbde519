import { formatFacts, type DataFormat } from './data-format'
import { keyPath } from './ingestion-mapping'
import { inventedName } from './recognition/field-names'
import type { Reading } from './schema/reading'
import type { Column, ColumnSource } from './schema/table'

/** A field or key of a source, and where it lies. */
export interface SourceField {
  readonly name: string
  readonly ordinal?: number | undefined
  readonly path?: string | undefined
}

/** What fields are matched by. */
export type MatchedBy = 'name' | 'position'

/** Which column of a table each field of a source goes to. */
export interface FieldMatch {
  readonly by: MatchedBy
  /** For each field its column; null: it goes nowhere. */
  readonly columns: readonly (Column | null)[]
}

/**
 * Decides which column each field goes to. This is the only place that does: what is foreseen is what is sent.
 *
 * Keys go by their names. Fields go by their names if a header names at least one of the table's columns and the user
 * did not ask for positions; else by position, as the service does. Names match in any case if none matches exactly.
 *
 * @param wanted What the user asked for; without a header, positions are all there is.
 */
export function matchFields(
  fields: readonly SourceField[],
  columns: readonly Column[],
  reading: Pick<Reading, 'format' | 'ignoreFirstRecord'>,
  wanted: MatchedBy,
): FieldMatch {
  if (!hasPositions(reading.format)) return { by: 'name', columns: byName(fields, columns) }
  if (wanted === 'name' && reading.ignoreFirstRecord) {
    const named = byName(fields, columns)
    if (named.some((column) => column !== null) && !areUnnamedInPlace(fields, named, columns))
      return { by: 'name', columns: named }
  }
  return { by: 'position', columns: fields.map(({ ordinal }, index) => columns[ordinal ?? index] ?? null) }
}

/** Fields that find their columns only if upper and lower case are ignored, as `Id → id`. */
export function pairsInOtherCase(
  fields: readonly { readonly name: string; readonly column: string | null }[],
): string[] {
  return fields.flatMap(({ name, column }) =>
    column !== null && isSameButForCase(column, name) ? [`${name} → ${column}`] : [],
  )
}

/** Whether two names differ, and only in upper and lower case. */
function isSameButForCase(one: string, other: string): boolean {
  return one !== other && one.toLowerCase() === other.trim().toLowerCase()
}

/**
 * A mapping that says a match: an entry for each field that goes somewhere. JSON's later records may have keys that
 * nobody has seen, so the other columns take the keys of their names.
 *
 * @param columns The table's.
 */
export function mappingOf(
  match: Pick<FieldMatch, 'columns'>,
  fields: readonly SourceField[],
  columns: readonly Column[],
  format: DataFormat,
): ColumnSource[] {
  const entries = fields.flatMap((field, index): ColumnSource[] => {
    const target = match.columns[index]
    if (target === null || target === undefined) return []
    const place = hasPositions(format)
      ? { ordinal: field.ordinal ?? index }
      : { path: field.path ?? keyPath(field.name) }
    return [{ column: target.name, type: target.type, ...place }]
  })
  if (format !== 'json' && format !== 'multijson') return entries
  const fed = new Set(entries.map(({ column }) => column))
  const others = columns.filter(({ name }) => !fed.has(name))
  return [...entries, ...others.map(({ name, type }) => ({ column: name, type, path: keyPath(name) }))]
}

/**
 * Whether a mapping has to go along: without one the service takes fields by position and keys by their exact names.
 *
 * @param columns The table's.
 * @param fields How many fields the source has: one that goes nowhere must not land by its position.
 */
export function isMappingNeeded(
  mapping: readonly ColumnSource[],
  columns: readonly Column[],
  format: DataFormat,
  fields: number,
): boolean {
  if (mapping.some(({ transform, constant }) => transform !== undefined || constant !== undefined))
    return true
  if (!hasPositions(format)) return mapping.some(({ column, path }) => path !== keyPath(column))
  const placed = new Map(mapping.map(({ column, ordinal }) => [ordinal, column]))
  return (
    mapping.some(({ column, ordinal }) => columns[ordinal ?? -1]?.name !== column) ||
    columns.slice(0, fields).some(({ name }, ordinal) => placed.get(ordinal) !== name)
  )
}

/** The mapping that has to go along with a source; null if the service finds the same columns without one. */
export function mappingForFields(
  fields: readonly SourceField[],
  columns: readonly Column[],
  reading: Pick<Reading, 'format' | 'ignoreFirstRecord'>,
  wanted: MatchedBy,
): { readonly by: MatchedBy; readonly mapping: ColumnSource[] | null } {
  const match = matchFields(fields, columns, reading, wanted)
  const mapping = mappingOf(match, fields, columns, reading.format)
  const isNeeded = mapping.length > 0 && isMappingNeeded(mapping, columns, reading.format, fields.length)
  return { by: match.by, mapping: isNeeded ? mapping : null }
}

/** Whether the records of a format have fields with positions, and not keys. */
export function hasPositions(format: DataFormat): boolean {
  return formatFacts[format].delimiter !== undefined || format === 'txt' || format === 'raw'
}

/** Whether the only fields that name no column have no name at all, and all others lie where their columns do. */
function areUnnamedInPlace(
  fields: readonly SourceField[],
  named: readonly (Column | null)[],
  columns: readonly Column[],
): boolean {
  const isUnnamed = ({ name }: SourceField, index: number): boolean => name === inventedName(index)
  return (
    fields.length === columns.length &&
    fields.some(isUnnamed) &&
    fields.every(
      (field, index) => isUnnamed(field, index) || named[index] === columns[field.ordinal ?? index],
    )
  )
}

function byName(fields: readonly SourceField[], columns: readonly Column[]): (Column | null)[] {
  const exact = new Map(columns.map((column) => [column.name, column]))
  const loose = new Map(columns.map((column) => [column.name.toLowerCase(), column]))
  const taken = new Set<Column>()
  const take = (column: Column | undefined): Column | null => {
    if (column === undefined || taken.has(column)) return null
    taken.add(column)
    return column
  }
  const first = fields.map(({ name }) => take(exact.get(name)))
  return fields.map(({ name }, index) => first[index] ?? take(loose.get(name.trim().toLowerCase())))
}
