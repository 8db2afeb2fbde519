import type { FileSpan } from '../storage/file-spans'
import type { SourceProperties } from '../messages/ingestion-properties'
import type { LogicalField } from './avro-schema'

/** A blob on this machine's disk, as its sender wrote it. */
export interface LocalSource {
  readonly properties: SourceProperties
  readonly path: string
  /** Where its bytes lie while there is no file at `path`. */
  readonly spans?: readonly FileSpan[]
  readonly sizeBytes: number
  /** By its first bytes, whatever its name says. */
  readonly compression: 'none' | 'gzip'
  /** Uncompressed bytes as whoever sent it says; undefined or 0 where that was not said. */
  readonly statedRawBytes?: number | undefined
  /** Address of the blob that it comes from, without its query; undefined for what was sent directly. */
  readonly location?: string
  /** Its name in the archive that it comes from. */
  readonly name?: string
}

/** What is known of a source's records. */
export interface SourceFacts {
  /** How many there are; undefined until all have been read. */
  readonly records: number | undefined
  /** Fields of each record of delimited text, else undefined. */
  readonly fields: number | undefined
  /** Length of the longest record of text, in bytes, as far as it is known. */
  readonly longestRecord: number
  /** Bytes that DuckDB reads, unpacked; undefined until all have been read. */
  readonly sizeBytes: number | undefined
  /** Fields of Avro whose logical types are not read. */
  readonly logicalFields?: readonly LogicalField[]
}

/** A source in a form that DuckDB reads without having to interpret it. */
export interface ReadySource {
  readonly properties: SourceProperties
  readonly location?: string
  /** Its file, or where the pipe is to be that gives its bytes. */
  readonly path: string
  /** Writes its bytes into a pipe, and tells what was found; undefined for a source that is a file. */
  readonly feed?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<SourceFacts>
  /** Those of a pipe are completed when it has been read. */
  facts: SourceFacts
  /** The blob that it was made of. */
  readonly origin: LocalSource
}

/**
 * SQL that yields a source's records as the table's columns, in their order and types: `before`, the files as an
 * SQL list, `after`. Sources whose texts are the same may be read by one statement.
 */
export interface SourceQuery {
  readonly before: string
  readonly after: string
  readonly source: ReadySource
  /** Whether it must not be read together with others. */
  readonly alone: boolean
}
