import type { FrameLayout } from './frame-layout'
import type { BodyParts } from './send-reply'
import type { WrittenTable } from './written-table'

/** A table's position in a response, and what it is. */
interface TablePlace {
  readonly id: number
  readonly kind: string
  readonly name: string
}

/** A table as one frame. */
export function* dataTable(place: TablePlace, table: WrittenTable): BodyParts {
  yield `{"FrameType":"DataTable",${head(place, table)},"Rows":[`
  for (const [index, page] of table.pages.entries()) {
    if (index > 0) yield ','
    yield page
  }
  yield ']}'
}

/**
 * A table as frames: header, pages, end. Clients that read frames as they arrive rely on the member order: rows come
 * last.
 */
export function* tableFragments(
  place: TablePlace,
  table: WrittenTable,
  layout: FrameLayout,
): Generator<BodyParts> {
  yield [`{"FrameType":"TableHeader",${head(place, table)}}`]
  const { id } = place
  const { rowCount, columns } = table
  for (const [index, page] of table.pages.entries()) {
    yield [
      `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":${id},"FieldCount":${columns.length},"Rows":[`,
      page,
      ']}',
    ]
    if (!layout.isProgressive) continue
    const percent = (100 * Math.min((index + 1) * layout.rowsPerFragment, rowCount)) / rowCount
    yield [JSON.stringify({ FrameType: 'TableProgress', TableId: id, TableProgress: percent })]
  }
  yield [JSON.stringify({ FrameType: 'TableCompletion', TableId: id, RowCount: rowCount })]
}

function head({ id, kind, name }: TablePlace, table: WrittenTable): string {
  const columns = JSON.stringify(
    table.columns.map((column) => ({ ColumnName: column.name, ColumnType: column.type })),
  )
  return `"TableId":${id},"TableKind":"${kind}","TableName":${JSON.stringify(name)},"Columns":${columns}`
}
