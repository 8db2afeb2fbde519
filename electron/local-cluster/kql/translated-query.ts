import type { ScalarType } from '../../domain/scalar-type'
import type { ColumnEntry, DatabaseEntry } from '../engine/catalog-entry'

/** A column of a query's result. */
export interface ResultColumn {
  readonly name: string
  readonly type: ScalarType
}

/** How to draw the result (`render`), as the service reports it in the query properties. */
export interface Visualization {
  /** The chart's kind, for example `timechart`. */
  readonly kind: string
  /** The properties of the `with (...)` clause, as written. */
  readonly properties: Readonly<Record<string, string>>
}

/** One tabular result of a query, as one DuckDB statement. */
export interface TranslatedQuery {
  /**
   * A SELECT. It returns `columns`, in order; the names are opaque, and the DuckDB types are those of `duckDbTypes`
   * (datetime and timespan: BIGINT ticks, dynamic: JSON text).
   */
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  /** Name given by `as`, else undefined (the service calls the table `PrimaryResult`). */
  readonly name?: string
  readonly visualization?: Visualization
  /** Whether it reads the table of {@link QueryContext.newRows}. */
  readonly readsNewRows?: boolean
}

/** The rows that an update policy's query sees of its source table: those of one extent. */
export interface NewRows {
  readonly table: string
  /** The extent's `number` in `meta.extents`. */
  readonly extent: bigint
}

/** A relation to pipe a query from: a management command's result (`.show … | where …`). */
export interface PipedInput {
  /** What follows FROM: a table name, or a query in parentheses. */
  readonly relation: string
  readonly columns: readonly ColumnEntry[]
}

/** What a query may see besides its own database. */
export interface QueryContext {
  /** What `now()` returns, in ticks of 100 ns since 0001-01-01 UTC. */
  readonly now: bigint
  /** Values for `declare query_parameters`, by name, from the request's `Parameters` (KQL literals). */
  readonly parameters?: Readonly<Record<string, string>>
  /** The other databases of the cluster, for `database('X').T`. */
  readonly otherDatabases?: readonly DatabaseEntry[]
  /** If given, the text is a continuation that starts with `|`, and this is what it reads. */
  readonly input?: PipedInput
  /**
   * True: whole numbers wrap around at 64 bits, as in Kusto. This is slower, so a query is only translated this way
   * after it has overflowed.
   */
  readonly wrapping?: boolean
  /** If given, this table of the database holds the rows of this extent and no others. */
  readonly newRows?: NewRows
}
