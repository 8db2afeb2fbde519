import type { ScalarType } from '../../domain/scalar-type'
import type { ColumnEntry, DatabaseEntry } from '../engine/catalog-entry'

/** A column of a query's result. */
export interface ResultColumn {
  readonly name: string
  readonly type: ScalarType
}

/** How the answer is to be drawn (`render`), as the service tells it in the query properties. */
export interface Visualization {
  /** The chart's kind, for example `timechart`. */
  readonly kind: string
  /** The properties of the `with (...)` clause, as written. */
  readonly properties: Readonly<Record<string, string>>
}

/** One tabular result of a query, as one DuckDB statement. */
export interface TranslatedQuery {
  /**
   * A SELECT. Its columns are those of `columns`, in the same order; their names are opaque and their DuckDB
   * types are those of `duckDbTypes` (datetime and timespan: BIGINT ticks, dynamic: JSON text).
   */
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  /** Name given by `as`, else undefined (the service calls the table `PrimaryResult`). */
  readonly name?: string
  readonly visualization?: Visualization
}

/** A relation that a query is piped from: the result of a management command (`.show … | where …`). */
export interface PipedInput {
  /** What stands behind FROM: a table name or a query in parentheses. */
  readonly relation: string
  readonly columns: readonly ColumnEntry[]
}

/** What a query may see beside its own database. */
export interface QueryContext {
  /** The time that `now()` says, in ticks of 100 ns since 0001-01-01 UTC. */
  readonly now: bigint
  /** Values of `declare query_parameters`, by name, as the request's `Parameters` gives them (KQL literals). */
  readonly parameters?: Readonly<Record<string, string>>
  /** The other databases of the cluster, for `database('X').T`. */
  readonly otherDatabases?: readonly DatabaseEntry[]
  /** Given: the text is a continuation that begins with `|`, and this is what it reads. */
  readonly input?: PipedInput
  /**
   * True: whole numbers that leave their 64 bits come back at the other end, as in Kusto. It costs time, so a
   * query is translated so only after it has failed for it.
   */
  readonly wrapping?: boolean
}
