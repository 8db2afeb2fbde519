import type { FileSpan } from '../storage/file-spans'
import type { SourceProperties } from '../messages/ingestion-properties'
import type { LogicalField } from './avro-schema'

/** A blob on this machine's disk, as its sender wrote it. */
export interface LocalSource {
  readonly properties: SourceProperties
  readonly path: string
  /** Where its bytes are if there is no file at `path`. */
  readonly spans?: readonly FileSpan[]
  readonly sizeBytes: number
  /** From its first bytes, whatever its name says. */
  readonly compression: 'none' | 'gzip'
  /** Uncompressed bytes, as the sender stated; undefined or 0 if not stated. */
  readonly statedRawBytes?: number | undefined
  /** The blob's address without its query; undefined if it was sent directly. */
  readonly location?: string
  /** Its name in its archive. */
  readonly name?: string
}

/** What is known about a source's records. */
export interface SourceFacts {
  /** How many there are; undefined until all have been read. */
  readonly records: number | undefined
  /** Fields in each record, for delimited text; else undefined. */
  readonly fields: number | undefined
  /** The longest text record in bytes, as far as is known. */
  readonly longestRecord: number
  /** Bytes that DuckDB reads, uncompressed; undefined until all have been read. */
  readonly sizeBytes: number | undefined
  /** Avro fields whose logical types are not read. */
  readonly logicalFields?: readonly LogicalField[]
}

/** A source in a form that DuckDB reads without interpreting it. */
export interface ReadySource {
  readonly properties: SourceProperties
  readonly location?: string
  /** Its file, or where to create the pipe that gives its bytes. */
  readonly path: string
  /** Writes its bytes to a pipe and returns what it found; undefined if the source is a file. */
  readonly feed?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<SourceFacts>
  /** For a pipe, complete once it has been read. */
  facts: SourceFacts
  /** The blob it was made from. */
  readonly origin: LocalSource
}

/**
 * SQL that gives a source's records as the table's columns, in order and with their types: `before`, the files as
 * an SQL list, `after`. Sources with the same texts may share one statement.
 */
export interface SourceQuery {
  readonly before: string
  readonly after: string
  readonly source: ReadySource
  /** Whether it must not share a statement with others. */
  readonly alone: boolean
}
