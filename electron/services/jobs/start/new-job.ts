import { randomUUID } from 'node:crypto'
import { parseCreationTimePattern } from '../../../domain/creation-time-pattern'
import { StudioError } from '../../../domain/studio-error'
import type { StartJobRequest } from '../../studio-services'
import type { RequestContext } from '../kinds/source-kind'
import { draftSource, kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { newJobTag } from './job-tag'

/** What makes new records, besides the request. */
export interface NewJobParts extends Pick<RequestContext, 'files' | 'pastes'> {
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A job that is not written down yet. */
export interface NewJob {
  readonly job: JobRecord
  /** In the order of the request. */
  readonly sources: SourceRecord[]
}

/**
 * Makes the records of a job from what the user asked for.
 *
 * @throws StudioError `RequestInvalid`, `FormatNotSupported`, `BlobUriInvalid` or `PropertyInvalid`.
 */
export function newJob(
  request: StartJobRequest,
  where: { readonly clusterUri: string; readonly isLocalCluster: boolean },
  { files, pastes, now }: NewJobParts,
): NewJob {
  if (request.sources.length === 0) {
    throw new StudioError('NothingToIngest', 'There is nothing to ingest.', {
      nextStep: 'Add a file, rows or a blob.',
    })
  }
  assertNothingLeftOut(request)
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
    foreseen: null,
    landedValues: null,
  }
  const pattern =
    request.creationTimePattern === undefined ? null : parseCreationTimePattern(request.creationTimePattern)
  const sources = request.sources.map((source, ordinal) => {
    const sourceId = randomUUID()
    return {
      sourceId,
      jobId,
      ordinal,
      ...blank,
      ignoreFirstRecord: source.ignoreFirstRecord ?? false,
      ...draftSource(source, { sourceId, files, pastes, pattern }),
    }
  })
  if (pattern !== null) assertAllDated(sources, request.creationTimePattern ?? '')
  return { job, sources }
}

/** Records that the user wanted left out must not silently go along. */
function assertNothingLeftOut({ leaveOut = [] }: StartJobRequest): void {
  if (leaveOut.length === 0) return
  throw new StudioError('FormatNotSupported', 'Leaving records out on the way is not possible yet.', {
    nextStep: 'Send their values as null, or correct the source first.',
  })
}

/** Rows whose creation time should come from a path must not silently get today's. */
function assertAllDated(sources: readonly SourceRecord[], pattern: string): void {
  const undated = sources.filter((source) => kindOf(source).hasPath && source.creationTime === null)
  const [first] = undated
  if (first === undefined) return
  const others = undated.length > 1 ? ` and ${undated.length - 1} more` : ''
  throw new StudioError(
    'PropertyInvalid',
    `The creation time pattern ${pattern} finds no date in the path of “${first.name}”${others}.`,
    {
      subject: first.name,
      nextStep: 'Change the pattern, or ingest what it does not fit separately, without a pattern.',
    },
  )
}

/** The user's tags: several, one, or none. */
function userTags(tag: StartJobRequest['tag']): JobRecord['userTag'] {
  if (tag === undefined || tag === '' || tag.length === 0) return null
  return typeof tag === 'string' ? tag : [...tag]
}

const blank = {
  compression: 'none',
  reading: null,
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
