import { randomUUID } from 'node:crypto'
import { blobName, storedCompression } from '../../../domain/source-treatment'
import { refusedUnsent } from '../../../domain/row-accounting'
import type { WireError } from '../../../domain/schema/wire-error'
import { StudioError, toWireError } from '../../../domain/studio-error'
import { unposted, type BlobRecord, type SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { recordsOfSource } from '../tracking/settlement'

/** Whether some of a source is in the table already, so that it must not be sent again. */
export function hasLandedBlobs(blobs: readonly BlobRecord[]): boolean {
  return blobs.some(({ state }) => state === 'succeeded' || state === 'partiallySucceeded')
}

/**
 * Records of a source that the service refused, by its blobs; null where one of them landed in part and the
 * service did not say how much of it.
 */
export function refusedOf(blobs: readonly BlobRecord[], sourceId: string): number | null {
  const isUnclear = blobs.some(
    ({ state, error }) => state === 'partiallySucceeded' && error?.code !== 'RowsMissing',
  )
  // What could not even be posted was not refused: it is missing.
  const refused = blobs.filter(({ state, queuedAt }) => state === 'failed' && queuedAt !== null)
  return isUnclear ? null : recordsOfSource(refused, sourceId)
}

/**
 * Puts a new blob in the place of each that failed and may pass, holding the same records: under a new id,
 * because the service has an end for the old one. What is refused for good stays as it is.
 */
export function renewFailedBlobs(job: LiveJob, source: SourceRecord): void {
  const { database, table } = job.record
  const stored = storedCompression(source.format, source.compression)
  for (const blob of job.blobsOf(source)) {
    const isOurs = blob.blobName !== null && blob.parts.length === 1
    if (blob.state !== 'failed' || blob.error?.retryable !== true || !isOurs) continue
    job.setBlob(blob, 'discarded')
    const blobId = randomUUID()
    job.addBlob({
      ...blob,
      ...unposted,
      blobId,
      parts: blob.parts.map((part) => ({ ...part })),
      state: 'uploading',
      blobName: blobName({ database, table, blobId, format: source.format, stored }),
      container: null,
    })
  }
}

/**
 * Ends a source that is not sent any further: as failed, or in part where some of it has landed before.
 *
 * @param error Why; one that is retryable lets the rest be sent later.
 */
export function endUnsent(job: LiveJob, source: SourceRecord, error: WireError): void {
  const blobs = job.blobsOf(source)
  if (!hasLandedBlobs(blobs)) {
    source.refused = refusedUnsent(source.expected, error.code)
    job.take(source, { kind: 'failed', error })
  } else {
    source.refused = refusedOf(blobs, source.sourceId)
    job.take(source, { kind: 'partiallySucceeded', at: Date.now(), error })
  }
}

/** Cancels a source before all of it is posted; what has landed of it before stays, and is told. */
export function cancelUnsent(job: LiveJob, source: SourceRecord): void {
  if (!hasLandedBlobs(job.blobsOf(source))) job.take(source, { kind: 'cancel' })
  else {
    const message = `The rest of “${source.name}” was canceled.`
    const nextStep = 'Retry sends what has not landed.'
    endUnsent(
      job,
      source,
      toWireError(new StudioError('Canceled', message, { subject: source.name, retryable: true, nextStep })),
    )
  }
}
