import {
  batchingPolicyProblem,
  defaultBatchingPolicy,
  readPolicyJson,
  toPolicyJson,
} from '../../domain/batching-policy'
import type { StoredTable } from '../engine/catalog'
import { storedBatchingPolicy, wholeDatabase } from '../engine/policy-store'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { command } from './command'
import type { CommandContext } from './command-context'
import type { CommandProperties } from './command-reader'
import type { CommandScope } from './command-words'
import { readPolicyValue } from './policy-value'
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

const owners = ['cluster', 'database', 'database N', 'table T', 'tables (T)'].map(
  (owner) => `${owner} policy`,
)

interface AlterPolicy {
  readonly policy: string
  readonly scopes: readonly CommandScope[]
  readonly value: string
  readonly merge: boolean
  /** Of `policy update with (…)`. */
  readonly properties?: CommandProperties
}

/**
 * `… POLICY value`. `value` is JSON text, with short forms such as `enable` or `hot = 3d` expanded; the policy is in
 * lower case (`ingestionbatching`).
 */
const alterPolicy = command({
  words: ['alter', 'alter-merge'].flatMap((verb) => owners.map((owner) => `${verb} ${owner}`)),
  read(reader, start): AlterPolicy {
    const policy = reader.keyword('the name of a policy')
    const merge = start.verb('alter', 'alter-merge') === 'alter-merge'
    const properties = policy === 'update' ? { properties: reader.properties() } : {}
    return { policy, scopes: start.scopes, value: readPolicyValue(reader, policy), merge, ...properties }
  },
  async run(context, args) {
    const entities = args.scopes.map((scope) => entityOf(context, scope))
    const { policies, batching } = context.state
    displayName(args.policy)
    for (const entity of entities) {
      const number = entity.table?.number ?? wholeDatabase
      const before = policies.get(entity.database, number, args.policy)
      const base = args.merge ? before : undefined
      const value =
        args.policy === 'update'
          ? await checkedUpdatePolicy(context, entity.table, { ...args, before: base })
          : checkedValue(args.policy, args.value, base)
      assertNotUnenforced(args.policy, value)
      if (value === 'null') await policies.remove(entity.database, number, args.policy)
      else await policies.set(entity.database, number, args.policy, value)
    }
    batching.policyChanged()
    return show(context, args.policy, entities)
  },
})

const deletePolicy = command({
  words: owners.map((owner) => `delete ${owner}`),
  read: (reader, start) => ({ policy: reader.keyword('the name of a policy'), scopes: start.scopes }),
  async run(context, args) {
    const entities = args.scopes.map((scope) => entityOf(context, scope))
    displayName(args.policy)
    for (const { database, table } of entities) {
      await context.state.policies.remove(database, table?.number ?? wholeDatabase, args.policy)
    }
    context.state.batching.policyChanged()
    return show(context, args.policy, entities)
  },
})

/** What the entity itself has; `null` if it inherits. */
const showPolicy = command({
  words: owners.map((owner) => `show ${owner}`),
  read: (reader, start) => ({ policy: reader.keyword('the name of a policy'), scopes: start.scopes }),
  run(context, args) {
    const entities = args.scopes.map((scope) => entityOf(context, scope))
    displayName(args.policy)
    return show(context, args.policy, entities)
  },
})

/** All policies of an entity: one row for each that it has. */
const showAllPolicies = command({
  words: owners.map((owner) => `show ${owner} *`),
  read: (_reader, start) => ({ scopes: start.scopes }),
  run(context, { scopes }) {
    const entities = scopes.map((scope) => entityOf(context, scope))
    const rows = Object.keys(policyNames).flatMap((policy) => rowsOf(context, policy, entities))
    return policyTable(rows.filter(([, , value]) => value !== 'null'))
  },
})

const showPolicyOfAllTables = command({
  words: ['show table * policy', 'show tables policy'],
  read: (reader) => ({ policy: reader.keyword('the name of a policy') }),
  run(context, { policy }) {
    displayName(policy)
    return show(
      context,
      policy,
      context.database().tables.map((table) => ({ database: table.database, table })),
    )
  },
})

/** The commands of policies. */
export const policyCommands = [alterPolicy, deletePolicy, showPolicy, showAllPolicies, showPolicyOfAllTables]

function show(context: CommandContext, policy: string, entities: readonly Entity[]): ResultTable {
  return policyTable(rowsOf(context, policy, entities))
}

function rowsOf(context: CommandContext, policy: string, entities: readonly Entity[]): Cell[][] {
  return entities.map(({ database, table }): Cell[] => {
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
}

function policyTable(rows: readonly (readonly Cell[])[]): ResultTable {
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
