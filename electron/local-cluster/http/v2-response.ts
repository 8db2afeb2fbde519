import { randomUUID } from 'node:crypto'
import { resultTable, type ResultTable } from '../answers/result-table'
import { isInPieces, type FrameLayout } from './frame-layout'
import type { BodyParts } from './send-reply'
import { dataTable, tableFragments } from './v2-tables'
import { writtenTable, type WrittenTable } from './written-table'

/** How to draw a result, as its `render` operator says. */
interface ResultVisualization {
  readonly kind: string
  readonly properties: Readonly<Record<string, string>>
}

/** What a response in version 2 says besides its tables. */
interface ResponseFacts {
  readonly requestId: string
  readonly nowTicks: bigint
  /** How long the query ran, in milliseconds. */
  readonly tookMs: number
  readonly layout: FrameLayout
  readonly visualization?: ResultVisualization
}

/** A query's response in version 2: one frame per line (documents: query V2 HTTP response). */
export function* writeQueryResponseV2(tables: readonly WrittenTable[], facts: ResponseFacts): BodyParts {
  let separator = '['
  for (const frame of framesOf(tables, facts)) {
    yield separator
    yield* frame
    // Clients that read line by line drop the first character of each line.
    separator = '\n,'
  }
  yield '\n]'
}

function* framesOf(tables: readonly WrittenTable[], facts: ResponseFacts): Generator<BodyParts> {
  const { layout } = facts
  const header = {
    FrameType: 'DataSetHeader',
    IsProgressive: layout.isProgressive,
    Version: 'v2.0',
    IsFragmented: layout.isFragmented,
    ErrorReportingPlacement: layout.errorPlacement,
  }
  yield [JSON.stringify(header)]
  const properties = resultTable({ TableId: 'int', Key: 'string', Value: 'dynamic' }, [
    [1, 'Visualization', JSON.stringify(writeVisualization(facts.visualization))],
  ])
  yield dataTable({ id: 0, kind: 'QueryProperties', name: '@ExtendedProperties' }, writtenTable(properties))
  for (const [index, table] of tables.entries()) {
    const place = { id: index + 1, kind: 'PrimaryResult', name: table.name ?? 'PrimaryResult' }
    if (isInPieces(layout)) yield* tableFragments(place, table, layout)
    else yield dataTable(place, table)
  }
  const kind = 'QueryCompletionInformation'
  yield dataTable({ id: tables.length + 1, kind, name: kind }, writtenTable(completion(facts, tables)))
  yield [JSON.stringify({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false })]
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
  tables: readonly WrittenTable[],
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
        dataset_statistics: tables.map(({ rowCount }) => ({ table_row_count: rowCount })),
      }),
    ],
  )
}
