import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { TableDetails, Column } from '../../../../electron/domain/schema/table'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { parseSchema } from '../../../../electron/domain/table-schema'

/** The tutorial's schema. */
export const stormSchema =
  'StartTime: datetime, EndTime: datetime, State: string, DamageProperty: int, DamageCrops: int, Source: string, StormSummary: dynamic'

/** A table in the fake cluster; its fields change as jobs land. */
export interface FakeTable {
  readonly database: string
  readonly name: string
  columns: readonly Column[]
  policy: BatchingPolicy
  origin: TableDetails['batchingPolicy']['origin']
  rows: number
  ours: number
  revision: number
  points: TableWatch['points'][number][]
  markers: TableWatch['markers'][number][]
  batches: TableWatch['batches'][number][]
  lastRow: readonly (string | number | boolean | null)[] | null
}

/** Makes a table; with a null policy, the service's default applies. */
export function fakeTable(
  database: string,
  name: string,
  options: { schema?: string; rows?: number; policy?: BatchingPolicy | null } = {},
): FakeTable {
  return {
    database,
    name,
    columns: parseSchema(options.schema ?? stormSchema).map((column) => ({ ...column })),
    policy: options.policy ?? (options.policy === null ? defaultBatchingPolicy : studioBatchingPolicy),
    origin: options.policy === null ? 'default' : 'table',
    rows: options.rows ?? 0,
    ours: 0,
    revision: 0,
    points: [],
    markers: [],
    batches: [],
    lastRow: null,
  }
}

/** The tutorial's last row. */
export const stormRow = [
  '2018-01-26T00:00:00Z',
  '2018-01-27T14:00:00Z',
  'MEXICO',
  0,
  0,
  'Unknown',
  '{}',
] as const

/** A file as the main process would describe it. */
export function fakeFile(name: string, change: Partial<FileSource> = {}): FileSource {
  return {
    handle: `file-${name}`,
    name,
    folder: '/home/ana/storms',
    sizeBytes: 351_000,
    rawDataSizeBytes: 351_000,
    format: 'csv',
    compression: 'none',
    records: 1000,
    hasHeader: true,
    summary: 'CSV, header row, 7 columns',
    headerColumns: parseSchema(stormSchema).map((column) => column.name),
    problem: null,
    ingestedBefore: null,
    ...change,
  }
}
