import type { Settings } from './schema/settings'

/** The settings until the user changes them. */
export const defaultSettings: Settings = {
  theme: 'system',
  recentClusters: [],
  favoriteClusters: [],
  favoriteTables: [],
  lastTable: null,
  timeColumns: {},
}
