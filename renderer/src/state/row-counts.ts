import type { Rows, TableRef } from '../../../electron/domain/schema/table'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'
import type { StudioErrorCode } from '../../../electron/domain/error-codes'
import type { StudioError } from '../../../electron/domain/studio-error'
import type { Loadable } from './loadable'

/** The open table's row count over time, and its last row. */
export interface RowCountsSlice {
  readonly watch: TableWatch | null
  /** Why counting could not start; a failure later on is in `watch`. */
  readonly watchError: StudioError | null
  readonly lastRow: Loadable<Rows>
  watchTable(target: TableRef): Promise<void>
  forgetRowCounts(): void
  /** Takes a reading from an event; ignores older revisions and other tables. */
  receiveRowCount(watch: TableWatch): void
  /** The column that "last row" goes by: the user's choice, or the last datetime column. */
  timeColumn(): string | undefined
  chooseTimeColumn(column: string): Promise<void>
  loadLastRow(): Promise<void>
}

/** A watched table's newest reading; undefined before the first. */
export function latestRows(watch: TableWatch | null): number | undefined {
  return watch?.points[watch.points.length - 1]?.rows
}

/** When a watched table was last counted; undefined before the first count. */
export function countedAt(watch: TableWatch): number | undefined {
  return watch.points[watch.points.length - 1]?.at
}

/** Failures of a count that are about the cluster, not about the table. */
const clusterAway: ReadonlySet<StudioErrorCode> = new Set([
  'ClusterUnreachable',
  'LocalClusterFailed',
  'ResponseMalformed',
  'TimedOut',
])

/** Whether the cluster itself seems to be away: nobody answers, or the last answer said so. */
export function isClusterAway(watch: TableWatch | null, now: number): boolean {
  if (watch === null || watch.error === null) return isSilent(watch, now)
  return clusterAway.has(watch.error.code)
}

/** Whether somebody dropped the table since it was opened. */
export function isTableGone(watch: TableWatch | null): boolean {
  return watch?.error?.code === 'TableNotFound'
}

/** How late an answer may be before it counts as missing. */
const graceMs = 750

/** Whether the cluster no longer answers: the last count failed, or the next is overdue. */
export function isSilent(watch: TableWatch | null, now: number): boolean {
  if (watch === null) return false
  const at = countedAt(watch)
  return watch.error !== null || (at !== undefined && now > at + watch.intervalMs + graceMs)
}
