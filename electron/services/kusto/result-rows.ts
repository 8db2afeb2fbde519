import { parseScalarType } from '../../domain/scalar-type'
import type { Rows } from '../../domain/schema/table'
import type { ResultTable } from './connection'

type Cell = Rows['rows'][number][number]

/** Most rows that a query hands to a window. */
export const maximumRows = 10_000

/** A result as plain cells for a window; `truncated` if there were more than 10,000 rows. */
export function toRows(table: ResultTable): Rows {
  const columns = table.columns.map(({ name, type }) => ({ name, type: parseScalarType(type) ?? 'string' }))
  return {
    columns,
    rows: table.rows
      .slice(0, maximumRows)
      .map((row) => columns.map((column, index) => toCell(row[index], column.type))),
    truncated: table.rows.length > maximumRows,
  }
}

function toCell(value: unknown, type: string): Cell {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'boolean':
      return value
    case 'number':
      // Management commands answer with bool as 0 and 1.
      if (type === 'bool') return value !== 0
      return type === 'decimal' ? String(value) : value
    case 'string':
      // A double with all its digits travelled as text; here it becomes a number again.
      return type === 'real' && /^-?\d{16,}$/.test(value) ? Number(value) : value
    default:
      return JSON.stringify(value)
  }
}
