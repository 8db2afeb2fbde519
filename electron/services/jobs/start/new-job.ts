import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseCreationTimePattern, type CreationTimePattern } from '../../../domain/creation-time-pattern'
import { formatFromName, type DataFormat } from '../../../domain/data-format'
import type { FileSource } from '../../../domain/schema/file-source'
import type { SourceRequest } from '../../../domain/schema/source'
import { allRecords } from '../../../domain/file-source'
import { expectedRecords } from '../../../domain/source-treatment'
import { parseBlobUri } from '../../../domain/storage-uri'
import { StudioError } from '../../../domain/studio-error'
import type { StartJobRequest } from '../../studio-services'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { newJobTag } from './job-tag'
import type { PasteStore } from './paste-store'

/** What a new job takes from the files that were registered. */
export interface RegisteredFiles {
  pathOf(handle: string): string
  /** What was found out about a file; undefined where nobody looked. */
  describe?(handle: string): FileSource
}

/** What new records are made from, besides the request. */
export interface NewJobParts {
  readonly files: RegisteredFiles
  readonly pastes: Pick<PasteStore, 'pathOf'>
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A job before it is written down, and what of it must not be. */
export interface NewJob {
  readonly job: JobRecord
  readonly sources: SourceRecord[]
  /** Texts of pastes by source. */
  readonly pastes: ReadonlyMap<string, string>
  /** Full blob URIs by source; secrets. */
  readonly blobUris: ReadonlyMap<string, string>
}

/**
 * Makes the records of a job out of what the user asked for.
 *
 * @throws StudioError `RequestInvalid`, `FormatNotSupported`, `BlobUriInvalid` or `PropertyInvalid`.
 */
export function newJob(
  request: StartJobRequest,
  where: { readonly clusterUri: string; readonly isLocalCluster: boolean },
  { files, pastes: pasteStore, now }: NewJobParts,
): NewJob {
  if (request.sources.length === 0) {
    throw new StudioError('NothingToIngest', 'There is nothing to ingest.', {
      nextStep: 'Add a file, rows or a blob.',
    })
  }
  const jobId = randomUUID()
  const job: JobRecord = {
    jobId,
    ...where,
    database: request.database,
    table: request.table,
    createdAt: now,
    tag: request.tagged ? newJobTag() : null,
    userTag: userTags(request.tag),
    mappingReference: request.mapping ?? null,
    position: now,
    paused: false,
    mergesSmallFiles: request.separateBlobs !== true,
    undoneAt: null,
    undoneRows: null,
    rowsBefore: null,
    rowsAfter: null,
    landed: request.tagged ? 0 : null,
    policy: null,
  }
  const pattern =
    request.creationTimePattern === undefined ? null : parseCreationTimePattern(request.creationTimePattern)
  const pastes = new Map<string, string>()
  const blobUris = new Map<string, string>()
  const sources = request.sources.map((source, ordinal) => {
    const sourceId = randomUUID()
    if (source.kind === 'paste') pastes.set(sourceId, source.text)
    if (source.kind === 'blob') blobUris.set(sourceId, source.uri.trim())
    const common = { sourceId, jobId, ordinal }
    return {
      ...common,
      ...blank,
      ignoreFirstRecord: source.ignoreFirstRecord ?? false,
      ...describeSource(source, sourceId, { files, pastes: pasteStore, pattern }),
    }
  })
  if (pattern !== null) assertAllDated(sources, request.creationTimePattern ?? '')
  return { job, sources, pastes, blobUris }
}

/** Rows whose creation time was meant to come from a path must not get that of today without a word. */
function assertAllDated(sources: readonly SourceRecord[], pattern: string): void {
  const undated = sources.filter(({ kind, creationTime }) => kind !== 'paste' && creationTime === null)
  const [first] = undated
  if (first === undefined) return
  const others = undated.length > 1 ? ` and ${undated.length - 1} more` : ''
  throw new StudioError(
    'PropertyInvalid',
    `The creation time pattern ${pattern} finds no date in the path of “${first.name}”${others}.`,
    {
      subject: first.name,
      nextStep: 'Change the pattern, or ingest what it does not fit by itself, without one.',
    },
  )
}

/** Several tags, or one, or none. */
function userTags(tag: StartJobRequest['tag']): JobRecord['userTag'] {
  if (tag === undefined || tag === '' || tag.length === 0) return null
  return typeof tag === 'string' ? tag : [...tag]
}

const blank = {
  compression: 'none',
  sizeBytes: null,
  modifiedAt: null,
  rawDataSizeBytes: null,
  hasSecret: false,
  creationTime: null,
  fingerprint: null,
  state: { kind: 'pending' },
  expected: null,
  landed: null,
  refused: null,
  attempt: 0,
  startedAt: null,
  queuedAt: null,
  settledAt: null,
} as const

function describeSource(
  source: SourceRequest,
  sourceId: string,
  {
    files,
    pastes,
    pattern,
  }: Pick<NewJobParts, 'files' | 'pastes'> & { readonly pattern: CreationTimePattern | null },
): Pick<SourceRecord, 'kind' | 'name' | 'location' | 'format'> & Partial<SourceRecord> {
  switch (source.kind) {
    case 'file': {
      const location = files.pathOf(source.handle)
      const info = files.describe?.(source.handle)
      const named = formatFromName(location)
      const format = source.format ?? info?.format ?? named.format
      if (format === undefined || format === null) throw formatUnknown(basename(location))
      return {
        kind: 'file',
        name: basename(location),
        location,
        format,
        compression: info?.compression ?? named.compression,
        rawDataSizeBytes: info?.rawDataSizeBytes ?? null,
        creationTime: pattern?.timeOf(location) ?? null,
        // How large it is decides how it runs; what it is exactly is noted when it is read.
        sizeBytes: info?.sizeBytes ?? statSync(location, { throwIfNoEntry: false })?.size ?? null,
        expected: info === undefined ? null : countedBefore(info, format, source),
      }
    }
    case 'paste': {
      const bytes = Buffer.byteLength(source.text)
      return {
        kind: 'paste',
        name: source.name ?? 'Pasted rows',
        location: pastes.pathOf(sourceId),
        format: source.format,
        sizeBytes: bytes,
        rawDataSizeBytes: bytes,
      }
    }
    case 'blob': {
      const { display, name, hasSecret } = parseBlobUri(source.uri)
      return {
        kind: 'blob',
        name,
        location: display,
        format: source.format,
        compression: formatFromName(name).compression,
        rawDataSizeBytes: source.rawDataSizeBytes,
        hasSecret,
        creationTime: pattern?.timeOf(display) ?? null,
      }
    }
  }
}

/** Records that a file is expected to land, as they were counted when it was looked at. */
function countedBefore(
  info: FileSource,
  format: DataFormat,
  { ignoreFirstRecord = false }: SourceRequest,
): number | null {
  if (format !== info.format) return null
  return expectedRecords(allRecords(info), { format, ignoreFirstRecord }, info.filesInside)
}

function formatUnknown(name: string): StudioError {
  return new StudioError('FormatNotSupported', `What format “${name}” has cannot be told.`, {
    subject: name,
    nextStep: 'Choose the format.',
  })
}
