import type { Settings } from '../../../electron/domain/schema/settings'

/** What the studio remembers between starts, as the main process keeps it. */
export interface SettingsSlice {
  readonly settings: Settings
  /** Shows the change at once, then saves it. If saving fails, the user is told and the change holds for this run. */
  changeSettings(change: Partial<Settings>): Promise<void>
  /** Takes the settings that the main process read. */
  receiveSettings(settings: Settings): void
}
