import type { ClusterState } from '../cluster-state'
import type { StoredDatabase } from '../engine/catalog'

/** What a handler of management commands is given. */
export interface CommandContext {
  readonly state: ClusterState
  /** The request's own database. */
  readonly databaseName: string
  /** @throws KustoError when the request's database does not exist. */
  database(): StoredDatabase
}

/** Makes the context of one command. */
export function commandContext(state: ClusterState, databaseName: string): CommandContext {
  return { state, databaseName, database: () => state.catalog.database(databaseName) }
}
