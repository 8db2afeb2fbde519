import { clusterKey, localClusterName } from '../../../../electron/domain/cluster-uri'
import { asFavorite, isFavoriteTable } from '../../state/favorites'
import type { StudioState } from '../../state/studio-state'
import { paletteText } from '../../text/en-palette'
import type { PaletteEntry } from './palette-entry'

/** A cluster in one word. */
export function clusterName(clusterUri: string): string {
  return clusterUri === localClusterName ? paletteText.localCluster : clusterUri.replace(/^https?:\/\//, '')
}

/** What the user marked: tables, of the open cluster first, then clusters. */
export function favoriteEntries({ settings, connection }: StudioState): readonly PaletteEntry[] {
  const open = connection === null ? null : clusterKey(connection)
  const isHere = ({ clusterUri }: { readonly clusterUri: string }): boolean => clusterUri === open
  const { favoriteTables, favoriteClusters } = settings
  const tables = [...favoriteTables.filter(isHere), ...favoriteTables.filter((table) => !isHere(table))]
  return [
    ...tables.map(({ clusterUri, database, table }) => ({
      key: `favorite ${clusterUri} ${database} ${table}`,
      label: table,
      note: [
        paletteText.favoriteTable,
        database,
        ...(clusterUri === open ? [] : [clusterName(clusterUri)]),
      ].join(', '),
      run: (now: StudioState) => void openTable(now, { clusterUri, database, table }),
    })),
    ...favoriteClusters.map((uri) => ({
      key: `favorite ${uri}`,
      label: clusterName(uri),
      note: paletteText.favoriteCluster,
      run: (now: StudioState) => void now.openCluster(uri),
    })),
  ]
}

/** Marks the open table and the open cluster, or takes the mark away. The local cluster has its own place anyway. */
export function markEntries({ settings, connection, target }: StudioState): readonly PaletteEntry[] {
  if (connection === null) return []
  const key = clusterKey(connection)
  const table = target === null ? null : asFavorite(connection, target)
  const words = (name: string, isMarked: boolean): string =>
    isMarked ? paletteText.unmark(name) : paletteText.mark(name)
  return [
    ...(table === null
      ? []
      : [
          {
            key: 'mark table',
            label: words(table.table, isFavoriteTable(settings, connection, table)),
            note: paletteText.favorite,
            run: (now: StudioState) => void now.toggleFavoriteTable(table),
          },
        ]),
    ...(key === localClusterName
      ? []
      : [
          {
            key: 'mark cluster',
            label: words(clusterName(key), settings.favoriteClusters.includes(key)),
            note: paletteText.favorite,
            run: (now: StudioState) => void now.toggleFavoriteCluster(key),
          },
        ]),
  ]
}

async function openTable(
  state: StudioState,
  place: { readonly clusterUri: string; readonly database: string; readonly table: string },
): Promise<void> {
  const { connection } = state
  const isOpen = connection?.state === 'open' && clusterKey(connection) === place.clusterUri
  if (isOpen || (await state.openCluster(place.clusterUri))) await state.goTo({ ...place, blobUri: null })
}
