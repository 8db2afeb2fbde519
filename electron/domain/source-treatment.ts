import { formatFacts, type Compression, type DataFormat } from './data-format'
import { RecordScanner } from './record-scanner'

/** How a source gets into blobs. */
export type SourceTreatment =
  /** Cut between records, each piece compressed. */
  | 'cut'
  /** Compressed as one blob: there is no safe place to cut. */
  | 'compressWhole'
  /** Uploaded as it is, because it is compressed already. */
  | 'asIs'

/** Uncompressed bytes to aim for in one blob; the service likes 100 MB to 1 GB. */
export const targetBlobBytes = 256 * 1_048_576
/** Most uncompressed bytes that the service takes in one blob (documents: ingestion size limit). */
export const maximumBlobBytes = 6 * 1024 ** 3
/** How much larger content becomes unpacked, if nobody says (documents: IngestionBatching policy). */
export const compressionFactor = 11
/** Most bytes that the service takes in one record. */
export const maximumRecordBytes = 64 * 1_048_576

/** Decides how to send a source. */
export function treatmentOf(format: DataFormat, compression: Compression): SourceTreatment {
  if (compression !== 'none' || formatFacts[format].binary === true) return 'asIs'
  // The first lines of a W3C log name its columns: a piece without them could not be read.
  if (formatFacts[format].splittable === true && format !== 'w3clogfile' && RecordScanner.canScan(format)) {
    return 'cut'
  }
  return 'compressWhole'
}

/** How a source's blobs are compressed. */
export function storedCompression(format: DataFormat, compression: Compression): Compression {
  return treatmentOf(format, compression) === 'asIs' ? compression : 'gzip'
}

/** Whether sources in this format may begin with their column names. */
export function canHaveHeader(format: DataFormat): boolean {
  return formatFacts[format].delimiter !== undefined
}

/** Whether the service can ignore the first record in this format: records with fields, or lines of text. */
export function canIgnoreFirstRecord(format: DataFormat): boolean {
  return canHaveHeader(format) || format === 'txt'
}

/** What decides whether a source's first record is left out. */
interface HeaderChoice {
  readonly format: DataFormat
  /** What the user wants. It has no effect in a format whose first record cannot be left out. */
  readonly ignoreFirstRecord: boolean
}

/** Whether a source's first record is left out. */
export function ignoresFirstRecord({ format, ignoreFirstRecord }: HeaderChoice): boolean {
  return ignoreFirstRecord && canIgnoreFirstRecord(format)
}

/**
 * The sources that one "the first record is a header" for all of them applies to: those with fields, such as CSV. Text
 * files have no header, so they are left out, unless no source has fields: then the user can only mean them.
 */
export function headerCandidates<T extends { readonly format: DataFormat | null }>(
  sources: readonly T[],
): readonly T[] {
  const withFields = sources.filter(({ format }) => format !== null && canHaveHeader(format))
  if (withFields.length > 0) return withFields
  return sources.filter(({ format }) => format !== null && canIgnoreFirstRecord(format))
}

/**
 * How many records a source should land: all that it holds, minus headers.
 *
 * @param records All records in the source, headers included; null if not counted.
 * @param files How many files the source holds: each file in an archive has its own header.
 */
export function expectedRecords(records: number | null, source: HeaderChoice, files = 1): number | null {
  if (records === null) return null
  return Math.max(records - (ignoresFirstRecord(source) ? files : 0), 0)
}

/**
 * Names a blob: the service reads its compression from the end of the name, and people read the rest.
 *
 * @param blobId Makes the name unique; uploading the same blob again gives the same name.
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
