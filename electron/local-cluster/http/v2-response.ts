import { randomUUID } from 'node:crypto'
import { resultTable, type ResultTable } from '../answers/result-table'
import type { FrameLayout } from './frame-layout'
import { dataTable, tableFragments } from './v2-tables'

/** How to draw a result, as its `render` operator says. */
interface ResultVisualization {
  readonly kind: string
  readonly properties: Readonly<Record<string, string>>
}

/** A query's response in version 2: one frame per line (documents: query V2 HTTP response). */
export function writeQueryResponseV2(
  tables: readonly ResultTable[],
  facts: {
    readonly requestId: string
    readonly nowTicks: bigint
    /** How long the query ran, in milliseconds. */
    readonly tookMs: number
    readonly layout: FrameLayout
    readonly visualization?: ResultVisualization
  },
): string {
  const { layout } = facts
  const header = JSON.stringify({
    FrameType: 'DataSetHeader',
    IsProgressive: layout.isProgressive,
    Version: 'v2.0',
    IsFragmented: layout.isFragmented,
    ErrorReportingPlacement: layout.errorPlacement,
  })
  const properties = resultTable({ TableId: 'int', Key: 'string', Value: 'dynamic' }, [
    [1, 'Visualization', JSON.stringify(writeVisualization(facts.visualization))],
  ])
  const frames = [
    header,
    dataTable({ id: 0, kind: 'QueryProperties', name: '@ExtendedProperties' }, properties),
    ...tables.flatMap((table, index) => {
      const place = { id: index + 1, kind: 'PrimaryResult', name: table.name ?? 'PrimaryResult' }
      const inPieces = layout.isProgressive || layout.isFragmented
      return inPieces ? tableFragments(place, table, layout) : [dataTable(place, table)]
    }),
    dataTable(
      {
        id: tables.length + 1,
        kind: 'QueryCompletionInformation',
        name: 'QueryCompletionInformation',
      },
      completion(facts, tables),
    ),
    JSON.stringify({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false }),
  ]
  // Clients that read line by line drop the first character of each line.
  return `[${frames.join('\n,')}\n]`
}

/** The service's spelling of the properties of `render` that are more than one word. */
const visualizationNames: Readonly<Record<string, string>> = {
  xcolumn: 'XColumn',
  ycolumns: 'YColumns',
  xtitle: 'XTitle',
  ytitle: 'YTitle',
  xaxis: 'XAxis',
  yaxis: 'YAxis',
  ysplit: 'YSplit',
  anomalycolumns: 'AnomalyColumns',
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
        visualizationNames[key.toLowerCase()] ?? key.charAt(0).toUpperCase() + key.slice(1),
        value,
      ]),
    ),
  })
}

/** How the query ended, and what it took (documents: query resource consumption), as far as that is known here. */
function completion(
  facts: { readonly requestId: string; readonly nowTicks: bigint; readonly tookMs: number },
  tables: readonly ResultTable[],
): ResultTable {
  const activity = randomUUID()
  const event = (
    [level, levelName]: readonly [number, string],
    [type, typeName]: readonly [number, string],
    payload: object,
  ): ResultTable['rows'][number] => [
    facts.nowTicks,
    facts.requestId,
    activity,
    activity,
    activity,
    level,
    levelName,
    0,
    'S_OK (0)',
    type,
    typeName,
    JSON.stringify(payload),
  ]
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
      event([4, 'Info'], [4, 'QueryInfo'], { Count: 1, Text: 'Query completed successfully' }),
      event([6, 'Stats'], [0, 'QueryResourceConsumption'], {
        ExecutionTime: facts.tookMs / 1000,
        dataset_statistics: tables.map(({ rows }) => ({ table_row_count: rows.length })),
      }),
    ],
  )
}
