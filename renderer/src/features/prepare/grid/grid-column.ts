import type { ColumnProfile } from '../../../../../electron/domain/schema/inspection'
import type { Column } from '../../../../../electron/domain/schema/table'

/** A column of the grid: what it shows, and where its values go. */
export interface GridColumn {
  /** Where its values stand in a row's cells. */
  readonly index: number
  readonly profile: ColumnProfile
  readonly target: Column | null
}

/** How the records are shown: their fields, their own bytes, or both side by side. */
export const rowModes = ['parsed', 'both', 'raw'] as const
export type RowMode = (typeof rowModes)[number]
