import type { ScalarType } from '../../../../../electron/domain/scalar-type'
import type { QueryResult, Visualization } from '../../../../../electron/domain/schema/query'
import { cellWords, type Cell } from '../../../text/cell-words'
import { queryText } from '../../../text/en-query'
import { expandArrays } from './expand-arrays'

/** Kinds of `render` that are drawn. */
export const drawnKinds = [
  'timechart',
  'linechart',
  'scatterchart',
  'barchart',
  'columnchart',
  'piechart',
] as const
type DrawnKind = (typeof drawnKinds)[number]

/** One series: a value, or null, for each place on the x axis. */
export interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
}

/** What of a result a chart leaves out. */
export type Omission =
  | { readonly kind: 'series' | 'categories'; readonly shown: number; readonly all: number }
  /** A pie's values below zero, by their names. */
  | { readonly kind: 'negative'; readonly names: readonly string[] }
  /** Columns of numbers that a pie has no room for. */
  | { readonly kind: 'columns'; readonly drawn: string; readonly left: readonly string[] }

/** A result as a chart with what it leaves out, or why it is none. */
export type ChartData =
  | {
      readonly kind: 'points'
      readonly shape: 'line' | 'dots'
      readonly isTime: boolean
      /** Numbers, milliseconds since the epoch, or places in `categories`; ascending. */
      readonly x: readonly number[]
      /** Names along the x axis; null if it has numbers or times. */
      readonly categories: readonly string[] | null
      readonly series: readonly Series[]
      readonly omissions: readonly Omission[]
    }
  | {
      readonly kind: 'bars'
      readonly direction: 'across' | 'up'
      readonly isStacked: boolean
      readonly categories: readonly string[]
      readonly series: readonly Series[]
      readonly omissions: readonly Omission[]
    }
  | {
      readonly kind: 'slices'
      readonly slices: readonly { readonly name: string; readonly value: number }[]
      readonly omissions: readonly Omission[]
    }
  | { readonly kind: 'none'; readonly reason: 'notDrawn' | 'noNumbers' | 'noTimes' | 'noShares' }

/** More would be a tangle. */
const most = { series: 12, categories: 200, slices: 12 }

const numbers: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal'])

/**
 * What to draw of a result, as the `render` operator's documentation has it: the first column (or `xcolumn`) is the
 * axis, numbers are values (or `ycolumns`), and the other columns (or `series`) name the series.
 */
export function chartData(result: Pick<QueryResult, 'columns' | 'rows'>, how: Visualization): ChartData {
  const kind = drawnKinds.find((drawn) => drawn === how.kind)
  if (kind === undefined) return { kind: 'none', reason: 'notDrawn' }
  const table = expandArrays(result)
  const roles = columnRoles(table, how, kind)
  if (roles === undefined) return { kind: 'none', reason: kind === 'timechart' ? 'noTimes' : 'noNumbers' }
  if (roles.values.length === 0) return { kind: 'none', reason: 'noNumbers' }
  switch (kind) {
    case 'linechart':
    case 'timechart':
      return roles.isNamed ? namedPointsOf(table, roles) : pointsOf(table, roles, 'line')
    case 'scatterchart':
      return pointsOf(table, roles, 'dots')
    case 'barchart':
      return barsOf(table, roles, 'across', how.isStacked)
    case 'columnchart':
      return barsOf(table, roles, 'up', how.isStacked)
    case 'piechart':
      return slicesOf(table, roles)
  }
}

type Table = Pick<QueryResult, 'columns' | 'rows'>
interface Roles {
  readonly x: number
  readonly values: readonly number[]
  readonly names: readonly number[]
  /** The x axis has names, each once. */
  readonly isNamed: boolean
}

function columnRoles(table: Table, how: Visualization, kind: DrawnKind): Roles | undefined {
  const { columns } = table
  const indexOf = (name: string): number => columns.findIndex((column) => column.name === name)
  const isAxis = (type: ScalarType): boolean =>
    kind === 'timechart' ? type === 'datetime' : type === 'datetime' || numbers.has(type)
  const isOnScale = kind === 'timechart' || kind === 'linechart' || kind === 'scatterchart'
  const wanted = how.xColumn === null ? -1 : indexOf(how.xColumn)
  const isNamed = kind === 'linechart' && isListOfNames(table, Math.max(0, wanted))
  const isFirst = isNamed || !isOnScale
  const x = wanted >= 0 ? wanted : isFirst ? 0 : columns.findIndex(({ type }) => isAxis(type))
  const axis = columns[x]
  if (axis === undefined || (isOnScale && !isNamed && !isAxis(axis.type))) return undefined
  const others = columns.map((_, index) => index).filter((index) => index !== x)
  const isNumber = (index: number): boolean => numbers.has(columns[index]?.type ?? 'string')
  const names =
    how.series.length > 0
      ? how.series.map(indexOf).filter((index) => index >= 0)
      : others.filter((index) => columns[index]?.type === 'string')
  const chosen = how.yColumns.map(indexOf).filter((index) => index >= 0)
  const values =
    chosen.length > 0 ? chosen : others.filter((index) => isNumber(index) && !names.includes(index))
  return { x, values, names: names.filter((index) => !values.includes(index)), isNamed }
}

/** Whether each row has a name of its own in this column: then the names are the axis, and no series. */
function isListOfNames({ columns, rows }: Table, column: number): boolean {
  if (columns[column]?.type !== 'string' || columns.some(({ type }) => type === 'datetime')) return false
  return new Set(rows.map((row) => row[column])).size === rows.length
}

/** The name of the series that a row's value belongs to. */
function seriesName({ columns }: Table, row: readonly Cell[], roles: Roles, value: number): string {
  const names = roles.names.map((index) => words(row[index] ?? null, columns[index]?.type ?? 'string'))
  const measure = columns[value]?.name ?? ''
  return [...names, ...(roles.values.length > 1 || names.length === 0 ? [measure] : [])].join(', ')
}

function pointsOf(table: Table, roles: Roles, shape: 'line' | 'dots'): ChartData {
  const isTime = table.columns[roles.x]?.type === 'datetime'
  const rows = table.rows
    .map((row) => ({ row, x: isTime ? Date.parse(String(row[roles.x])) : toNumber(row[roles.x] ?? null) }))
    .filter((point): point is { row: readonly Cell[]; x: number } => Number.isFinite(point.x))
    .sort((one, other) => one.x - other.x)
  const x: number[] = []
  const series = new Map<string, (number | null)[]>()
  let first = 0
  for (const point of rows) {
    if (x.length === 0 || x[x.length - 1] !== point.x) first = x.length
    for (const index of roles.values) {
      const name = seriesName(table, point.row, roles, index)
      const values = series.get(name) ?? []
      series.set(name, values)
      // Two values of a series at one x stand one after the other.
      let at = first
      while (values[at] !== undefined && values[at] !== null) at++
      if (at >= x.length) x.push(point.x)
      values[at] = toNumber(point.row[index] ?? null)
    }
  }
  const all = [...series].map(([name, values]) => ({
    name,
    values: Array.from({ length: x.length }, (_, index) => values[index] ?? null),
  }))
  const drawn = all.slice(0, most.series)
  const omissions = omitted('series', drawn.length, all.length)
  return { kind: 'points', shape, isTime, x, categories: null, series: drawn, omissions }
}

/** A line from name to name. */
function namedPointsOf(table: Table, roles: Roles): ChartData {
  const { categories, series, omissions } = byCategory(table, roles)
  const x = categories.map((_, index) => index)
  return { kind: 'points', shape: 'line', isTime: false, x, categories, series, omissions }
}

function barsOf(table: Table, roles: Roles, direction: 'across' | 'up', isStacked: boolean): ChartData {
  return { kind: 'bars', direction, isStacked, ...byCategory(table, roles) }
}

function byCategory(
  table: Table,
  roles: Roles,
): Pick<Extract<ChartData, { kind: 'bars' }>, 'categories' | 'series' | 'omissions'> {
  const categories: string[] = []
  const places = new Map<string, number>()
  const series = new Map<string, (number | null)[]>()
  const type = table.columns[roles.x]?.type ?? 'string'
  for (const row of table.rows) {
    const category = words(row[roles.x] ?? null, type)
    const at = places.get(category) ?? categories.push(category) - 1
    places.set(category, at)
    for (const index of roles.values) {
      const name = seriesName(table, row, roles, index)
      const values = series.get(name) ?? []
      series.set(name, values)
      values[at] = (values[at] ?? 0) + (toNumber(row[index] ?? null) ?? 0)
    }
  }
  const shown = categories.slice(0, most.categories)
  const drawn = [...series]
    .slice(0, most.series)
    .map(([name, values]) => ({ name, values: shown.map((_, index) => values[index] ?? null) }))
  const omissions = [
    ...omitted('categories', shown.length, categories.length),
    ...omitted('series', drawn.length, series.size),
  ]
  return { categories: shown, series: drawn, omissions }
}

function omitted(kind: 'series' | 'categories', shown: number, all: number): readonly Omission[] {
  return shown < all ? [{ kind, shown, all }] : []
}

function slicesOf(table: Table, roles: Roles): ChartData {
  const [value = 0, ...left] = roles.values
  const columnName = (index: number): string => table.columns[index]?.name ?? ''
  const type = table.columns[roles.x]?.type ?? 'string'
  const parts = table.rows
    .map((row) => ({ name: words(row[roles.x] ?? null, type), value: toNumber(row[value] ?? null) ?? 0 }))
    .sort((one, other) => other.value - one.value)
  const all = parts.filter((part) => part.value >= 0)
  const negative = parts.filter((part) => part.value < 0).map(({ name }) => name)
  // A last slice for a single one would hide its name.
  const kept = all.length <= most.slices ? all : all.slice(0, most.slices - 1)
  const others = all.slice(kept.length)
  const rest = others.reduce((sum, slice) => sum + slice.value, 0)
  const slices = [
    ...kept,
    ...(others.length > 0 ? [{ name: queryText.otherSlices(others.length), value: rest }] : []),
  ]
  if (slices.every((slice) => slice.value === 0)) return { kind: 'none', reason: 'noShares' }
  const omissions: Omission[] = []
  if (negative.length > 0) omissions.push({ kind: 'negative', names: negative })
  if (left.length > 0)
    omissions.push({ kind: 'columns', drawn: columnName(value), left: left.map(columnName) })
  return { kind: 'slices', slices, omissions }
}

function words(cell: Cell, type: ScalarType): string {
  if (cell === null) return 'null'
  return cell === '' ? queryText.emptyName : cellWords(cell, type)
}

function toNumber(cell: Cell): number | null {
  if (cell === null || typeof cell === 'boolean' || cell === '') return null
  const number = Number(cell)
  return Number.isFinite(number) ? number : null
}
