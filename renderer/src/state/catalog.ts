import type { BatchingPolicy } from '../../../electron/domain/schema/batching-policy'
import type { Connection } from '../../../electron/domain/schema/connection'
import type { TableDetails, TableListItem, TableRef } from '../../../electron/domain/schema/table'
import type { TableSchema } from '../../../electron/domain/schema/table'
import { clusterKey } from '../../../electron/domain/cluster-uri'
import { valueOf, type Loadable } from './loadable'

/** Databases, tables, and the table open in the workspace. */
export interface CatalogSlice {
  readonly databases: Loadable<readonly string[]>
  readonly tables: Readonly<Record<string, Loadable<readonly TableListItem[]>>>
  readonly expandedDatabases: readonly string[]
  /** The open table; null if there is none yet. */
  readonly target: TableRef | null
  readonly details: Loadable<TableDetails>
  /** Reads the databases again, then opens the table that was open last, or else the first one. */
  loadCatalog(): Promise<void>
  /** Reads a database's tables again; none if that fails, which the tree then says. */
  loadTables(database: string): Promise<readonly TableListItem[]>
  /** Forgets everything about a cluster that is no longer open. */
  closeCatalog(): void
  setExpanded(database: string, expanded: boolean): void
  selectTable(target: TableRef): Promise<void>
  /** The database in use, once there is one; throws why the databases could not be read. */
  databaseWhenKnown(signal?: AbortSignal): Promise<string>
  /** Makes a table and opens it; throws what the cluster said, for the form to show. */
  createTable(target: TableRef, columns: TableSchema, policy: BatchingPolicy | null): Promise<void>
  /** Throws what the cluster said, for the form to show. */
  /** Null: the table has none of its own any more, and the inherited one applies. */
  setBatchingPolicy(policy: BatchingPolicy | null): Promise<void>
  /** Makes the sample table, opens it and starts its ingestion. */
  trySample(): Promise<void>
  /** Takes a table's newest row count. */
  receiveTableRows(target: TableRef, rowCount: number): void
}

/** The database in use: the open table's, else the first one expanded; undefined until any is known. */
export function databaseInView(
  state: Pick<CatalogSlice, 'databases' | 'expandedDatabases' | 'target'>,
): string | undefined {
  return state.target?.database ?? state.expandedDatabases[0] ?? valueOf(state.databases)?.[0]
}

/** The name to remember a table's time column by. */
export function timeColumnKey(connection: Connection, target: TableRef): string {
  return `${clusterKey(connection)}/${target.database}/${target.table}`
}
