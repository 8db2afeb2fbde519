import { defaultSettings } from '../../../electron/domain/default-settings'
import type { Settings } from '../../../electron/domain/schema/settings'
import type { StudioSlice } from './slice'
import { toStudioError } from './one-at-a-time'

/** What the studio remembers between starts, as the main process keeps it. */
export interface SettingsSlice {
  readonly settings: Settings
  /** Shows the change at once and saves it; a failure to save is told, the change stays for this run. */
  changeSettings(change: Partial<Settings>): Promise<void>
}

/** Makes the slice of the settings. */
export const createSettingsSlice: StudioSlice<SettingsSlice> = (set, get, { client }) => ({
  settings: defaultSettings,
  changeSettings: async (change) => {
    set({ settings: { ...get().settings, ...change } })
    try {
      set({ settings: await client.call('settings/write', toWritable(change)) })
    } catch (error) {
      set({ notice: toStudioError(error) })
    }
  },
})

function toWritable(change: Partial<Settings>): Partial<Settings> {
  return structuredClone(change)
}
