import type { ScalarType } from '../../domain/scalar-type'

/**
 * One value in a result, as the engine gives it: datetime and timespan as ticks, long as number or bigint, decimal
 * and guid as text, dynamic as JSON text.
 */
export type Cell = string | number | bigint | boolean | null

/** What a table in an answer is called, and its columns. */
export interface TableHead {
  /** Undefined: the service's own name (`Table_0`, `PrimaryResult`). */
  readonly name?: string
  readonly columns: readonly { readonly name: string; readonly type: ScalarType }[]
}

/** A table in the answer to a query or command. */
export interface ResultTable extends TableHead {
  readonly rows: readonly (readonly Cell[])[]
}

/** Takes a result's rows as they come, and makes a table of them. */
export interface TableBuilder<Table> {
  add(rows: ResultTable['rows']): void
  end(): Table
}

/** Begins a table for a result. */
export type BeginTable<Table> = (head: TableHead) => TableBuilder<Table>

/** Keeps a result's rows as they are. */
export function beginResultTable(head: TableHead): TableBuilder<ResultTable> {
  const rows: ResultTable['rows'][number][] = []
  return {
    add: (more) => {
      for (const row of more) rows.push(row)
    },
    end: () => ({ ...head, rows }),
  }
}

/** Builds a table from `name: type` columns and rows. */
export function resultTable(
  columns: Readonly<Record<string, ScalarType>>,
  rows: readonly (readonly Cell[])[],
): ResultTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }
}
