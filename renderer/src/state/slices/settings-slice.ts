import { defaultSettings } from '../../../../electron/domain/default-settings'
import { isSameTable } from '../favorites'
import type { SettingsSlice } from '../settings'
import type { StudioSlice } from './slice'

/** Makes the slice of the settings. */
export const createSettingsSlice: StudioSlice<SettingsSlice> = (set, get, { client }) => ({
  settings: defaultSettings,
  changeSettings: async (change) => {
    set({ settings: { ...get().settings, ...change } })
    try {
      set({ settings: await client.call('settings/write', change) })
    } catch (error) {
      // Some changes happen without being asked for, so this is no `attempt`: it must not clear a notice.
      get().notify(error)
    }
  },
  toggleFavoriteCluster: async (clusterUri) => {
    const { favoriteClusters: marked } = get().settings
    const others = marked.filter((uri) => uri !== clusterUri)
    await get().changeSettings({
      favoriteClusters: others.length < marked.length ? others : [...marked, clusterUri],
    })
  },
  toggleFavoriteTable: async (table) => {
    const { favoriteTables: marked } = get().settings
    const others = marked.filter((one) => !isSameTable(one, table))
    await get().changeSettings({
      favoriteTables: others.length < marked.length ? others : [...marked, table],
    })
  },
  forgetCluster: async (clusterUri) => {
    const { recentClusters, favoriteClusters } = get().settings
    await get().changeSettings({
      recentClusters: recentClusters.filter((uri) => uri !== clusterUri),
      favoriteClusters: favoriteClusters.filter((uri) => uri !== clusterUri),
    })
  },
  receiveSettings: (settings) => set({ settings }),
})
