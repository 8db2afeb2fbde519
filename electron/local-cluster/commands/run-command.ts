import type { ClusterState } from '../state/cluster-state'
import type { RequestLimits } from '../queries/request-limits'
import type { ResultTable } from '../answers/result-table'
import { commandContext } from './command-context'
import { runPipedQuery } from './piped-query'
import { readCommand } from './read-command'

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
  const { command, args, database = databaseName, pipedQuery } = readCommand(csl)
  const context = commandContext(state, database, limits, (nested, nestedLimits = limits) =>
    runCommand(state, nested, databaseName, nestedLimits),
  )
  const table = await command.run(context, args)
  return pipedQuery === undefined ? [table] : runPipedQuery(context, table, pipedQuery)
}
