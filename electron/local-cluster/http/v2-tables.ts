import type { ResultTable } from '../answers/result-table'
import { cellToJson } from './cell-json'
import type { FrameLayout } from './frame-layout'

/** A table's position in a response, and what it is. */
interface TablePlace {
  readonly id: number
  readonly kind: string
  readonly name: string
}

/** A table as one frame. */
export function dataTable(place: TablePlace, table: ResultTable): string {
  return `{"FrameType":"DataTable",${head(place, table)},"Rows":[${rowsOf(table).join(',')}]}`
}

/**
 * A table as frames: header, rows in pieces, end. Clients that read frames as they arrive rely on the member order:
 * rows come last.
 */
export function tableFragments(place: TablePlace, table: ResultTable, layout: FrameLayout): string[] {
  const rows = rowsOf(table)
  const frames = [`{"FrameType":"TableHeader",${head(place, table)}}`]
  const { id } = place
  const step = layout.rowsPerFragment
  for (let from = 0; from < rows.length; from += step) {
    const piece = rows.slice(from, from + step).join(',')
    frames.push(
      `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":${id},"FieldCount":${table.columns.length},"Rows":[${piece}]}`,
    )
    if (!layout.isProgressive) continue
    const percent = (100 * Math.min(from + step, rows.length)) / rows.length
    frames.push(JSON.stringify({ FrameType: 'TableProgress', TableId: id, TableProgress: percent }))
  }
  frames.push(JSON.stringify({ FrameType: 'TableCompletion', TableId: id, RowCount: rows.length }))
  return frames
}

function head({ id, kind, name }: TablePlace, table: ResultTable): string {
  const columns = JSON.stringify(
    table.columns.map((column) => ({ ColumnName: column.name, ColumnType: column.type })),
  )
  return `"TableId":${id},"TableKind":"${kind}","TableName":${JSON.stringify(name)},"Columns":${columns}`
}

function rowsOf(table: ResultTable): string[] {
  const types = table.columns.map((column) => column.type)
  return table.rows.map(
    (row) => `[${row.map((cell, index) => cellToJson(types[index] ?? 'string', cell)).join(',')}]`,
  )
}
