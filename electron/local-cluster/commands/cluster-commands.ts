import { createHmac } from 'node:crypto'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { signResources } from '../storage/ingestion-resources'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandScope } from '../kql/management-command'
import type { CommandContext } from './command-context'

/** The version that the cluster reports. */
const productVersion = 'LocalCluster 0.1.0'

/** `.get ingestion resources`. */
export function getIngestionResources(context: CommandContext): ResultTable {
  const { storage, clock } = context.state
  return resultTable(
    { ResourceTypeName: 'string', StorageRoot: 'string' },
    signResources(storage, clock.now()).map(({ resourceTypeName, storageRoot }) => [
      resourceTypeName,
      storageRoot,
    ]),
  )
}

/** `.show export containers`: storage that clients may write to; here, the upload containers. */
export function showExportContainers(context: CommandContext): ResultTable {
  const { storage, clock } = context.state
  return resultTable(
    { StorageRoot: 'string' },
    signResources(storage, clock.now())
      .filter(({ resourceTypeName }) => resourceTypeName === 'TempStorage')
      .map(({ storageRoot }) => [storageRoot]),
  )
}

/**
 * `.get kusto identity token`. Nobody signs in to a local cluster: the token only has the right shape, and stays
 * the same as long as the account does.
 */
export function getKustoIdentityToken(context: CommandContext): ResultTable {
  const token = createHmac('sha256', context.state.storage.account.key).update('identity').digest('base64url')
  return resultTable({ AuthorizationContext: 'string' }, [[`local-cluster.${token}`]])
}

/** `.show version`. `Type: LocalCluster` also promises that a message posted again under the same id lands once. */
export function showVersion(context: CommandContext): ResultTable {
  return resultTable(
    {
      BuildVersion: 'string',
      BuildTime: 'datetime',
      ServiceType: 'string',
      ProductVersion: 'string',
      ServiceOffering: 'string',
    },
    [
      [
        '1.0.0.0',
        ticksFromMilliseconds(Date.UTC(2026, 0, 1)),
        'Engine',
        productVersion,
        JSON.stringify({ Type: 'LocalCluster', IdempotentMessageIds: true, Uri: context.state.clusterUri() }),
      ],
    ],
  )
}

/** `.show cluster`. */
export function showCluster(context: CommandContext): ResultTable {
  return resultTable(
    {
      NodeId: 'string',
      Address: 'string',
      Name: 'string',
      StartTime: 'datetime',
      IsAdmin: 'bool',
      MachineTotalMemory: 'long',
      MachineAvailableMemory: 'long',
      ProcessorCount: 'int',
      EnvironmentDescription: 'string',
    },
    [
      [
        'LocalCluster_0',
        context.state.clusterUri(),
        'LocalCluster_0',
        ticksFromMilliseconds(context.state.clock.now()),
        true,
        0,
        0,
        1,
        'local cluster',
      ],
    ],
  )
}

/**
 * `.show capacity`, for all resources or one. There is one machine, so one of everything at a time, except queries.
 */
export function showCapacity(only?: string): ResultTable {
  const row = (resource: string, total: number): Cell[] => [resource, total, 0, total, 'local cluster']
  return resultTable(
    { Resource: 'string', Total: 'long', Consumed: 'long', Remaining: 'long', Origin: 'string' },
    [row('ingestions', 2), row('extents-merge', 0), row('queries', 8)].filter(
      ([resource]) => only === undefined || resource === only,
    ),
  )
}

/** `.show diagnostics`: one healthy node. */
export function showDiagnostics(): ResultTable {
  return resultTable(
    { IsHealthy: 'bool', EnvironmentDescription: 'string', IsScaleOutRequired: 'bool', MachinesTotal: 'int' },
    [[true, 'local cluster', false, 1]],
  )
}

const principal = 'local-cluster-user'

/**
 * `.show … principals`: anyone who reaches the loopback port may do everything.
 *
 * @throws KustoError when the scope is a database or table that is not there.
 */
export function showPrincipals(context: CommandContext, scope: CommandScope): ResultTable {
  const { catalog } = context.state
  if (scope.level === 'database') catalog.database(scope.database ?? context.databaseName)
  if (scope.level === 'table') catalog.table(context.databaseName, scope.table)
  return resultTable(
    {
      Role: 'string',
      PrincipalType: 'string',
      PrincipalDisplayName: 'string',
      PrincipalObjectId: 'string',
      PrincipalFQN: 'string',
      Notes: 'string',
    },
    [['AllDatabasesAdmin', 'Local User', principal, '', `local=${principal}`, '']],
  )
}
