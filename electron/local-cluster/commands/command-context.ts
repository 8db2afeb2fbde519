import type { ClusterState } from '../state/cluster-state'
import type { RequestLimits } from '../queries/request-limits'
import type { StoredDatabase } from '../engine/catalog'

/** What a handler of management commands is given. */
export interface CommandContext {
  readonly state: ClusterState
  /** The request's own database. */
  readonly databaseName: string
  /** What the request may take. */
  readonly limits: RequestLimits
  /** @throws KustoError when the request's database does not exist. */
  database(): StoredDatabase
}

/** Makes the context of one command. */
export function commandContext(
  state: ClusterState,
  databaseName: string,
  limits: RequestLimits,
): CommandContext {
  return { state, databaseName, limits, database: () => state.catalog.database(databaseName) }
}
