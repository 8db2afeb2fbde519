import type { IngestionMapping } from '../../../../electron/domain/schema/table'
import type { Loadable } from '../loadable'

/** What the user may set for the next ingestions, besides the data itself. */
export interface IngestOptions {
  /** An ingestion mapping of the open table; null: fields go in by position or by name. */
  readonly mapping: string | null
  /** Whether rows carry the job's own tag, for an exact count and an undo. */
  readonly tagged: boolean
  /** The user's own extent tag. */
  readonly tag: string
  readonly separateBlobs: boolean
  /** How to read an extent's creation time from the file name; empty: it is the time of ingestion. */
  readonly creationTimePattern: string
}

/** The options, and the mappings to choose from. */
export interface IngestOptionsSlice {
  readonly ingestOptions: IngestOptions
  readonly mappings: Loadable<readonly IngestionMapping[]>
  setIngestOptions(change: Partial<IngestOptions>): void
  /** Back to the defaults: another table has other mappings, and other reasons. */
  forgetIngestOptions(): void
  /** Asks the cluster for the open table's mappings. */
  loadMappings(): Promise<void>
}

/** The options until the user sets one. */
export const defaultIngestOptions: IngestOptions = {
  mapping: null,
  tagged: true,
  tag: '',
  separateBlobs: false,
  creationTimePattern: '',
}

/** How many options differ from their defaults. */
export function changedOptions(options: IngestOptions): number {
  const keys = Object.keys(defaultIngestOptions) as (keyof IngestOptions)[]
  return keys.filter((key) => options[key] !== defaultIngestOptions[key]).length
}

/** The options as a job takes them. */
export function jobOptions(options: IngestOptions): {
  readonly tagged: boolean
  readonly separateBlobs: boolean
  readonly mapping?: string
  readonly tag?: string
  readonly creationTimePattern?: string
} {
  const { mapping, tagged, separateBlobs } = options
  const tag = options.tag.trim()
  const creationTimePattern = options.creationTimePattern.trim()
  return {
    tagged,
    separateBlobs,
    ...(mapping === null ? {} : { mapping }),
    ...(tag === '' ? {} : { tag }),
    ...(creationTimePattern === '' ? {} : { creationTimePattern }),
  }
}
