import type { ScalarType } from '../../domain/scalar-type'

/**
 * One value of a result, as the engine gives it: datetime and timespan as ticks, long as number or bigint,
 * decimal and guid as text, dynamic as its JSON text.
 */
export type Cell = string | number | bigint | boolean | null

/** A table that a query or a command answers with. */
export interface ResultTable {
  /** Undefined: the service's own name (`Table_0`, `PrimaryResult`). */
  readonly name?: string
  readonly columns: readonly { readonly name: string; readonly type: ScalarType }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Builds a table from `name:type` column heads. */
export function resultTable(
  columns: Readonly<Record<string, ScalarType>>,
  rows: readonly (readonly Cell[])[],
): ResultTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }
}
