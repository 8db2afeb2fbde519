import type { Column, Rows } from '../../../../electron/domain/schema/table'

import type { Cell } from '../../text/cell-words'

/** A column and its value in one row. */
interface RowField {
  readonly column: Column
  readonly cell: Cell
}

/** The first row's fields, the time column first; null if there is no row. */
export function rowFields(rows: Rows, timeColumn: string): readonly RowField[] | null {
  const row = rows.rows[0]
  if (row === undefined) return null
  const fields = rows.columns.map((column, index) => ({ column, cell: row[index] ?? null }))
  const isTime = ({ column }: RowField): boolean => column.name === timeColumn
  return [...fields.filter(isTime), ...fields.filter((field) => !isTime(field))]
}
