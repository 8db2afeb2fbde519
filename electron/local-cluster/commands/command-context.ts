import type { ClusterState } from '../state/cluster-state'
import type { RequestLimits } from '../queries/request-limits'
import type { StoredDatabase } from '../engine/catalog'

/** What each command handler gets. */
export interface CommandContext {
  readonly state: ClusterState
  /** The database that the request names. */
  readonly databaseName: string
  /** The request's limits. */
  readonly limits: RequestLimits
  /** @throws KustoError when the request's database does not exist. */
  database(): StoredDatabase
}

/** Makes the context for one command. */
export function commandContext(
  state: ClusterState,
  databaseName: string,
  limits: RequestLimits,
): CommandContext {
  return { state, databaseName, limits, database: () => state.catalog.database(databaseName) }
}
