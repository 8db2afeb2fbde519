import type { ScalarType } from '../../domain/scalar-type'

/**
 * How Kusto tables are stored in DuckDB. Physical names are our own (`t12`, `c3`): Kusto's names are case sensitive
 * and DuckDB's are not, and a rename then touches no data.
 */
export interface ColumnEntry {
  readonly name: string
  readonly type: ScalarType
  /** Column in the DuckDB table. */
  readonly physicalName: string
  /** What people wrote about it; undefined for nothing. */
  readonly docString?: string
}

export interface TableEntry {
  readonly name: string
  /**
   * DuckDB table, in schema `data`. Besides its columns it has `x`, the row's extent: the `number` in `meta.extents
   * (number BIGINT, id UUID, table_number BIGINT, rows BIGINT, created_on BIGINT (ticks), raw_size BIGINT, tags
   * VARCHAR[], source_ids VARCHAR[])`.
   */
  readonly physicalName: string
  readonly columns: readonly ColumnEntry[]
}

/** A stored function. */
export interface FunctionEntry {
  readonly name: string
  /** With the parentheses, for example `(x:long = 5, T:(a:string))`. */
  readonly parameters: string
  /** With the braces. */
  readonly body: string
  readonly folder: string
  readonly docString: string
}

/** A database as queries see it. */
export interface DatabaseEntry {
  readonly name: string
  readonly tables: readonly TableEntry[]
  readonly functions?: readonly FunctionEntry[]
}

/**
 * DuckDB type of each Kusto scalar. datetime and timespan are ticks of 100 ns (datetime: since 0001-01-01 UTC),
 * because DuckDB's own types lose the seventh digit or the years outside 1677 to 2262. `string` is never null
 * (Kusto: empty). `dynamic` is JSON text.
 */
export const duckDbTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'BOOLEAN',
  datetime: 'BIGINT',
  decimal: 'DECIMAL(38, 18)',
  dynamic: 'VARCHAR',
  guid: 'UUID',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  string: 'VARCHAR',
  timespan: 'BIGINT',
}
