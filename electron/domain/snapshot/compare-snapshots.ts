import type { ColumnSide, ComparedColumn, Comparison, Shares } from '../schema/comparison'
import type { Snapshot, SnapshotHead, SnapshotPart } from '../schema/snapshot'
import { othersName, rowShares } from '../whose-rows'
import { columnChanges } from './column-changes'
import { binShares, valueShares } from './shares'

/**
 * Compares two moments of a table.
 *
 * @param before Null if nothing was kept: then it is what the table holds besides the ingestion.
 */
export function compareSnapshots(before: Snapshot | null, after: Snapshot): Comparison {
  const { ours } = after
  const rowsBefore = before?.rows ?? (ours === null ? null : after.others.rows)
  const own = { ownBefore: (before ?? after).otherIngestions, ownAfter: after.otherIngestions }
  const { change, others, otherIngestions, otherWriters } = rowShares(
    { before: rowsBefore, after: after.rows, ...own },
    ours === null ? null : ours.rows,
  )
  const names = [
    ...after.columns.map(({ name }) => name),
    ...(before?.columns ?? []).map(({ name }) => name).filter((name) => !has(after, name)),
  ]
  return {
    before: before === null ? null : headOf(before),
    after: headOf(after),
    tag: ours === null ? null : after.tag,
    rows: {
      before: rowsBefore,
      after: after.rows,
      added: ours === null ? change : ours.rows,
      others,
      otherIngestions,
      otherWriters,
    },
    size: measure(before, after, 'sizeBytes'),
    originalSize: measure(before, after, 'originalBytes'),
    extents: measure(before, after, 'extents'),
    columns: names
      .map((name) => compareColumn(name, before, after, othersName({ otherIngestions, otherWriters })))
      .sort((left, right) => importance(right) - importance(left)),
    furtherColumns: after.furtherColumns,
    sampledOneOf: sampledOneOf(before, after),
  }
}

function measure(
  before: Snapshot | null,
  after: Snapshot,
  what: 'sizeBytes' | 'originalBytes' | 'extents',
): Comparison['size'] {
  return { before: before?.[what] ?? null, after: after[what], added: after.ownSizes?.[what] ?? null }
}

function compareColumn(
  name: string,
  before: Snapshot | null,
  after: Snapshot,
  others: string,
): ComparedColumn {
  const column = [after, before]
    .flatMap((snapshot) => snapshot?.columns ?? [])
    .find((one) => one.name === name)
  const type = column?.type ?? 'string'
  const first = before === null ? sideOf(after, name, [after.others]) : sideOf(before, name, partsOf(before))
  const second = sideOf(after, name, partsOf(after))
  const newValues = newValuesOf(name, before, after, after.ours ?? after.others)
  const ofOthers =
    before === null || after.ours === null
      ? []
      : newValuesOf(name, before, after, after.others).filter((value) => !newValues.includes(value))
  const index = indexOf(after, name)
  const own = index === -1 ? undefined : after.ours?.columns[index]
  const added =
    after.ours === null || own === undefined
      ? null
      : { rows: after.ours.rows, nulls: estimate(own.nulls, after.ours), min: own.min, max: own.max }
  const binned = binShares(before, after, name)
  const values = valueShares(before, after, name)
  return {
    name,
    type,
    changes: columnChanges({
      type,
      before: first,
      after: second,
      added,
      newValues,
      others: after.ours === null ? null : { name: others, newValues: ofOthers },
      spread: { type, ...binned, values, read: rowsRead(before, after, type, binned.bins.length > 0) },
      isSampled: sampledOneOf(before, after) !== null,
    }),
    before: first,
    after: second,
    newValues: [...newValues, ...ofOthers],
    withoutValue: sharesOfNulls(first?.nulls ?? 0, second?.nulls ?? 0, added?.nulls ?? null),
    ...binned,
    values,
  }
}

/** How many rows were read for a column's spread, of those before and those that came. */
function rowsRead(
  before: Snapshot | null,
  after: Snapshot,
  type: ComparedColumn['type'],
  isBinned: boolean,
): { readonly before: number; readonly added: number } {
  const what = isBinned || type === 'dynamic' ? 'spread' : 'counted'
  const sum = (parts: readonly SnapshotPart[]): number => parts.reduce((rows, part) => rows + part[what], 0)
  return {
    before: before === null ? after.others[what] : sum(partsOf(before)),
    added: (after.ours ?? after.others)[what],
  }
}

/** @param own Nulls that the ingestion brought; null if all that came in between is its own. */
function sharesOfNulls(before: number, after: number, own: number | null): Shares {
  const more = Math.max(0, after - before)
  return own === null
    ? { before, added: more, others: 0 }
    : { before, added: own, others: Math.max(0, after - before - own) }
}

function partsOf({ others, ours }: Snapshot): SnapshotPart[] {
  return ours === null ? [others] : [others, ours]
}

/** What a column holds in all rows of some parts. */
function sideOf(snapshot: Snapshot, name: string, parts: readonly SnapshotPart[]): ColumnSide | null {
  const index = indexOf(snapshot, name)
  if (index === -1) return null
  const facts = parts.map((part) => ({ part, facts: part.columns[index] }))
  const ends = (which: 'min' | 'max'): string[] =>
    facts.flatMap(({ facts: of }) => {
      const end = of?.[which] ?? null
      return end === null ? [] : [end]
    })
  const isAll = parts.length > 1 || snapshot.ours === null
  const distinct = isAll ? (snapshot.columns[index]?.distinct ?? null) : (facts[0]?.facts?.distinct ?? null)
  const spread = parts.reduce((sum, part) => sum + part.spread, 0)
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  return {
    rows,
    nulls: facts.reduce((sum, { part, facts: of }) => sum + estimate(of?.nulls ?? 0, part), 0),
    nullsAreEstimated: parts.some((part) => part.counted < part.rows),
    distinct,
    distinctIsLeast: distinct !== null && spread < rows && distinct > spread * 0.1,
    min: extreme(ends('min'), 'min'),
    max: extreme(ends('max'), 'max'),
  }
}

/** The smallest or largest of some texts; as numbers where all are. Times in ISO 8601 are in order as texts. */
function extreme(texts: readonly string[], which: 'min' | 'max'): string | null {
  const areNumbers = texts.every((text) => text.trim() !== '' && Number.isFinite(Number(text)))
  return texts.reduce<string | null>((found, text) => {
    if (found === null) return text
    const isLess = areNumbers ? Number(text) < Number(found) : text < found
    return isLess === (which === 'min') ? text : found
  }, null)
}

/**
 * Values that a part of the rows after has and no row before. Known only if every value of the rows before is listed.
 */
function newValuesOf(name: string, before: Snapshot | null, after: Snapshot, came: SnapshotPart): string[] {
  const known = new Set<string>()
  const earlier = before === null ? [after.others] : partsOf(before)
  const index = indexOf(before ?? after, name)
  const indexAfter = indexOf(after, name)
  if (index === -1 || indexAfter === -1) return []
  for (const part of earlier) {
    const values = part.columns[index]?.values ?? null
    if (part.rows === 0) continue
    const read = after.columns[indexAfter]?.type === 'dynamic' ? part.spread : part.counted
    if (values === null || read < part.rows) return []
    for (const { value } of values) known.add(value)
  }
  if (known.size === 0) return []
  const values = came.columns[indexAfter]?.values ?? []
  return values.map(({ value }) => value).filter((value) => value !== '' && !known.has(value))
}

function sampledOneOf(before: Snapshot | null, after: Snapshot): number | null {
  const parts = [after, ...(before === null ? [] : [before])].flatMap(partsOf)
  const ratios = parts.flatMap(({ rows, spread }) => (spread > 0 && spread < rows ? [rows / spread] : []))
  return ratios.length === 0 ? null : Math.max(2, Math.round(Math.max(...ratios)))
}

function estimate(counted: number, part: SnapshotPart): number {
  return part.counted === 0 || part.counted >= part.rows
    ? counted
    : Math.round((counted * part.rows) / part.counted)
}

function importance({ changes }: ComparedColumn): number {
  if (changes.some(({ tone }) => tone === 'warning')) return 2
  return changes.length > 0 ? 1 : 0
}

function indexOf(snapshot: Snapshot, name: string): number {
  return snapshot.columns.findIndex((column) => column.name === name)
}

function has(snapshot: Snapshot, name: string): boolean {
  return indexOf(snapshot, name) !== -1
}

/** A snapshot without what it found. */
export function headOf(snapshot: SnapshotHead): SnapshotHead {
  const { snapshotId, clusterUri, isLocalCluster, database, table, at, moment, jobId, rows } = snapshot
  return { snapshotId, clusterUri, isLocalCluster, database, table, at, moment, jobId, rows }
}
