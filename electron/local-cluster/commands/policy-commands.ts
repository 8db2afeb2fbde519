import {
  batchingPolicyProblem,
  defaultBatchingPolicy,
  readPolicyJson,
  toPolicyJson,
} from '../../domain/batching-policy'
import type { StoredTable } from '../engine/catalog'
import { storedBatchingPolicy, wholeDatabase } from '../engine/policy-store'
import type { CommandProperties, CommandScope } from '../kql/management-command'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import type { CommandContext } from './command-context'
import { checkedUpdatePolicy } from './update-policy-check'
import { assertNotUnenforced, shownPolicy } from './unenforced-policies'

/** Policies that are kept and shown. Most of them tune a service of many machines and have no effect here. */
const policyNames: Readonly<Record<string, string>> = {
  ingestionbatching: 'IngestionBatchingPolicy',
  streamingingestion: 'StreamingIngestionPolicy',
  ingestiontime: 'IngestionTimePolicy',
  retention: 'RetentionPolicy',
  caching: 'CachingPolicy',
  merge: 'MergePolicy',
  sharding: 'ShardingPolicy',
  encoding: 'EncodingPolicy',
  partitioning: 'PartitioningPolicy',
  row_level_security: 'RowLevelSecurityPolicy',
  restricted_view_access: 'RestrictedViewAccessPolicy',
  roworder: 'RowOrderPolicy',
  update: 'UpdatePolicy',
  auto_delete: 'AutoDeletePolicy',
  extent_tags_retention: 'ExtentTagsRetentionPolicy',
  capacity: 'CapacityPolicy',
  query_acceleration: 'QueryAccelerationPolicy',
  managed_identity: 'ManagedIdentityPolicy',
}

interface Entity {
  readonly database: string
  readonly table: StoredTable | undefined
}

/** `.alter` and `.alter-merge … policy …`. */
export async function alterPolicy(
  context: CommandContext,
  command: {
    readonly policy: string
    readonly scopes: readonly CommandScope[]
    readonly value: string
    readonly merge: boolean
    readonly properties?: CommandProperties
  },
): Promise<ResultTable> {
  const entities = command.scopes.map((scope) => entityOf(context, scope))
  const { policies, batching } = context.state
  displayName(command.policy)
  for (const entity of entities) {
    const number = entity.table?.number ?? wholeDatabase
    const before = policies.get(entity.database, number, command.policy)
    const base = command.merge ? before : undefined
    const value =
      command.policy === 'update'
        ? await checkedUpdatePolicy(context, entity.table, { ...command, before: base })
        : checkedValue(command.policy, command.value, base)
    assertNotUnenforced(command.policy, value)
    if (value === 'null') await policies.remove(entity.database, number, command.policy)
    else await policies.set(entity.database, number, command.policy, value)
  }
  batching.policyChanged()
  return show(context, command.policy, entities)
}

/** `.delete … policy …`. */
export async function deletePolicy(
  context: CommandContext,
  command: { readonly policy: string; readonly scopes: readonly CommandScope[] },
): Promise<ResultTable> {
  const entities = command.scopes.map((scope) => entityOf(context, scope))
  displayName(command.policy)
  for (const { database, table } of entities) {
    await context.state.policies.remove(database, table?.number ?? wholeDatabase, command.policy)
  }
  context.state.batching.policyChanged()
  return show(context, command.policy, entities)
}

/** `.show … policy …`: what the entity itself has; `null` if it inherits. */
export function showPolicy(
  context: CommandContext,
  command: { readonly policy: string; readonly scope: CommandScope | { readonly level: 'tables' } },
): ResultTable {
  const entities =
    command.scope.level === 'tables'
      ? context.database().tables.map((table) => ({ database: table.database, table }))
      : [entityOf(context, command.scope)]
  displayName(command.policy)
  return show(context, command.policy, entities)
}

function show(context: CommandContext, policy: string, entities: readonly Entity[]): ResultTable {
  const rows = entities.map(({ database, table }): Cell[] => {
    const value = context.state.policies.get(database, table?.number ?? wholeDatabase, policy)
    const children = table === undefined ? context.state.catalog.database(database).tables : []
    return [
      displayName(policy),
      table === undefined ? `[${database}]` : `[${database}].[${table.name}]`,
      value === undefined ? 'null' : shownPolicy(policy, value),
      JSON.stringify(children.map((child) => child.name)),
      table === undefined ? 'Database' : 'Table',
    ]
  })
  return resultTable(
    {
      PolicyName: 'string',
      EntityName: 'string',
      Policy: 'string',
      ChildEntities: 'string',
      EntityType: 'string',
    },
    rows,
  )
}

function entityOf(context: CommandContext, scope: CommandScope): Entity {
  if (scope.level === 'cluster') {
    throw new KustoError('BadRequest_NotSupported', 'Policies on the whole cluster are not supported.')
  }
  if (scope.level === 'table') {
    const table = context.state.catalog.table(context.databaseName, scope.table)
    return { database: table.database, table }
  }
  const database = context.state.catalog.database(scope.database ?? context.databaseName)
  return { database: database.name, table: undefined }
}

/** The policy text to keep. Policies that the cluster acts on are checked against the service's limits. */
function checkedValue(policy: string, value: string, before: string | undefined): string {
  if (policy === 'ingestionbatching') {
    const base = before === undefined ? defaultBatchingPolicy : storedBatchingPolicy(before)
    const read = readPolicyJson(value, base)
    const problem = read.ok ? batchingPolicyProblem(read.value)?.message : read.error
    if (!read.ok || problem !== undefined) throw new KustoError('General_BadRequest', problem ?? '')
    return toPolicyJson(read.value)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch (cause) {
    throw new KustoError('General_BadRequest', `The policy is not valid JSON.`, { cause })
  }
  const mergeable = before !== undefined && isObject(parsed)
  const base: unknown = mergeable ? JSON.parse(before) : undefined
  return JSON.stringify(isObject(base) && isObject(parsed) ? { ...base, ...parsed } : parsed)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function displayName(policy: string): string {
  const name = policyNames[policy]
  if (name !== undefined) return name
  throw new KustoError('BadRequest_NotSupported', `The policy '${policy}' is not supported.`)
}
