import { randomUUID } from 'node:crypto'
import { parseCreationTimePattern } from '../../../domain/creation-time-pattern'
import { canLeaveOut, canLeaveOutOf } from '../../../domain/leave-out'
import type { Target } from '../../../domain/schema/inspection'
import { StudioError } from '../../../domain/studio-error'
import type { StartJobRequest } from '../../studio-services'
import type { RequestContext } from '../kinds/source-kind'
import { assertProperties } from './own-properties'
import { draftSource, kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { blankSource } from './blank-source'
import { newJobTag } from './job-tag'
import { assertOnceTags } from './assert-once-tags'
import { withoutLongCounts } from './long-counts'

/** What makes new records, besides the request. */
interface NewJobParts extends Pick<RequestContext, 'files' | 'pastes'> {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What the records go to, for a job that leaves some out. */
  readonly target?: Target | undefined
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
  { files, pastes, now, target }: NewJobParts,
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
    foreseen: null,
    leaveOut: toLeaveOut(request, target),
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
      ...blankSource,
      ignoreFirstRecord: source.ignoreFirstRecord ?? false,
      ...draftSource(source, {
        sourceId,
        files,
        pastes,
        pattern,
        zipPattern: request.zipPattern,
        isParted: job.leaveOut !== null,
      }),
    }
  })
  assertCanLeaveOut(request, sources)
  if (pattern !== null) assertAllDated(sources, request.creationTimePattern ?? '')
  assertOnceTags(job, sources)
  return { job, sources: withoutLongCounts(sources) }
}

/** What is left out of a job, as its record has it. */
function toLeaveOut(
  { leaveOut = [], sources }: StartJobRequest,
  target: Target | undefined,
): JobRecord['leaveOut'] {
  if (leaveOut.length === 0 || target === undefined) return null
  const isAccepted = sources.every(({ look }) => look?.isAccepted === true)
  return { findings: leaveOut.map(({ kind, column }) => ({ kind, column })), target, isAccepted }
}

/** Records that the user wanted left out must not silently go along. */
function assertCanLeaveOut({ leaveOut = [] }: StartJobRequest, sources: readonly SourceRecord[]): void {
  if (leaveOut.length === 0) return
  const other = leaveOut.find(({ kind }) => !canLeaveOut(kind))
  if (other !== undefined)
    throw new StudioError('PropertyInvalid', `Records cannot be left out for “${other.kind}”.`, {
      nextStep: 'Correct the source first.',
    })
  const blob = sources.find((source) => !kindOf(source).isUploaded)
  if (blob !== undefined)
    throw new StudioError(
      'FormatNotSupported',
      `Records cannot be left out of “${blob.name}”: Kusto fetches a blob whole from where it is.`,
      { subject: blob.name, nextStep: 'Download it and add the file, or send its values as null.' },
    )
  const binary = sources.find(({ format }) => !canLeaveOutOf(format))
  if (binary !== undefined)
    throw new StudioError(
      'FormatNotSupported',
      `Records cannot be left out of “${binary.name}”, which is ${binary.format}: only of delimited text and JSON Lines.`,
      { subject: binary.name, nextStep: 'Send its values as null, or correct the source first.' },
    )
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
