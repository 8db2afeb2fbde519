import type { ScalarType } from '../../domain/scalar-type'

/**
 * One value in a result, as the engine gives it: datetime and timespan as ticks, long as number or bigint, decimal
 * and guid as text, dynamic as JSON text.
 */
export type Cell = string | number | bigint | boolean | null

/** A table in the answer to a query or command. */
export interface ResultTable {
  /** Undefined: the service's own name (`Table_0`, `PrimaryResult`). */
  readonly name?: string
  readonly columns: readonly { readonly name: string; readonly type: ScalarType }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Builds a table from `name: type` columns and rows. */
export function resultTable(
  columns: Readonly<Record<string, ScalarType>>,
  rows: readonly (readonly Cell[])[],
): ResultTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }
}
