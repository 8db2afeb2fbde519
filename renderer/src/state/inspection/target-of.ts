import {
  isMappingNeeded,
  mappingOf,
  matchFields,
  pairsInOtherCase,
} from '../../../../electron/domain/column-matching'
import { keyPath } from '../../../../electron/domain/ingestion-mapping'
import type { ColumnProfile, Target } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { Column, ColumnSource } from '../../../../electron/domain/schema/table'
import { placeOf, tableRefOf, type TargetDraft } from './inspection'

/** How the source's columns and the target's fit together. */
export interface Match {
  /** The target's column for each column of the source, in the source's order; null: it goes nowhere. */
  readonly columns: readonly (Column | null)[]
  /** Columns of the table that the source has nothing for. */
  readonly missing: readonly Column[]
  /** Columns of the source that the table has no column for. */
  readonly extra: readonly ColumnProfile[]
  /** Names that find their columns in another case only, as `Id → id`. */
  readonly otherCase: readonly string[]
  /** Whether the fields stand in another order than the table's columns. */
  readonly isReordered: boolean
}

/** The columns of the target. For a new table: those of the source, as the user named and typed them. */
export function targetColumns(draft: TargetDraft, source: readonly ColumnProfile[]): readonly Column[] {
  if (draft.table !== null) return [...draft.table.columns, ...draft.added]
  return source.flatMap((column) => {
    const made = newColumn(draft, column)
    return made === null ? [] : [made]
  })
}

/** The column that a new table gets for one of the source; null: the user leaves it out. */
export function newColumn(draft: TargetDraft, column: ColumnProfile): Column | null {
  const change = draft.changes[placeOf(column)]
  if (change?.isLeftOut === true) return null
  return { name: change?.name ?? column.name, type: change?.type ?? column.inferred }
}

/** Pairs the source's columns with the target's. */
export function matchColumns(
  draft: TargetDraft,
  source: readonly ColumnProfile[],
  reading: Reading | null,
): Match {
  if (draft.table === null) {
    const columns = source.map((column) => newColumn(draft, column))
    return { columns, missing: [], extra: [], otherCase: [], isReordered: false }
  }
  const all = targetColumns(draft, source)
  const found =
    draft.mapping !== null
      ? byMapping(draft.mapping, source, all)
      : reading === null
        ? source.map((_, index) => all[index] ?? null)
        : matchFields(source, all, reading, draft.match).columns
  const taken = new Set(found.map((column) => column?.name))
  const constants = new Set(
    draft.mapping?.filter(({ constant }) => constant !== undefined).map(({ column }) => column),
  )
  const order = found.flatMap((column) => (column === null ? [] : [all.indexOf(column)]))
  return {
    columns: found,
    missing: all.filter(({ name }) => !taken.has(name) && !constants.has(name)),
    extra: source.filter((_, index) => found[index] === null),
    otherCase: pairsInOtherCase(
      source.map(({ name }, index) => ({ name, column: found[index]?.name ?? null })),
    ),
    isReordered: order.some((place, index) => index > 0 && place < (order[index - 1] ?? 0)),
  }
}

/** Whether columns are paired by their names. */
export function isByName(
  draft: TargetDraft,
  source: readonly ColumnProfile[],
  reading: Reading | null,
): boolean {
  return (
    reading !== null && matchFields(source, targetColumns(draft, source), reading, draft.match).by === 'name'
  )
}

/** The target that a look or a check judges for. */
export function targetOf(
  draft: TargetDraft,
  source: readonly ColumnProfile[],
  reading: Reading | null,
): Target {
  const table = tableRefOf(draft)
  return {
    ...(table === null ? {} : { table }),
    columns: targetColumns(draft, source).map((column) => ({ ...column })),
    mapping: mappingToSend(draft, source, reading)?.map((entry) => ({ ...entry })) ?? null,
    ...(draft.mapping === null ? { match: draft.match } : {}),
  }
}

/**
 * The mapping that has to go along, so that each field finds its column; null if the service finds them alike without
 * one: fields by position, keys by their exact names.
 */
export function mappingToSend(
  draft: TargetDraft,
  source: readonly ColumnProfile[],
  reading: Reading | null,
): readonly ColumnSource[] | null {
  if (draft.mapping !== null) return draft.mapping
  if (reading === null || source.length === 0) return null
  const mapping = plainMapping(draft, source, reading)
  return isMappingNeeded(mapping, targetColumns(draft, source), reading.format, source.length)
    ? mapping
    : null
}

/** A mapping for every pair, needed or not: where the user begins to edit. */
export function plainMapping(
  draft: TargetDraft,
  source: readonly ColumnProfile[],
  reading: Reading,
): readonly ColumnSource[] {
  const match = matchColumns(draft, source, reading)
  const placeOfEntry = new Map(source.map((column, index) => [match.columns[index]?.name, placeOf(column)]))
  return mappingOf(match, source, targetColumns(draft, source), reading.format).map((entry) => {
    const { transform } = draft.changes[placeOfEntry.get(entry.column) ?? ''] ?? {}
    return { ...entry, ...(transform === undefined ? {} : { transform }) }
  })
}

function byMapping(
  mapping: readonly ColumnSource[],
  source: readonly ColumnProfile[],
  columns: readonly Column[],
): (Column | null)[] {
  return source.map((column, index) => {
    const entry = mapping.find(({ ordinal, path }) =>
      path === undefined
        ? ordinal === (column.ordinal ?? index)
        : path === (column.path ?? keyPath(column.name)),
    )
    return columns.find(({ name }) => name === entry?.column) ?? null
  })
}
