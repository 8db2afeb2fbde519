import type { ScalarType } from './scalar-type'
import type { WireError } from './studio-error'

/** One reading of a table's row count. */
export interface RowCountPoint {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly rows: number
  /** Of `rows`, those that jobs of this studio landed; the rest came from other writers. */
  readonly ours: number
}

/** Something that happened at a moment and is drawn on the chart. */
export interface ChartMarker {
  readonly at: number
  readonly kind: 'queued' | 'landed' | 'failed' | 'undone'
  readonly jobId: string
  readonly sourceId: string
  /** A file name, `Pasted rows` or a blob name. */
  readonly label: string
  readonly rows: number | null
}

/** What is known of a table's row count over time; sent whole, at most 600 points. */
export interface TableWatchInfo {
  readonly database: string
  readonly table: string
  readonly revision: number
  readonly points: RowCountPoint[]
  readonly markers: ChartMarker[]
  /** Windows in which a batch of ours waits or waited: from the first source queued to the seal. */
  readonly batches: { readonly openedAt: number; readonly sealsAt: number; readonly sealed: boolean }[]
  readonly intervalMs: number
  readonly error: WireError | null
}

/** A query's result: plain cells; `long` beyond 2^53 and `decimal` as text. */
export interface RowsInfo {
  readonly columns: { readonly name: string; readonly type: ScalarType }[]
  readonly rows: (string | number | boolean | null)[][]
  readonly truncated: boolean
}
