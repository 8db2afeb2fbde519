import { randomUUID } from 'node:crypto'
import { parseCreationTimePattern } from '../../../domain/creation-time-pattern'
import { StudioError } from '../../../domain/studio-error'
import type { StartJobRequest } from '../../studio-services'
import type { RequestContext } from '../kinds/source-kind'
import { assertProperties } from './own-properties'
import { draftSource, kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { newJobTag } from './job-tag'
import { assertOnceTags } from './assert-once-tags'
import { withoutLongCounts } from './long-counts'

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
  assertProperties(request)
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
    mappingText: request.mappingText ?? null,
    zipPattern: request.zipPattern ?? null,
    ingestIfNotExists: request.ingestIfNotExists ?? null,
    position: now,
    paused: false,
    // What the service may skip must not take others along.
    mergesSmallFiles: request.separateBlobs !== true && request.ingestIfNotExists === undefined,
    undoneAt: null,
    undoneRows: null,
    rowsBefore: null,
    rowsAfter: null,
    landed: request.tagged ? 0 : null,
    policy: null,
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
      ...draftSource(source, { sourceId, files, pastes, pattern, zipPattern: request.zipPattern }),
    }
  })
  if (pattern !== null) assertAllDated(sources, request.creationTimePattern ?? '')
  assertOnceTags(job, sources)
  return { job, sources: withoutLongCounts(sources) }
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
  sizeBytes: null,
  modifiedAt: null,
  rawDataSizeBytes: null,
  hasSecret: false,
  isCountable: true,
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
