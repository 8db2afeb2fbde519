/** A value in a JSON object: where it lies, and what its column is called. */
export interface DocumentField {
  readonly name: string
  readonly steps: readonly string[]
}

/** What the records of a source are made of. */
export type Layout =
  /** Fields with an order: delimited text, lines of text, one value. Their SQL names are `f0`, `f1`… */
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  /** JSON objects in a column `json`: the keys that the sample has, and the values that are columns of their own. */
  | {
      readonly kind: 'documents'
      readonly keys: readonly string[]
      readonly fields: readonly DocumentField[]
    }
  /** Columns of a Parquet file and DuckDB's types of them. */
  | { readonly kind: 'parquet'; readonly types: ReadonlyMap<string, string> }
