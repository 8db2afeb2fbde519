import { formatFacts, type Compression, type DataFormat } from './data-format'
import { RecordScanner } from './record-scanner'

/** How a source gets into blobs. */
export type SourceTreatment =
  /** Cut at record borders, each piece compressed. */
  | 'cut'
  /** Compressed as one blob: it has no borders that could be cut at. */
  | 'compressWhole'
  /** Uploaded as it is: it is compressed already. */
  | 'asIs'

/** Uncompressed bytes that one blob is to hold; the service likes 100 MB to 1 GB. */
export const targetBlobBytes = 256 * 1_048_576
/** Uncompressed bytes that the service takes in one blob (documents: ingestion size limit). */
export const maximumBlobBytes = 6 * 1024 ** 3
/** Bytes that the service takes in one record. */
export const maximumRecordBytes = 64 * 1_048_576

/** Decides how a source is treated. */
export function treatmentOf(format: DataFormat, compression: Compression): SourceTreatment {
  if (compression !== 'none' || formatFacts[format].binary === true) return 'asIs'
  // A W3C log says in its first lines what its columns are: without them a piece could not be read.
  if (formatFacts[format].splittable === true && format !== 'w3clogfile' && RecordScanner.canScan(format)) {
    return 'cut'
  }
  return 'compressWhole'
}

/** How the blobs of a source are compressed. */
export function storedCompression(format: DataFormat, compression: Compression): Compression {
  return treatmentOf(format, compression) === 'asIs' ? compression : 'gzip'
}

/** Whether sources of a format may begin with the names of their columns. */
export function canHaveHeader(format: DataFormat): boolean {
  return formatFacts[format].delimiter !== undefined
}

/** Whether the service can leave out the first record of a source of this format: fields, or lines of text. */
export function canIgnoreFirstRecord(format: DataFormat): boolean {
  return canHaveHeader(format) || format === 'txt'
}

/** What decides whether the first record of a source is left out. */
export interface HeaderChoice {
  readonly format: DataFormat
  /** What the user wants; without effect where the format has no first record that could be left out. */
  readonly ignoreFirstRecord: boolean
}

/** Whether the first record of a source is left out. */
export function ignoresFirstRecord({ format, ignoreFirstRecord }: HeaderChoice): boolean {
  return ignoreFirstRecord && canIgnoreFirstRecord(format)
}

/**
 * Of sources that are ingested together, those that "the first record is a header" is said of: the ones with
 * fields. Lines of text have no header, unless nothing else is there that the user could mean.
 */
export function headerCandidates<T extends { readonly format: DataFormat | null }>(
  sources: readonly T[],
): readonly T[] {
  const withFields = sources.filter(({ format }) => format !== null && canHaveHeader(format))
  if (withFields.length > 0) return withFields
  return sources.filter(({ format }) => format !== null && canIgnoreFirstRecord(format))
}

/**
 * How many records a source is expected to land: all that it holds, less a header.
 *
 * @param records All records of the source, its headers included; null where they were not counted.
 * @param files How many files the source is: those of an archive have a header each.
 */
export function expectedRecords(records: number | null, source: HeaderChoice, files = 1): number | null {
  if (records === null) return null
  return Math.max(records - (ignoresFirstRecord(source) ? files : 0), 0)
}

/**
 * The name of a blob: the service reads its compression from the end of the name, and people read the rest.
 *
 * @param blobId Makes the name one of its kind; the same blob uploaded again has the same name.
 */
export function blobName(options: {
  readonly database: string
  readonly table: string
  readonly blobId: string
  readonly format: DataFormat
  readonly stored: Compression
}): string {
  const { database, table, blobId, format, stored } = options
  const suffix = stored === 'gzip' ? '.gz' : stored === 'zip' ? '.zip' : ''
  return `${plain(database)}__${plain(table)}__${blobId}.${format}${suffix}`
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 100)
}
