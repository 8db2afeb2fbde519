import { randomUUID } from 'node:crypto'
import { blobName } from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import { CompressionLevel } from '../upload/compression-level'
import { unposted, type BlobRecord, type SourceFacts, type SourceRecord } from '../state/job-record'
import type { PackChoice } from './pack-choice'
import { uploadPack, uploadPackAgain, type Packed } from './pack-upload'
import { postSource } from '../post/source-post'
import { failSource } from '../run/end-unsent'
import { assertGoing, type SourceRun } from '../run/source-context'

/**
 * Takes small files to the service's queue together, in one blob. The journal does not know the blob until its files are
 * posted: until then each of them can start again.
 *
 * @throws whatever keeps all of them from getting there; a fault of one file ends only that file.
 */
export async function runPack(
  run: SourceRun,
  all: readonly SourceRecord[],
  choice: PackChoice,
): Promise<void> {
  const { job, access } = run
  for (const source of all) job.apply(source, { kind: 'prepare' })
  const sources = await thosePassed(run, all)
  const [first] = sources
  if (first === undefined) return
  const blobId = randomUUID()
  const name = blobName({ ...job.record, blobId, format: first.format, stored: 'gzip' })
  const upload = {
    access,
    budget: run.budget,
    level: new CompressionLevel(job.clock),
    signal: run.signal,
    blobName: name,
    onTrouble: run.onTrouble,
  }
  const learn = (source: SourceRecord, facts: SourceFacts): void => job.learn(source, facts)
  const packed = await uploadPack(upload, sources, learn, (source, part) => {
    job.learn(source, { expected: part.records })
    const bytes = source.sizeBytes ?? 0
    job.apply(source, { kind: 'upload', bytesSent: bytes, bytesTotal: bytes })
  })
  settleLeftOut(run, packed, choice)
  if (packed.target === undefined) return
  // Whatever can fail without a word to the queue fails here, while the sources can still start again.
  await Promise.all([access.deduplicates(), access.resources.identityToken(), access.restIngest.isOffered()])
  if (run.signal.aborted) throw new StudioError('Canceled', 'The sources were stopped.')
  const blob: BlobRecord = {
    ...unposted,
    blobId,
    jobId: job.jobId,
    attempt: first.attempt,
    ordinal: 0,
    parts: packed.parts,
    state: 'uploaded',
    ignoreFirstRecord: false,
    rawDataSizeBytes: packed.rawBytes,
    blobName: name,
    container: packed.target.container.place,
  }
  job.addBlob(blob)
  const posted = job.sourcesOf(blob)
  // In one go, so that the journal never has the blob without its sources being posted.
  for (const source of posted) job.apply(source, { kind: 'post' })
  run.uploadedHere.add(blobId)
  const [one] = posted
  if (one !== undefined) await postSource({ ...run, signal: run.closing }, one)
}

/** Ends the sources that the service is known to refuse; the others share the blob. */
async function thosePassed(run: SourceRun, sources: readonly SourceRecord[]): Promise<SourceRecord[]> {
  const passed: SourceRecord[] = []
  for (const source of sources) {
    try {
      await run.gate.passed(source.sourceId, run.signal)
      passed.push(source)
    } catch (error) {
      assertGoing(run)
      failSource(run.job, source, error)
    }
  }
  return passed
}

/** Uploads a blob of many files again under its name, because storage lost it. */
export async function reuploadPack(run: Omit<SourceRun, 'uploadedHere'>, blob: BlobRecord): Promise<void> {
  if (blob.blobName === null) throw new Error('A blob of files has a name')
  const { job, access, budget, signal, onTrouble } = run
  const parts = blob.parts.flatMap((part) => {
    const source = job.source(part.sourceId)
    return source === undefined ? [] : [{ source, part }]
  })
  const upload = {
    access,
    budget,
    level: new CompressionLevel(job.clock),
    signal,
    blobName: blob.blobName,
    onTrouble,
  }
  const target = await uploadPackAgain(upload, parts)
  job.setBlob(blob, blob.state, { container: target.container.place })
}

/** Ends the files that did not get into the blob, or lets them start again with others like them. */
function settleLeftOut({ job }: SourceRun, { files }: Packed, choice: PackChoice): void {
  for (const [source, file] of files) {
    // Canceled in the meantime.
    if (source.state.kind !== 'preparing') continue
    if (file.kind === 'failed') failSource(job, source, file.error)
    else if (file.kind === 'empty') job.apply(source, { kind: 'skipped', reason: file.reason })
    else {
      if (file.kind === 'unlike') choice.noteShape(source, file.shape)
      else choice.noteApart(source)
      job.apply(source, { kind: 'restart' })
    }
  }
}
