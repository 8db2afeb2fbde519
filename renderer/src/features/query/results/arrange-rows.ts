import type { ScalarType } from '../../../../../electron/domain/scalar-type'
import type { Rows } from '../../../../../electron/domain/schema/table'
import type { GridSort } from '../../../components/data-grid'
import { cellWords, type Cell } from '../../../text/cell-words'

/** Which rows to show: those with this text, in one column or (null) in any. */
export interface RowFilter {
  readonly text: string
  readonly column: number | null
}

/** The rows that fit the filter, sorted. Without either, the same array. Nulls come last in both directions. */
export function arrangeRows(
  { columns, rows }: Pick<Rows, 'columns' | 'rows'>,
  filter: RowFilter,
  sort: GridSort | null,
): Rows['rows'] {
  const wanted = filter.text.trim().toLowerCase()
  const fits = (row: readonly Cell[]): boolean =>
    row.some((cell, index) => {
      if (cell === null || (filter.column !== null && filter.column !== index)) return false
      // What is seen and what is copied are both found.
      const type = columns[index]?.type ?? 'string'
      return (
        String(cell).toLowerCase().includes(wanted) || cellWords(cell, type).toLowerCase().includes(wanted)
      )
    })
  const chosen = wanted === '' ? rows : rows.filter(fits)
  if (sort === null) return chosen
  const { column, isDescending } = sort
  const type = columns[column]?.type ?? 'string'
  const keyed = chosen.map((row) => ({ row, key: sortKey(row[column] ?? null, type) }))
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
    const order = one.key < other.key ? -1 : one.key > other.key ? 1 : 0
    return isDescending ? -order : order
  })
  return keyed.map(({ row }) => row)
}

/** What orders values of a type: numbers by size, times by time, texts by their lower case. */
function sortKey(cell: Cell, type: ScalarType): number | bigint | string | null {
  if (cell === null) return null
  switch (type) {
    case 'long':
    case 'int':
      // Beyond 2^53 it is a text, to keep its digits.
      return typeof cell === 'string' && /^-?\d+$/.test(cell) ? BigInt(cell) : Number(cell)
    case 'real':
    case 'decimal':
      return Number.isNaN(Number(cell)) ? null : Number(cell)
    case 'bool':
      return Number(cell)
    case 'datetime':
      // Without the Z, a time comes before the same time with a fraction.
      return String(cell).replace(/Z$/, '')
    case 'timespan':
      return timespanTicks(String(cell))
    default:
      return String(cell).toLowerCase()
  }
}

function timespanTicks(text: string): bigint | null {
  const match = /^(-)?(?:(\d+)\.)?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/.exec(text)
  if (match === null) return null
  const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
  const ticks = whole * 10_000_000n + BigInt(fraction.padEnd(7, '0'))
  return minus === undefined ? ticks : -ticks
}
