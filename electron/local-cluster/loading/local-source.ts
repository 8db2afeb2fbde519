import type { FileSpan } from '../file-spans'

/** What is said about how a source is to be read. */
export interface SourceProperties {
  /** In lower case, as the service spells it. */
  readonly format: string
  readonly ignoreFirstRecord: boolean
  /** An inline mapping's JSON text. */
  readonly mapping: string | undefined
  /** Name of a mapping of the table. */
  readonly mappingReference: string | undefined
}

/** A blob on this machine's disk, ready to be read. */
export interface LocalSource {
  readonly properties: SourceProperties
  readonly path: string
  /** Where its bytes lie while there is no file at `path`; never packed then. */
  readonly spans?: readonly FileSpan[]
  readonly sizeBytes: number
  /** By its first bytes, whatever its name says. */
  readonly compression: 'none' | 'gzip'
  /** Uncompressed bytes as whoever sent it says; undefined or 0 where that was not said. */
  readonly statedRawBytes?: number | undefined
  /** Address of the blob that it comes from, without its query; undefined for what was sent directly. */
  readonly location?: string
}

/**
 * SQL that yields a source's records as the table's columns, in their order and types: `before`, the files as an
 * SQL list, `after`. Sources whose texts are the same may be read by one statement.
 */
export interface SourceQuery {
  readonly before: string
  readonly after: string
  /** The source that it reads; another file than was given when that had to be rewritten. */
  readonly source: LocalSource
  /** Whether it must not be read together with others. */
  readonly alone: boolean
}
