import type { LogicalField } from './avro-schema'

/** Takes a source's bytes in pieces, and gives those for DuckDB to read instead. */
export interface TextRewriter {
  /** The pieces may be views of `bytes`. @throws DelimitedError, JsonDefect or KustoError for the first defect. */
  push(bytes: Uint8Array): Uint8Array[]
  /** @throws as {@link push}, for how the bytes end. */
  end(): Uint8Array[]
  /** Complete records so far. */
  readonly records: number
  /** Fields in each record; undefined if records have none, or none is complete. */
  readonly fields?: number | undefined
  /** The longest record handed on, in bytes; may be an overestimate. */
  readonly longestRecord: number
  /** Avro fields whose logical types are not read. */
  readonly logicalFields?: readonly LogicalField[]
}
