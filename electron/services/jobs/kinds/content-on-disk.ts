import { stat } from 'node:fs/promises'
import { formatFacts } from '../../../domain/data-format'
import { sumKnown } from '../../../domain/row-accounting'
import { ignoresFirstRecord, treatmentOf } from '../../../domain/source-treatment'
import { blobExists } from '../../kusto/blob-upload'
import { uploadedTarget } from '../post/source-post'
import { assertGoing, type SourceRun } from '../run/source-context'
import type { SourceRecord } from '../state/job-record'
import { fileFingerprint } from '../upload/content-fingerprint'
import { uploadFileSource } from '../upload/source-upload'
import type { SourceKindTraits } from './source-kind'

/** What kinds have in common whose content is in a file that the studio uploads. */
export const contentOnDisk: Pick<
  SourceKindTraits,
  'isUploaded' | 'mostBytesInspected' | 'prepare' | 'posted' | 'needsCount' | 'count'
> = {
  isUploaded: true,
  mostBytesInspected: Number.POSITIVE_INFINITY,

  async prepare(run, source) {
    const { job } = run
    await lookAtFile(run, source)
    assertGoing(run)
    if (source.sizeBytes === 0) {
      job.apply(source, { kind: 'skipped', reason: 'The file is empty.' })
      return false
    }
    job.apply(source, { kind: 'upload', bytesSent: 0, bytesTotal: source.sizeBytes })
    run.count(source)
    await uploadFileSource({ ...run, source })
    assertGoing(run)
    const blobs = job.blobsOf(source)
    for (const blob of blobs) run.uploadedHere.add(blob.blobId)
    job.learn(source, { expected: sumKnown(blobs.map((blob) => blob.parts[0]?.records ?? null)) })
    if (source.expected === 0) {
      skipWithoutRecords(run, source)
      return false
    }
    // Empty lines after the last cut, or a header before the first: the service would call them a failure.
    for (const blob of blobs) if (blob.parts[0]?.records === 0) job.setBlob(blob, 'discarded')
    return true
  },

  posted: () => undefined,

  needsCount({ format, compression, expected }) {
    if (expected !== null) return false
    // Its upload reads the footer, which says how many there are.
    const saysItself = format === 'parquet' && compression === 'none'
    // What is cut into blobs is counted as it is cut.
    return treatmentOf(format, compression) !== 'cut' && !saysItself
  },

  async count(source, { job, counts, converted }, signal) {
    const { format, compression } = source
    const zipPattern = job.record.zipPattern ?? undefined
    const content = { format, compression, ignoreFirstRecord: ignoresFirstRecord(source), zipPattern }
    const path = await converted.pathFor(source)
    const expected = await counts.ofFile(path, content, signal)
    return (await isAsNoted(source)) ? expected : null
  },
}

/** Notes what the file is at its first attempt, and checks that what was uploaded before is still there. */
async function lookAtFile(run: SourceRun, source: SourceRecord): Promise<void> {
  const { job, access } = run
  if (source.fingerprint === null) {
    const found = await fileFingerprint(source.location)
    const isPlain = source.compression === 'none' && formatFacts[source.format].binary !== true
    job.learn(source, { ...found, ...(isPlain ? { rawDataSizeBytes: found.sizeBytes } : {}) })
  }
  const earlier = job.blobsOf(source).filter((blob) => blob.state === 'uploaded')
  if (earlier.length === 0) return
  const resources = await access.resources.resources()
  for (const blob of earlier) {
    // A cluster that was scaled no longer lends what it lent.
    const target = uploadedTarget(blob, resources)
    // Storage that was killed may have forgotten what it had acknowledged.
    const isSure = run.uploadedHere.has(blob.blobId)
    const isThere = target !== undefined && (isSure || (await blobExists(target, run.signal, job.clock)))
    if (!isThere) job.setBlob(blob, 'uploading')
  }
}

/** A header alone brings no rows, and the service would call it a failure. */
function skipWithoutRecords({ job }: SourceRun, source: SourceRecord): void {
  for (const blob of job.blobsOf(source)) job.setBlob(blob, 'discarded')
  job.apply(source, { kind: 'restart' })
  job.apply(source, { kind: 'prepare' })
  const isEmptied = (source.leftOut?.records ?? 0) > 0
  job.apply(source, {
    kind: 'skipped',
    reason: isEmptied
      ? 'All of its records were left out.'
      : source.ignoreFirstRecord
        ? 'It has a header and no records.'
        : 'It has no records.',
  })
}

/** The count of a file that has changed since says nothing about what was sent. */
async function isAsNoted({ location, sizeBytes, modifiedAt }: SourceRecord): Promise<boolean> {
  if (modifiedAt === null) return true
  const stats = await stat(location).catch(() => undefined)
  return stats?.size === sizeBytes && stats.mtimeMs === modifiedAt
}
