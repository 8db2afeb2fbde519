import type { StoredTable } from '../engine/catalog'
import type { IngestionMessage } from '../data-management/ingestion-message'

/** A blob on this machine's disk, ready to be read. */
export interface LocalSource {
  readonly message: IngestionMessage
  readonly path: string
  readonly sizeBytes: number
  /** By its first bytes, whatever its name says. */
  readonly compression: 'none' | 'gzip' | 'zip'
}

/** SQL that yields a source's records as the table's columns, in their order and types. */
export interface SourceQuery {
  readonly sql: string
}

/** Builds the query for one source of a format. */
export type SourceReader = (source: LocalSource, table: StoredTable) => Promise<SourceQuery>
