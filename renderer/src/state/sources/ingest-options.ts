import type { IngestionMapping } from '../../../../electron/domain/schema/table'
import type { Loadable } from '../loadable'

/** A file with an ingestion mapping. */
interface MappingFile {
  readonly name: string
  /** JSON. */
  readonly text: string
}

/** What the user may set for the next ingestions, besides the data itself. */
interface IngestOptions {
  /** An ingestion mapping of the open table; null: fields go in by position or by name. */
  readonly mapping: string | null
  /** An ingestion mapping from a file, in place of one that the table has. */
  readonly mappingFile: MappingFile | null
  /** A regular expression for the files to read in zip archives; empty: all that are data. */
  readonly zipPattern: string
  /** Whether the service skips sources that it ingested before by their paths. */
  readonly skipsIngested: boolean
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
  mappingFile: null,
  zipPattern: '',
  skipsIngested: false,
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
  readonly mappingText?: string
  readonly zipPattern?: string
  readonly ingestIfNotExists?: string
  readonly tag?: string
  readonly creationTimePattern?: string
} {
  const { mapping, mappingFile, tagged, separateBlobs, skipsIngested } = options
  const zipPattern = options.zipPattern.trim()
  const tag = options.tag.trim()
  const creationTimePattern = options.creationTimePattern.trim()
  return {
    tagged,
    separateBlobs,
    ...(mapping === null ? {} : { mapping }),
    ...(mappingFile === null ? {} : { mappingText: mappingFile.text }),
    ...(zipPattern === '' ? {} : { zipPattern }),
    ...(skipsIngested ? { ingestIfNotExists: '{path}' } : {}),
    ...(tag === '' ? {} : { tag }),
    ...(creationTimePattern === '' ? {} : { creationTimePattern }),
  }
}
