import { StudioError } from '../../../domain/studio-error'
import { blobExists } from '../../kusto/blob-upload'
import { randomUUID } from 'node:crypto'
import { formatFacts } from '../../../domain/data-format'
import { ignoresFirstRecord } from '../../../domain/source-treatment'
import { sumKnown } from '../../../domain/row-accounting'
import { fileFingerprint } from '../upload/content-fingerprint'
import { unposted, type SourceRecord } from '../state/job-record'
import { postSource, sasNeeded, uploadedTarget, type SourcePost } from '../post/source-post'
import { needsCount } from '../count/source-count'
import { uploadFileSource, type SourceUpload } from '../upload/source-upload'

/** What the way of a source through the studio needs. */
export interface SourceRun extends Omit<SourcePost, 'signal'>, Pick<SourceUpload, 'budget' | 'targetBytes'> {
  /** Fires when the user cancels or pauses, or the studio closes. */
  readonly signal: AbortSignal
  /** Fires when the studio closes. */
  readonly closing: AbortSignal
  /** Begins to count the records of a source beside its way; nobody waits for it here. */
  readonly count: (source: SourceRecord) => void
  /** Blobs that this process has uploaded; all others are looked for before they are relied on. */
  readonly uploadedHere: Set<string>
}

/**
 * Takes a pending source all the way to the service's queue.
 *
 * @throws whatever keeps it from getting there; its state then still is one that can be begun again.
 */
export async function runSource(run: SourceRun, source: SourceRecord): Promise<void> {
  const { job } = run
  job.apply(source, { kind: 'prepare' })
  if (source.kind === 'blob') prepareBlob(run, source)
  else {
    await prepareFile(run, source)
    assertGoing(run)
    if (source.sizeBytes === 0) {
      job.apply(source, { kind: 'skipped', reason: 'The file is empty.' })
      return
    }
    job.apply(source, { kind: 'upload', bytesSent: 0, bytesTotal: source.sizeBytes })
    if (needsCount(source)) run.count(source)
    await uploadFileSource({ ...run, source })
    assertGoing(run)
    for (const blob of job.blobsOf(source)) run.uploadedHere.add(blob.blobId)
    job.learn(source, {
      expected: sumKnown(job.blobsOf(source).map((blob) => blob.parts[0]?.records ?? null)),
    })
    if (source.expected === 0) {
      skipWithoutRecords(run, source)
      return
    }
    // Empty lines after the last cut, or a header before the first: the service would call them a failure.
    for (const blob of job.blobsOf(source)) if (blob.parts[0]?.records === 0) job.setBlob(blob, 'discarded')
  }
  // Whatever can fail without a word to the queue fails here, where the source can still begin again.
  const { access } = run
  await Promise.all([access.deduplicates(), access.resources.identityToken()])
  assertGoing(run)
  await postSource({ ...run, signal: run.closing }, source)
  if (source.kind === 'blob' && needsCount(source)) run.count(source)
}

/** Whoever stopped a source has moved it on already: it must not be moved from here any more. */
function assertGoing({ signal }: SourceRun): void {
  if (signal.aborted) throw new StudioError('Canceled', 'The source was canceled.')
}

/** A header alone brings no rows, and the service would call it a failure. */
function skipWithoutRecords({ job }: SourceRun, source: SourceRecord): void {
  for (const blob of job.blobsOf(source)) job.setBlob(blob, 'discarded')
  job.apply(source, { kind: 'restart' })
  job.apply(source, { kind: 'prepare' })
  job.apply(source, { kind: 'skipped', reason: 'There are no records in it.' })
}

/** A blob of the user's own is queued where it is. */
function prepareBlob({ job, blobUris }: SourceRun, source: SourceRecord): void {
  if (source.hasSecret && blobUris.of(source) === undefined) throw sasNeeded(source)
  if (job.blobsOf(source).length > 0) return
  job.addBlob({
    ...unposted,
    blobId: randomUUID(),
    jobId: job.jobId,
    attempt: source.attempt,
    ordinal: 0,
    parts: [{ sourceId: source.sourceId, start: 0, end: null, records: null }],
    state: 'uploaded',
    ignoreFirstRecord: ignoresFirstRecord(source),
    rawDataSizeBytes: source.rawDataSizeBytes,
    blobName: null,
    container: null,
  })
}

/** Notes what the file is at its first attempt, and looks whether what was uploaded before is still there. */
async function prepareFile(run: SourceRun, source: SourceRecord): Promise<void> {
  const { job, access } = run
  if (source.fingerprint === null) {
    const found = await fileFingerprint(source.location)
    const isPlain = source.compression === 'none' && formatFacts[source.format].binary !== true
    job.learn(source, { ...found, ...(isPlain ? { rawDataSizeBytes: found.sizeBytes } : {}) })
  }
  const earlier = job.blobsOf(source).filter((blob) => blob.state === 'uploaded')
  const unsure = earlier.filter((blob) => !run.uploadedHere.has(blob.blobId))
  if (unsure.length === 0) return
  const resources = await access.resources.resources()
  for (const blob of unsure) {
    const target = uploadedTarget(blob, resources)
    const isThere = target !== undefined && (await blobExists(target, run.signal))
    // Storage that was killed may have forgotten what it had acknowledged.
    if (!isThere) job.setBlob(blob, 'uploading')
  }
}
