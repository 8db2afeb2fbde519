import type { ReportKind } from '../../../electron/domain/report-kind'
import type { ColumnChanges, Comparison } from '../../../electron/domain/schema/comparison'
import type { ComparedMoments, SnapshotHead } from '../../../electron/domain/schema/snapshot'
import type { Rows, TableRef } from '../../../electron/domain/schema/table'
import type { Loadable } from './loadable'

/** Whether two moments of the table that is open are compared. */
export function isCompared(state: {
  readonly compared: Compared | null
  readonly target: TableRef | null
}): boolean {
  const { compared, target } = state
  return (
    compared !== null &&
    compared.target.database === target?.database &&
    compared.target.table === target.table
  )
}

/** What is compared, and of which table. */
export interface Compared {
  readonly target: TableRef
  readonly moments: ComparedMoments
}

/** Two moments of the open table, side by side. */
export interface CompareSlice {
  /** Null while the page is closed. */
  readonly compared: Compared | null
  readonly comparison: Loadable<Comparison>
  /** The snapshots of the table, newest first. */
  readonly snapshots: readonly SnapshotHead[]
  /** What an ingestion changed in each column; null until that is known. */
  readonly changes: { readonly jobId: string; readonly columns: ColumnChanges } | null
  /** Some of the rows that came in; idle until they are asked for. */
  readonly newRows: Loadable<Rows>
  /** Opens the page with the table before and after an ingestion, or at two chosen moments. */
  openComparison(moments: ComparedMoments): Promise<void>
  closeComparison(): void
  /** Looks again, for example because the ingestion has ended since. */
  compareAgain(): Promise<void>
  /** Keeps a snapshot of the table as it is now, and compares it with the one that is shown as “before”. */
  takeSnapshot(): Promise<void>
  loadChanges(jobId: string): Promise<void>
  loadNewRows(): Promise<void>
  /** Saves a report where the user wants it; `timeColumn` is what the chart is about. */
  saveReport(as: ReportKind, timeColumn?: string): Promise<void>
}
