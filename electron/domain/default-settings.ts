import type { Settings } from './schema/settings'

/** What holds before the user chose otherwise. */
export const defaultSettings: Settings = {
  theme: 'system',
  recentClusters: [],
  lastTable: null,
  timeColumns: {},
}
