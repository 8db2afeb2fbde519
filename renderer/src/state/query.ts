import type { Rows } from '../../../electron/domain/schema/table'
import type { Loadable } from './loadable'

/** Rows, and how long the cluster took to return them. */
export interface QueryResult {
  readonly rows: Rows
  readonly tookMs: number
}

/** The query panel's text and result; both stay when the panel is closed. */
export interface QuerySlice {
  readonly queryText: string
  readonly queryResult: Loadable<QueryResult>
  /** Opens the panel; if there is no text yet, it starts with a query on the open table. */
  openQuery(): void
  setQueryText(text: string): void
  runQuery(): Promise<void>
  cancelQuery(): void
}
