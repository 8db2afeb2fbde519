import type {
  Completions,
  PastQuery,
  QueryResult,
  ScriptAnalysis,
} from '../../../electron/domain/schema/query'
import type { Rows } from '../../../electron/domain/schema/table'
import type { StudioError } from '../../../electron/domain/studio-error'

/** A part of the script; `from` and `to` are the same for a caret. */
export interface ScriptRange {
  readonly from: number
  readonly to: number
}

/** What became of the last run. `query` is the statement, without the rest of the script. */
export type QueryRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly startedAt: number }
  | { readonly kind: 'done'; readonly query: string; readonly result: QueryResult }
  | { readonly kind: 'failed'; readonly error: StudioError }
  | { readonly kind: 'canceled' }

/** The query pane: its script, the last run and what was run before. All of it stays when the pane is closed. */
export interface QuerySlice {
  readonly isQueryOpen: boolean
  readonly queryText: string
  readonly querySelection: ScriptRange
  /** What the parser says about `script`; null until it has said something. */
  readonly queryAnalysis: { readonly script: string; readonly analysis: ScriptAnalysis } | null
  readonly queryRun: QueryRun
  /** A management command that waits for the user's word. */
  readonly commandToConfirm: string | null
  /** The queries of this database that were run, newest first. */
  readonly pastQueries: readonly PastQuery[]
  /** Opens the pane, with a query if one is given; an empty pane starts with a query on the open table. */
  openQuery(query?: string): void
  closeQuery(): void
  /** Takes what the editor holds. Why the text before failed is not said of another one. */
  setQueryText(text: string, selection?: ScriptRange): void
  /** Takes away why the last run failed, because it says nothing of what is open now. */
  forgetFailedRun(): void
  selectInQuery(selection: ScriptRange): void
  analyzeQuery(): Promise<void>
  /** What may stand at a place; null if that cannot be said. */
  completeQuery(script: string, at: number, signal: AbortSignal): Promise<Completions | null>
  /** Runs the statement that is selected or that the caret is in. */
  runQuery(): Promise<void>
  /** Runs the command that waits for the user's word. */
  confirmCommand(): Promise<void>
  refuseCommand(): void
  cancelQuery(): void
  loadPastQueries(): Promise<void>
  /** Puts an older (-1) or newer (1) query in the place of the statement at the caret. */
  recallQuery(step: -1 | 1): Promise<void>
  /** Writes rows to a file that the user chooses; its name, or null if the user chose none. */
  exportRows(rows: Pick<Rows, 'columns' | 'rows'>): Promise<string | null>
  /** Puts a query in the place of the statement at the caret. */
  insertQuery(query: string): Promise<void>
}
