import type { FavoriteTable, Settings } from '../../../electron/domain/schema/settings'

/** What the studio remembers between starts, as the main process keeps it. */
export interface SettingsSlice {
  readonly settings: Settings
  /** Shows the change at once, then saves it. If saving fails, the user is told and the change holds for this run. */
  changeSettings(change: Partial<Settings>): Promise<void>
  /** Marks a cluster so that it stands first, or takes the mark away. */
  toggleFavoriteCluster(clusterUri: string): Promise<void>
  /** As for a cluster. */
  toggleFavoriteTable(table: FavoriteTable): Promise<void>
  /** Takes a cluster off the recent ones and the marked ones. */
  forgetCluster(clusterUri: string): Promise<void>
  /** Takes the settings that the main process read. */
  receiveSettings(settings: Settings): void
}
