import { randomUUID } from 'node:crypto'
import { resultTable, type ResultTable } from '../result-table'
import { cellToJson } from './cell-json'

/** How a result is to be drawn, as a `render` operator asks for it. */
export interface ResultVisualization {
  readonly kind: string
  readonly properties: Readonly<Record<string, string>>
}

/** A query's answer in version 2: frames, none of them progressive (documents: query V2 HTTP response). */
export function writeQueryResponseV2(
  tables: readonly ResultTable[],
  facts: {
    readonly requestId: string
    readonly nowTicks: bigint
    readonly visualization?: ResultVisualization
  },
): string {
  const header = JSON.stringify({
    FrameType: 'DataSetHeader',
    IsProgressive: false,
    Version: 'v2.0',
    IsFragmented: false,
    ErrorReportingPlacement: 'InData',
  })
  const properties = resultTable({ TableId: 'int', Key: 'string', Value: 'dynamic' }, [
    [1, 'Visualization', JSON.stringify(writeVisualization(facts.visualization))],
  ])
  const frames = [
    header,
    dataTable(0, 'QueryProperties', '@ExtendedProperties', properties),
    ...tables.map((table, index) =>
      dataTable(index + 1, 'PrimaryResult', table.name ?? 'PrimaryResult', table),
    ),
    dataTable(
      tables.length + 1,
      'QueryCompletionInformation',
      'QueryCompletionInformation',
      completion(facts),
    ),
    JSON.stringify({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false }),
  ]
  return `[${frames.join(',\n')}]`
}

function dataTable(id: number, kind: string, name: string, table: ResultTable): string {
  const columns = JSON.stringify(
    table.columns.map((column) => ({ ColumnName: column.name, ColumnType: column.type })),
  )
  const types = table.columns.map((column) => column.type)
  const rows = table.rows.map(
    (row) => `[${row.map((cell, index) => cellToJson(types[index] ?? 'string', cell)).join(',')}]`,
  )
  const head = `"FrameType":"DataTable","TableId":${id},"TableKind":"${kind}","TableName":${JSON.stringify(name)}`
  return `{${head},"Columns":${columns},"Rows":[${rows.join(',')}]}`
}

function writeVisualization(visualization: ResultVisualization | undefined): string {
  return JSON.stringify({
    Visualization: visualization?.kind ?? null,
    Title: null,
    XColumn: null,
    Series: null,
    YColumns: null,
    ...Object.fromEntries(
      Object.entries(visualization?.properties ?? {}).map(([key, value]) => [
        key.charAt(0).toUpperCase() + key.slice(1),
        value,
      ]),
    ),
  })
}

function completion(facts: { readonly requestId: string; readonly nowTicks: bigint }): ResultTable {
  const activity = randomUUID()
  const payload = JSON.stringify({ Count: 1, Text: 'Query completed successfully' })
  return resultTable(
    {
      Timestamp: 'datetime',
      ClientRequestId: 'string',
      ActivityId: 'guid',
      SubActivityId: 'guid',
      ParentActivityId: 'guid',
      Level: 'int',
      LevelName: 'string',
      StatusCode: 'int',
      StatusCodeName: 'string',
      EventType: 'int',
      EventTypeName: 'string',
      Payload: 'string',
    },
    [
      [
        facts.nowTicks,
        facts.requestId,
        activity,
        activity,
        activity,
        4,
        'Info',
        0,
        'S_OK (0)',
        4,
        'QueryInfo',
        payload,
      ],
    ],
  )
}
