import { randomUUID } from 'node:crypto'
import { formatFromName } from '../../../domain/data-format'
import { expectedRecords, ignoresFirstRecord } from '../../../domain/source-treatment'
import { parseBlobUri } from '../../../domain/storage-uri'
import { sasNeeded } from '../post/source-post'
import { unposted } from '../state/job-record'
import type { SourceKindObject } from './source-kind'

/** A blob of the user's own. It is queued where it is, and the service fetches it. */
export const blobKind: SourceKindObject<'blob'> = {
  sharesBlobs: false,
  isUploaded: false,
  hasPath: true,

  draft({ uri, format, rawDataSizeBytes }, { pattern }) {
    const { display, name, hasSecret } = parseBlobUri(uri)
    return {
      name,
      location: display,
      format,
      compression: formatFromName(name).compression,
      rawDataSizeBytes,
      hasSecret,
      creationTime: pattern?.timeOf(display) ?? null,
    }
  },

  keep({ uri }, sourceId, { blobUris }) {
    blobUris.remember(sourceId, uri.trim())
    return Promise.resolve()
  },

  forget({ sourceId }, { blobUris }) {
    blobUris.forget(sourceId)
    return Promise.resolve()
  },

  prepare({ job, blobUris }, source) {
    if (blobUris.of(source) === undefined) return Promise.reject(sasNeeded(source))
    if (job.blobsOf(source).length === 0) {
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
    return Promise.resolve(true)
  },

  posted: (run, source) => run.count(source),

  needsCount: ({ expected }) => expected === null,

  async count(source, { blobUris, counts }, signal) {
    const uri = blobUris.of(source)
    return uri === undefined ? null : expectedRecords(await counts.ofBlob(uri, source, signal), source)
  },

  shownLocation: ({ location }) => location,
}
