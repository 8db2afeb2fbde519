import type { ScalarType } from '../../../../../electron/domain/scalar-type'
import type { QueryResult } from '../../../../../electron/domain/schema/query'
import type { Cell } from '../../../text/cell-words'

type Table = Pick<QueryResult, 'columns' | 'rows'>

/** More points than this are no picture. */
const mostPoints = 100_000

/**
 * The result of `make-series`, one row for each series with arrays in `dynamic` columns, as one row for each point.
 * Any other result stays as it is.
 */
export function expandArrays({ columns, rows }: Table): Table {
  const arrays = columns.flatMap(({ type }, index) =>
    type === 'dynamic' && rows.length > 0 && rows.every((row) => arrayOf(row[index]) !== null) ? [index] : [],
  )
  if (arrays.length === 0) return { columns, rows }
  const expanded: Cell[][] = []
  const types = new Map<number, ScalarType>()
  for (const row of rows) {
    const parsed = new Map(arrays.map((index) => [index, arrayOf(row[index]) ?? []]))
    const length = Math.max(...[...parsed.values()].map((values) => values.length))
    for (let at = 0; at < length && expanded.length < mostPoints; at++) {
      expanded.push(
        row.map((cell, index) => {
          const values = parsed.get(index)
          if (values === undefined) return cell
          const value = toCell(values[at])
          if (value !== null && !types.has(index)) types.set(index, typeOf(value))
          return value
        }),
      )
    }
  }
  return {
    columns: columns.map((column, index) => ({ ...column, type: types.get(index) ?? column.type })),
    rows: expanded,
  }
}

function arrayOf(cell: Cell | undefined): unknown[] | null {
  if (typeof cell !== 'string' || !cell.startsWith('[')) return null
  try {
    const value: unknown = JSON.parse(cell)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}

function typeOf(value: Exclude<Cell, null>): ScalarType {
  if (typeof value === 'number') return 'real'
  if (typeof value === 'boolean') return 'bool'
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? 'datetime' : 'string'
}
