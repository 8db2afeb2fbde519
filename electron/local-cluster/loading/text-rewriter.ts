import type { LogicalField } from './avro-schema'

/** Takes a source's bytes in pieces and gives those that DuckDB is to read instead. */
export interface TextRewriter {
  /** The pieces may be views of `bytes`. @throws DelimitedError, JsonDefect or KustoError for the first defect. */
  push(bytes: Uint8Array): Uint8Array[]
  /** @throws as {@link push}, for how the bytes end. */
  end(): Uint8Array[]
  /** Complete records so far. */
  readonly records: number
  /** Fields of each record; undefined where records have none, or none is complete. */
  readonly fields?: number | undefined
  /** Of what is handed on, in bytes; it may be less. */
  readonly longestRecord: number
  /** Fields of Avro whose logical types are not read. */
  readonly logicalFields?: readonly LogicalField[]
}
