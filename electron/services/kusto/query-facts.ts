import { z } from 'zod'
import { parseTimeSpan } from '../../domain/batching-policy'
import type { QueryStatistics, Visualization } from '../../domain/schema/query'

/** What an answer says about a query besides its rows. */
export interface QueryFacts {
  readonly visualization: Visualization | null
  readonly statistics: Omit<QueryStatistics, 'tookMs'>
}

type Frame = Readonly<Record<string, unknown>>

const frameRows = z.object({
  Columns: z.array(z.object({ ColumnName: z.string() })),
  Rows: z.array(z.unknown()),
})
const text = z.string().nullish().catch(null)
/** Lists of columns come as one text with commas, or as a list. */
const names = z
  .union([z.array(z.string()), z.string().transform((list) => list.split(',').map((name) => name.trim()))])
  .nullish()
  .catch(null)
const visualizationJson = z.object({
  Visualization: text,
  Title: text,
  XColumn: text,
  YColumns: names,
  Series: names,
  XTitle: text,
  YTitle: text,
  Kind: text,
})
const number = z.number().nonnegative().nullish().catch(null)
const consumptionJson = z.object({
  ExecutionTime: number,
  resource_usage: z
    .object({
      cpu: z.looseObject({ 'total cpu': text }).nullish().catch(null),
      memory: z.looseObject({ peak_per_node: number }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  input_dataset_statistics: z
    .object({ rows: z.object({ total: number, scanned: number }).nullish().catch(null) })
    .nullish()
    .catch(null),
})

/** The statistics of a query whose answer has none. */
export const unknownStatistics: QueryFacts['statistics'] = {
  clusterMs: null,
  cpuMs: null,
  memoryBytes: null,
  scannedRows: null,
  totalRows: null,
}

/**
 * Reads how to draw a result, and what it took, from the frames beside it (documents: query V2 HTTP response; query
 * resource consumption). Whatever is missing or has another shape is null.
 */
export function readQueryFacts(frames: readonly Frame[]): QueryFacts {
  return {
    visualization: readVisualization(cellsOf(frames, 'QueryProperties', 'Key', 'Visualization')),
    statistics: readStatistics(
      cellsOf(frames, 'QueryCompletionInformation', 'EventTypeName', 'QueryResourceConsumption'),
    ),
  }
}

/** The last cell (`Value` or `Payload`) of the rows of a table whose `column` is `wanted`, read as JSON. */
function cellsOf(frames: readonly Frame[], kind: string, column: string, wanted: string): unknown {
  for (const frame of frames.filter((one) => one['FrameType'] === 'DataTable' && one['TableKind'] === kind)) {
    const table = frameRows.safeParse(frame).data
    const key = table?.Columns.findIndex(({ ColumnName }) => ColumnName === column) ?? -1
    const content =
      table?.Columns.findIndex(({ ColumnName }) => ['Value', 'Payload'].includes(ColumnName)) ?? -1
    for (const row of table?.Rows ?? []) {
      if (Array.isArray(row) && row[key] === wanted) return fromJson(row[content])
    }
  }
  return undefined
}

/** JSON that may have been written as text twice. */
function fromJson(value: unknown, depth = 0): unknown {
  if (typeof value !== 'string' || depth > 1) return value
  try {
    return fromJson(JSON.parse(value), depth + 1)
  } catch {
    return undefined
  }
}

function readVisualization(json: unknown): Visualization | null {
  const found = visualizationJson.safeParse(json).data
  const kind = found?.Visualization ?? ''
  if (found === undefined || kind === '') return null
  return {
    kind: kind.toLowerCase(),
    title: found.Title ?? null,
    xColumn: found.XColumn ?? null,
    yColumns: (found.YColumns ?? []).filter((name) => name !== ''),
    series: (found.Series ?? []).filter((name) => name !== ''),
    xTitle: found.XTitle ?? null,
    yTitle: found.YTitle ?? null,
    isStacked: /^stacked/i.test(found.Kind ?? ''),
  }
}

function readStatistics(json: unknown): QueryFacts['statistics'] {
  const found = consumptionJson.safeParse(json).data
  if (found === undefined) return unknownStatistics
  const seconds = found.ExecutionTime ?? null
  const cpu = found.resource_usage?.cpu?.['total cpu']
  const rows = found.input_dataset_statistics?.rows
  return {
    clusterMs: seconds === null ? null : seconds * 1000,
    cpuMs: (typeof cpu === 'string' ? parseTimeSpan(cpu) : undefined) ?? null,
    memoryBytes: found.resource_usage?.memory?.peak_per_node ?? null,
    scannedRows: rows?.scanned ?? null,
    totalRows: rows?.total ?? null,
  }
}
