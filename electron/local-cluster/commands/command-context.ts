import type { ResultTable } from '../answers/result-table'
import type { ClusterState } from '../state/cluster-state'
import type { RequestLimits } from '../queries/request-limits'
import type { StoredDatabase } from '../engine/catalog'

/** What each command gets to run. */
export interface CommandContext {
  readonly state: ClusterState
  /** The database that the request names, or that the command qualifies its tables with. */
  readonly databaseName: string
  /** The request's limits. */
  readonly limits: RequestLimits
  /** @throws KustoError when the request's database does not exist. */
  database(): StoredDatabase
  /** Runs a command, or a query, that this command contains. Its result is whole, whatever the request's limit of rows. */
  runNested(csl: string): Promise<readonly ResultTable[]>
}

/** Makes the context for one command. */
export function commandContext(
  state: ClusterState,
  databaseName: string,
  limits: RequestLimits,
  runNested: CommandContext['runNested'],
): CommandContext {
  return { state, databaseName, limits, database: () => state.catalog.database(databaseName), runNested }
}
