import { randomUUID } from 'node:crypto'
import { assertNever } from '../../domain/assert-never'
import type { ClusterState } from '../state/cluster-state'
import type { ManagementCommand, ShowExtents } from '../kql/management-command'
import { parseManagementCommand } from '../kql/parse-management-command'
import { KustoError } from '../answers/kusto-error'
import type { RequestLimits } from '../queries/request-limits'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import {
  getIngestionResources,
  getKustoIdentityToken,
  showCapacity,
  showCluster,
  showDiagnostics,
  showExportContainers,
  showPrincipals,
  showVersion,
} from './cluster-commands'
import { commandContext, type CommandContext } from './command-context'
import { alterExtentTags, dropExtents, showExtents } from './extent-commands'
import { showEmptyList } from './empty-lists'
import { showIngestionFailures } from './failure-commands'
import { defineFunction, dropFunctions, setFunctionFacts, showFunctions } from './function-commands'
import { ingestFrom, ingestInline, ingestQuery } from './ingest-commands'
import { defineMapping, dropMapping, showMappings } from './mapping-commands'
import { runPipedQuery } from './piped-query'
import { alterPolicy, deletePolicy, showPolicy } from './policy-commands'
import { showDatabaseSchema, showDatabases, showOneTable, showTables } from './schema-commands'
import { cancelQueuedOperation, showQueuedOperations } from './queued-operation-commands'
import { isServiceCacheCommand, serviceCacheAnswer } from './service-caches'
import {
  checkName,
  clearTable,
  createTableBasedOn,
  defineTables,
  dropColumns,
  dropTables,
  renameColumns,
  renameTables,
  setFacts,
} from './table-commands'

/**
 * Runs a request's management command. It has one result, or more if queries follow it after `| …;`.
 *
 * @throws KustoError as the service answers it.
 */
export async function runCommand(
  state: ClusterState,
  csl: string,
  databaseName: string,
  limits: RequestLimits,
): Promise<readonly ResultTable[]> {
  if (isServiceCacheCommand(csl)) return [serviceCacheAnswer()]
  const command = parseManagementCommand(csl)
  const context = commandContext(state, databaseName, limits)
  const table = await execute(context, command, csl)
  const piped = 'pipedQuery' in command ? command.pipedQuery : undefined
  return piped === undefined ? [table] : runPipedQuery(context, table, piped)
}

async function execute(
  context: CommandContext,
  command: ManagementCommand,
  csl: string,
): Promise<ResultTable> {
  const { state } = context
  const idsOf = (show: ShowExtents): Promise<readonly string[]> => extentIds(context, show)
  switch (command.kind) {
    case 'defineTables':
      return defineTables(context, command)
    case 'defineFunction':
      return defineFunction(context, command, csl)
    case 'setFunctionFacts':
      return setFunctionFacts(context, command)
    case 'dropFunctions':
      return dropFunctions(context, command)
    case 'showFunctions':
      return showFunctions(context, command.name)
    case 'createTableBasedOn':
      return createTableBasedOn(context, command)
    case 'dropTables':
      return dropTables(context, command)
    case 'renameTables':
      return renameTables(context, command)
    case 'clearTableData':
      return clearTable(context, command.table)
    case 'setTableDocString':
    case 'setTableFolder':
      return setFacts(context, state.catalog.table(context.databaseName, command.table), command)
    case 'dropColumns':
      return dropColumns(context, command)
    case 'renameColumns':
      return renameColumns(context, command)
    case 'showTables':
      return showTables(context, command)
    case 'showTableSchema':
      return showOneTable(context, command)
    case 'showDatabases':
      return showDatabases(context)
    case 'showDatabase':
      return showDatabases(context, command.database ?? context.databaseName)
    case 'showDatabaseSchema':
      return showDatabaseSchema(context, command)
    case 'createDatabase':
      return createDatabase(context, command)
    case 'dropDatabase':
      return dropDatabase(context, command)
    case 'alterPolicy':
      return alterPolicy(context, command)
    case 'deletePolicy':
      return deletePolicy(context, command)
    case 'showPolicy':
      return showPolicy(context, command)
    case 'getIngestionResources':
      return getIngestionResources(context)
    case 'getKustoIdentityToken':
      return getKustoIdentityToken(context)
    case 'showExtents':
      return showExtents(context, command)
    case 'dropExtents':
      return dropExtents(context, command, idsOf)
    case 'alterExtentTags':
      return alterExtentTags(context, command, idsOf)
    case 'showVersion':
      return showVersion(context)
    case 'showCluster':
      return showCluster(context)
    case 'showCapacity':
      return showCapacity(command.resource)
    case 'showDiagnostics':
      return showDiagnostics()
    case 'showExportContainers':
      return showExportContainers(context)
    case 'showIngestionFailures':
      return showIngestionFailures(context, command.operationId)
    case 'defineMapping':
      return defineMapping(context, command)
    case 'dropMapping':
      return dropMapping(context, command)
    case 'showMappings':
      return showMappings(context, command)
    case 'showList':
      return showEmptyList(command.list)
    case 'showQueuedOperations':
      return showQueuedOperations(context, command)
    case 'cancelQueuedOperation':
      return cancelQueuedOperation(context, command.id)
    case 'showOperations':
      return state.operations.show(command.ids)
    case 'ingestInline':
      return ingestInline(context, command)
    case 'ingestFrom':
      return ingestFrom(context, command)
    case 'ingestQuery':
      return ingestQuery(context, command)
    case 'executeScript':
      return executeScript(context, command)
    case 'showPrincipalRoles':
    case 'showPrincipalAccess':
      return showPrincipals(context, { level: 'cluster' })
    case 'showPrincipals':
      return showPrincipals(context, command.scope)
    default:
      return assertNever(command, 'management command')
  }
}

/** The ids that `.show extents … | …` returns; its query must keep the column ExtentId. */
async function extentIds(context: CommandContext, show: ShowExtents): Promise<readonly string[]> {
  const all = await showExtents(context, show)
  // The window asks for truncated lists; a truncated list here would silently skip extents.
  const whole = { ...context, limits: { ...context.limits, takenRows: Infinity } }
  const [table] = show.pipedQuery === undefined ? [all] : await runPipedQuery(whole, all, show.pipedQuery)
  const column = table?.columns.findIndex(({ name }) => name === 'ExtentId') ?? -1
  if (table === undefined || column < 0)
    throw new KustoError('General_BadRequest', 'The query does not return the column ExtentId.')
  return table.rows.map((row) => String(row[column]))
}

/** `.execute database script`: one row per command. The first failure ends it unless the command says otherwise. */
async function executeScript(
  context: CommandContext,
  script: {
    readonly commands: readonly string[]
    readonly continueOnErrors: boolean
    readonly throwOnErrors: boolean
  },
): Promise<ResultTable> {
  const rows: string[][] = []
  let failed = false
  for (const csl of script.commands) {
    if (failed && !script.continueOnErrors) {
      rows.push([randomUUID(), '', csl, 'Skipped', ''])
      continue
    }
    try {
      await runCommand(context.state, csl, context.databaseName, context.limits)
      rows.push([randomUUID(), '', csl, 'Completed', ''])
    } catch (error) {
      if (!(error instanceof KustoError) || script.throwOnErrors) throw error
      failed = true
      rows.push([randomUUID(), '', csl, 'Failed', error.message])
    }
  }
  return resultTable(
    {
      OperationId: 'guid',
      CommandType: 'string',
      CommandText: 'string',
      Result: 'string',
      Reason: 'string',
    },
    rows,
  )
}

async function createDatabase(
  context: CommandContext,
  command: { readonly database: string; readonly ifNotExists: boolean },
): Promise<ResultTable> {
  const { catalog, clock } = context.state
  checkName(command.database, 'database')
  if (catalog.databases().some(({ name }) => name === command.database)) {
    if (command.ifNotExists) return showDatabases(context, command.database)
    throw new KustoError('BadRequest_EntityAlreadyExists', `Database '${command.database}' already exists.`, {
      type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
    })
  }
  await catalog.createDatabase(command.database, ticksFromMilliseconds(clock.now()))
  return showDatabases(context, command.database)
}

async function dropDatabase(
  context: CommandContext,
  command: { readonly database: string; readonly ifExists: boolean },
): Promise<ResultTable> {
  const { catalog, policies, batching } = context.state
  const found = catalog.databases().find(({ name }) => name === command.database)
  if (found === undefined && command.ifExists) return resultTable({ DatabaseName: 'string' }, [])
  await catalog.dropDatabase(catalog.database(command.database))
  await policies.reload()
  batching.policyChanged()
  return resultTable({ DatabaseName: 'string' }, [[command.database]])
}
