import { randomUUID } from 'node:crypto'
import { isStoredPlain } from '../../../domain/blob-choice'
import { formatFromName } from '../../../domain/data-format'
import { compressionFactor, ignoresFirstRecord } from '../../../domain/source-treatment'
import { parseBlobUri } from '../../../domain/storage-uri'
import { sasNeeded } from '../post/source-post'
import type { BlobAddress } from '../../sources/listing/blob-listings'
import { canCountBlob } from '../count/blob-records'
import type { RegisteredFiles } from '../start/registered-files'
import { unposted, type SourceRecord } from '../state/job-record'
import type { SourceKindObject } from './source-kind'

/** Larger blobs do not pass through this machine to be read, in bytes: what they hold is told from a sample. */
export const mostBytesOfBlob = 64 * 1_048_576

/** A blob of the user's own. It is queued where it is, and the service fetches it. */
export const blobKind: SourceKindObject<'blob'> = {
  sharesBlobs: false,
  mostBytesInspected: mostBytesOfBlob,
  isUploaded: false,
  hasPath: true,

  draft(request, { pattern, files }) {
    const { format } = request
    if ('handle' in request) {
      const { uri, display, path, blob } = listed(files, request.handle)
      const { compression, sizeBytes, rawDataSizeBytes } = blob
      return {
        name: path,
        location: display,
        format,
        compression,
        sizeBytes,
        rawDataSizeBytes: rawDataSizeBytes ?? (isStoredPlain(blob, format) ? sizeBytes : null),
        hasSecret: uri !== display,
        isCountable: canCountBlob(uri),
        creationTime: pattern?.timeOf(decodeURI(display)) ?? null,
      }
    }
    const uri = request.uri.trim()
    const { display, name, hasSecret } = parseBlobUri(uri)
    const { compression } = formatFromName(name)
    return {
      name,
      location: display,
      format,
      compression,
      rawDataSizeBytes: request.rawDataSizeBytes,
      hasSecret,
      isCountable: canCountBlob(uri),
      creationTime: pattern?.timeOf(display) ?? null,
    }
  },

  inspected(request) {
    // The blobs of a list are many, and stay where they are.
    return 'uri' in request ? { kind: 'blob', uri: request.uri } : null
  },

  inspectedAgain(source, { blobUris }) {
    const uri = blobUris.of(source)
    return Promise.resolve(uri === undefined ? null : { kind: 'blob', uri })
  },

  keep(request, sourceId, { blobUris, files }) {
    const uri = 'handle' in request ? listed(files, request.handle).uri : request.uri.trim()
    blobUris.remember(sourceId, uri)
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
        rawDataSizeBytes: source.rawDataSizeBytes ?? estimatedRawBytes(source),
        blobName: null,
        container: null,
      })
    }
    return Promise.resolve(true)
  },

  posted: (run, source) => run.count(source),

  needsCount: ({ expected, isCountable }) => expected === null && isCountable,

  async count(source, { blobUris, counts, job }, signal) {
    const uri = blobUris.of(source)
    if (uri === undefined) return null
    const { format, compression } = source
    const zipPattern = job.record.zipPattern ?? undefined
    const content = { format, compression, ignoreFirstRecord: ignoresFirstRecord(source), zipPattern }
    return await counts.ofBlob(uri, content, signal)
  },

  shownLocation: ({ location }) => location,
}

/** The service seals a batch for a blob of unknown size alone; of a list, each would become an extent of its own. */
function estimatedRawBytes({ sizeBytes }: SourceRecord): number | null {
  return sizeBytes === null ? null : sizeBytes * compressionFactor
}

function listed({ blobOf }: RegisteredFiles, handle: string): BlobAddress {
  if (blobOf === undefined) throw new Error('Nobody lists blobs here')
  return blobOf(handle)
}
