import type { DurationUnit } from './arrow-durations'
import type { DocumentField } from './document-fields'

/** What the records of a source are made of. */
export type Layout =
  /** Fields with an order: delimited text, lines of text, one value. Their SQL names are `f0`, `f1`… */
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  /** JSON objects in a column `json`; the keys that the sample has, and what of it becomes columns. */
  | {
      readonly kind: 'documents'
      readonly keys: readonly string[]
      readonly fields: readonly DocumentField[]
    }
  /** Columns of a Parquet file and DuckDB's types of them, and what those count that are durations. */
  | {
      readonly kind: 'parquet'
      readonly types: ReadonlyMap<string, string>
      readonly durations: ReadonlyMap<string, DurationUnit>
    }
