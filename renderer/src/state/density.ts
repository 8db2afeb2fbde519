import type { Settings } from '../../../electron/domain/schema/settings'

/** How high rows are. */
export type Density = 'comfortable' | 'compact'

/** A window of at least this height, in CSS pixels, has room for higher rows. */
export const comfortableFrom = 1000

/** The density that a setting means in a window. */
export function densityOf(setting: Settings['density'], isTall: boolean): Density {
  if (setting !== 'automatic') return setting
  return isTall ? 'comfortable' : 'compact'
}
