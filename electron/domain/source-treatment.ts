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

/** Whether the first record of a format may be a header that the service is told to ignore. */
export function takesHeader(format: DataFormat): boolean {
  return formatFacts[format].delimiter !== undefined || format === 'txt'
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
