import type { ScalarType } from '../../domain/scalar-type'
import type { StoredDatabase } from '../engine/catalog'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import type { CommandContext } from './command-context'
import { batchingPolicyJson, policyJson, principalsJson } from './entity-policies'

/** What `.show database` can be asked for (documents: `.show database`). */
export const options = ['details', 'identity', 'policies', 'datastats'] as const

/** One of the options. */
export type DatabaseOption = (typeof options)[number]

/** A column with its type, and where its value comes from. */
type Part = readonly [
  name: string,
  type: ScalarType,
  value: (database: StoredDatabase) => Cell | Promise<Cell>,
]

/** Databases, one row each. */
export async function databaseTable(
  context: CommandContext,
  databases: readonly StoredDatabase[],
  option: DatabaseOption | undefined,
): Promise<ResultTable> {
  const parts = partsOf(context, option)
  const rows: Cell[][] = []
  for (const database of databases) {
    const row: Cell[] = []
    for (const [, , value] of parts) row.push(await value(database))
    rows.push(row)
  }
  return resultTable(Object.fromEntries(parts.map(([name, type]) => [name, type])), rows)
}

function partsOf(context: CommandContext, option: DatabaseOption | undefined): readonly Part[] {
  const general: readonly Part[] = [
    ['DatabaseName', 'string', ({ name }) => name],
    ['PersistentStorage', 'string', () => ''],
    ['Version', 'string', () => 'v1.1'],
    ['IsCurrent', 'bool', ({ name }) => name === context.databaseName],
    ['DatabaseAccessMode', 'string', () => 'ReadWrite'],
    ['PrettyName', 'string', () => ''],
  ]
  const id: Part = ['DatabaseId', 'guid', () => '00000000-0000-0000-0000-000000000000']
  const transition: Part = ['InTransitionTo', 'string', () => '']
  const policy = (name: string, key: string): Part => [
    name,
    'string',
    ({ name: database }) => policyJson(context, { database, table: undefined }, key),
  ]
  const principals: Part = [
    'AuthorizedPrincipals',
    'string',
    ({ name: database }) => principalsJson(context, { database, table: undefined }),
  ]
  const batching: Part = [
    'IngestionBatchingPolicy',
    'string',
    ({ name: database }) => batchingPolicyJson(context, { database, table: undefined }),
  ]
  switch (option) {
    case undefined:
      return [...general, ['ReservedSlot1', 'bool', () => null], id, transition]
    case 'identity':
      return [...general, ['CurrentUserIsUnrestrictedViewer', 'bool', () => true], id, transition]
    case 'details':
      return [
        ...general,
        principals,
        policy('RetentionPolicy', 'retention'),
        policy('MergePolicy', 'merge'),
        ['ReservedSlot1', 'string', () => ''],
        policy('CachingPolicy', 'caching'),
        policy('ShardingPolicy', 'sharding'),
        policy('StreamingIngestionPolicy', 'streamingingestion'),
        batching,
        ['TotalSize', 'real', async (database) => (await sizesOf(context, database)).bytes],
        id,
        transition,
      ]
    case 'policies':
      return [
        ...general,
        id,
        principals,
        policy('RetentionPolicy', 'retention'),
        policy('MergePolicy', 'merge'),
        policy('CachingPolicy', 'caching'),
        policy('ShardingPolicy', 'sharding'),
        policy('StreamingIngestionPolicy', 'streamingingestion'),
        batching,
      ]
    case 'datastats':
      return [...general, id, ...sizeParts(context, ''), ...sizeParts(context, 'Hot')]
  }
}

/** Everything is hot here. */
function sizeParts(context: CommandContext, prefix: '' | 'Hot'): readonly Part[] {
  const bytes = async (database: StoredDatabase): Promise<Cell> => (await sizesOf(context, database)).bytes
  return [
    [`${prefix}OriginalSize`, 'real', bytes],
    [`${prefix}ExtentSize`, 'real', bytes],
    [`${prefix}CompressedSize`, 'real', bytes],
    [`${prefix}IndexSize`, 'real', () => 0],
    [`${prefix}RowCount`, 'long', async (database) => (await sizesOf(context, database)).rows],
  ]
}

async function sizesOf(
  context: CommandContext,
  { tables }: StoredDatabase,
): Promise<{ readonly bytes: number; readonly rows: bigint }> {
  const numbers = new Set(tables.map(({ number }) => number))
  const extents = (await context.state.extents.list()).filter(({ tableNumber }) => numbers.has(tableNumber))
  return {
    bytes: Number(extents.reduce((sum, { rawSize }) => sum + rawSize, 0n)),
    rows: extents.reduce((sum, { rows }) => sum + rows, 0n),
  }
}
