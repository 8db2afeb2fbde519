import type { SchemaGuess } from './column-types'
import type { Compression, DataFormat } from './data-format'
import type { WireError } from './studio-error'

/** What the studio found out about a file before it is ingested. */
export interface FileSourceInfo {
  /** Stands for the path everywhere outside the process that reads the file. */
  readonly handle: string
  readonly name: string
  /** The folder, for display only. */
  readonly folder: string
  /** Its path below the folder that was named, with forward slashes; left out for a file named itself. */
  readonly relativePath?: string | undefined
  readonly sizeBytes: number
  /** Uncompressed bytes; null where it is not known without reading all of the file. */
  readonly rawDataSizeBytes: number | null
  readonly format: DataFormat | null
  readonly compression: Compression
  /** Records in the file when they could be counted quickly (header not counted), else null. */
  readonly records: number | null
  readonly hasHeader: boolean
  /** Fields of the first record; null or left out for a format without fields, and where nobody looked. */
  readonly columnCount?: number | null | undefined
  /** What was recognised, in words, for example `CSV, header row, 7 columns`. */
  readonly summary: string
  readonly headerColumns: string[]
  /** Files of an archive that are data, each with a header of its own if `hasHeader`; left out for no archive. */
  readonly filesInside?: number | undefined
  /** What the user should know although it can be ingested, as sentences; left out where there is nothing. */
  readonly notes?: readonly string[] | undefined
  /** What types the columns could have in a new table; left out where nobody looked. */
  readonly schemaGuess?: SchemaGuess | undefined
  /** Why it cannot be ingested; null when it can. */
  readonly problem: WireError | null
  /** When and where the same content went before. */
  readonly ingestedBefore: {
    readonly at: number
    readonly database: string
    readonly table: string
    readonly jobId: string
  } | null
}

/** All records of a file, a header included; null where they were not counted. */
export function allRecords({
  records,
  hasHeader,
  filesInside = 1,
}: Pick<FileSourceInfo, 'records' | 'hasHeader' | 'filesInside'>): number | null {
  return records === null ? null : records + (hasHeader ? filesInside : 0)
}

/** A source as the user's action names it. */
export type SourceRequest = (
  | { readonly kind: 'file'; readonly handle: string; readonly format?: DataFormat | undefined }
  | {
      readonly kind: 'paste'
      readonly text: string
      readonly format: DataFormat
      readonly name?: string | undefined
    }
  | {
      readonly kind: 'blob'
      readonly uri: string
      readonly format: DataFormat
      readonly rawDataSizeBytes: number | null
    }
) & {
  /** Whether its first record is a header, which is left out; it is not if this is left out. */
  readonly ignoreFirstRecord?: boolean | undefined
}
