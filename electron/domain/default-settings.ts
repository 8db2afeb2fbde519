import type { Settings } from './schema/settings'

/** The settings until the user changes them. */
export const defaultSettings: Settings = {
  theme: 'system',
  density: 'automatic',
  recentClusters: [],
  favoriteClusters: [],
  favoriteTables: [],
  lastTable: null,
  timeColumns: {},
  queuedVia: 'auto',
}
