import { randomUUID } from 'node:crypto'
import { sumKnown } from '../../../domain/row-accounting'
import { blobName, storedCompression } from '../../../domain/source-treatment'
import { unposted, type BlobRecord, type JobRecord, type SourceRecord } from './job-record'

/** Whether rows of a blob are in the table. */
export function hasLanded({ state }: BlobRecord): boolean {
  return state === 'succeeded' || state === 'partiallySucceeded'
}

/** Records that blobs should land; null if that is unknown of one of them. */
export function recordsOf(blobs: readonly BlobRecord[]): number | null {
  return sumKnown(blobs.flatMap((blob) => blob.parts.map((part) => part.records)))
}

/** Records of one source that blobs should land; null if that is unknown of one of them. */
export function recordsOfSource(blobs: readonly BlobRecord[], sourceId: string): number | null {
  const parts = blobs.flatMap((blob) => blob.parts.filter((part) => part.sourceId === sourceId))
  return sumKnown(parts.map((part) => part.records))
}

/**
 * Records of a source that the service refused, judged by its blobs; null if one of them landed in part and the
 * service did not say how much of it.
 */
export function refusedOf(blobs: readonly BlobRecord[], sourceId: string): number | null {
  const isUnclear = blobs.some(
    ({ state, error }) => state === 'partiallySucceeded' && error?.code !== 'RowsMissing',
  )
  // A blob that was never posted was not refused: its rows are missing.
  const refused = blobs.filter(({ state, queuedAt }) => state === 'failed' && queuedAt !== null)
  return isUnclear ? null : recordsOfSource(refused, sourceId)
}

/** Whether a retry sends this blob again. One that the service refused for good stays as it is. */
export function isRenewable({ state, error, blobName: name, parts }: BlobRecord): boolean {
  const isOurs = name !== null && parts.length === 1
  return isOurs && (state === 'canceled' || (state === 'failed' && error?.retryable === true))
}

/** A blob with the same records under a new id: the service is done with the old one. */
export function renewedBlob(
  blob: BlobRecord,
  { format, compression }: SourceRecord,
  { database, table }: JobRecord,
): BlobRecord {
  const blobId = randomUUID()
  const stored = storedCompression(format, compression)
  return {
    ...blob,
    ...unposted,
    blobId,
    state: 'uploading',
    blobName: blobName({ database, table, blobId, format, stored }),
    container: null,
  }
}
