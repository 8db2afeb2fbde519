import type { ColumnProfile } from '../../../../../electron/domain/schema/inspection'
import type { Column } from '../../../../../electron/domain/schema/table'

/** A column of the grid: what it shows, and where its values go. */
export interface GridColumn {
  /** Its place among the source's columns. */
  readonly index: number
  readonly profile: ColumnProfile
  readonly target: Column | null
}
