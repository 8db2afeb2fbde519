import { defaultSettings } from '../../../../electron/domain/default-settings'
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
  receiveSettings: (settings) => set({ settings }),
})
