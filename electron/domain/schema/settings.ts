import { z } from 'zod'
import { name, type Data } from './basic'

/**
 * What the studio remembers between starts; never a secret. Add a new setting here: the settings file, the contract and
 * the page follow, and the compiler asks for its default in default-settings.ts.
 */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  recentClusters: z.array(z.string().max(2048)).max(20),
  /** The table opened last. */
  lastTable: z.object({ clusterUri: z.string(), database: name, table: name }).nullable(),
  /** The time column that the user chose for "last row", by `clusterUri/database/table`. */
  timeColumns: z.record(z.string(), name),
})

export type Settings = Data<typeof settingsSchema>
