import type { FavoriteTable, Settings } from '../../../electron/domain/schema/settings'
import type { Connection } from '../../../electron/domain/schema/connection'
import type { TableRef } from '../../../electron/domain/schema/table'
import { clusterKey } from '../../../electron/domain/cluster-uri'

/** A table of the open cluster, as it is remembered. */
export function asFavorite(connection: Connection, { database, table }: TableRef): FavoriteTable {
  return { clusterUri: clusterKey(connection), database, table }
}

export function isSameTable(one: FavoriteTable, other: FavoriteTable): boolean {
  return one.clusterUri === other.clusterUri && one.database === other.database && one.table === other.table
}

/** Whether the user marked this table of the open cluster. */
export function isFavoriteTable(settings: Settings, connection: Connection | null, ref: TableRef): boolean {
  if (connection === null) return false
  const table = asFavorite(connection, ref)
  return settings.favoriteTables.some((one) => isSameTable(one, table))
}

/** Clusters opened before that are not marked, newest first. */
export function otherRecentClusters({ recentClusters, favoriteClusters }: Settings): readonly string[] {
  return recentClusters.filter((uri) => !favoriteClusters.includes(uri))
}
