import { z } from 'zod'
import { isClusterKey } from '../cluster-uri'
import { queuedVias } from '../queued-via'
import { mostTimeColumns } from '../settings-limits'
import { name, type Data } from './basic'

/** A cluster URI without anything secret in it, or `local`. */
const clusterKeySchema = z
  .string()
  .max(2048)
  .refine(isClusterKey)
  .meta({ examples: ['local', 'https://contoso.westeurope.kusto.windows.net', 'http://127.0.0.1:8080'] })

const favoriteTableSchema = z.object({ clusterUri: clusterKeySchema, database: name, table: name })

/**
 * What the studio remembers between starts; never a secret. Add a new setting here: the settings file, the contract and
 * the page follow, and the compiler asks for its default in default-settings.ts.
 */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** How high rows are; `automatic` goes by the height of the window. */
  density: z.enum(['automatic', 'comfortable', 'compact']),
  /** The clusters opened last, newest first. */
  recentClusters: z.array(clusterKeySchema).max(20),
  /** Clusters and tables that the user marked, in that order; they stand first. */
  favoriteClusters: z.array(clusterKeySchema).max(100),
  favoriteTables: z.array(favoriteTableSchema).max(500),
  /** The table opened last. */
  lastTable: z.object({ clusterUri: z.string().max(2048), database: name, table: name }).nullable(),
  /** The time column that the user chose for "last row", by `clusterUri/database/table`. */
  timeColumns: z
    .record(z.string().max(4200), name)
    .refine((columns) => Object.keys(columns).length <= mostTimeColumns, 'too many'),
  /** How blobs are queued; see `QueuedVia`. */
  queuedVia: z.enum(queuedVias),
})

export type FavoriteTable = Data<typeof favoriteTableSchema>
export type Settings = Data<typeof settingsSchema>
