import { openBatchOf, type WaitingBatch, type WaitingItem } from '../../../domain/batch-window'
import type { JobSnapshot, LeftOut, SourceSnapshot } from '../../../domain/schema/job'
import type { Operations } from '../../../domain/schema/operations'
import type { SourceStateKind } from '../../../domain/schema/source'
import { accountOfSource } from '../../../domain/source-losses'
import { sumKnown } from '../../../domain/row-accounting'
import { ignoresFirstRecord } from '../../../domain/source-treatment'
import { canTake } from '../../../domain/source-state'
import type { JobChange } from '../../studio-services'
import { kindOf } from '../kinds/source-kinds'
import { accountOf, isLeftOutUnasked, isWholeIn, lossesOfSource, rowsOfLines, sizeOf } from './job-account'
import type { JobRecord, SourceRecord } from './job-record'
import { timeOf } from './job-times'
import type { LiveJob } from './live-job'
import { operationsOf } from './operations-of'

/** How many sources a snapshot carries; the others are read page by page. */
const sourcesInSnapshot = 200

/** What a window or a command line sees of a job. */
export function toJobSnapshot(job: LiveJob): JobSnapshot {
  const { record } = job
  const counts: Partial<Record<SourceStateKind, number>> = {}
  let retryableCount = 0
  for (const { state } of job.sources) {
    counts[state.kind] = (counts[state.kind] ?? 0) + 1
    if (canTake(state, 'retry')) retryableCount++
  }
  const { jobId, clusterUri, database, table, createdAt, tag, rowsBefore, rowsAfter } = record
  const batch = openBatch(job)
  return {
    jobId,
    revision: job.revision,
    clusterUri,
    database,
    table,
    createdAt,
    status: job.status,
    trouble: job.isAtRest ? null : job.troubles.ofJob,
    tag,
    rows: accountOf(record, job.sources),
    ...leftOutOf(record, job.sources),
    values: job.values,
    rowsBefore,
    rowsAfter: job.isAtRest ? rowsAfter : null,
    otherIngestions: { before: record.othersBefore, after: job.isAtRest ? record.othersAfter : null },
    policy: record.policy,
    sealsAt: batch?.sealsAt ?? null,
    ...(batch === null ? {} : { openBatch: batch }),
    ...withOperations(operationsOf(job.blobs)),
    time: timeOf(job),
    undo: undoState(job),
    ...(record.undoneAt === null ? {} : { undoneAt: record.undoneAt, undoneRows: record.undoneRows }),
    sourceCount: job.sources.length,
    rawDataSizeBytes: sumKnown(job.sources.map(sizeOf)),
    counts,
    retryableCount,
    sources: job.sources.slice(0, sourcesInSnapshot).map((source) => toSourceSnapshot(job, source)),
  }
}

/** A change of a job, with what is needed to tell whom it concerns. */
export function toJobChange(job: LiveJob): JobChange {
  const { jobId, clusterUri, database, table } = job.record
  return { jobId, clusterUri, database, table, snapshot: () => toJobSnapshot(job) }
}

/** One source as it is shown. */
export function toSourceSnapshot(job: LiveJob, source: SourceRecord): SourceSnapshot {
  const { sourceId, kind, name, format, state, startedAt, queuedAt, settledAt } = source
  return {
    sourceId,
    kind,
    name,
    location: kindOf(source).shownLocation(source),
    format,
    ignoreFirstRecord: ignoresFirstRecord(source),
    rawDataSizeBytes: sizeOf(source),
    state,
    trouble: job.troubles.ofSource(sourceId),
    rows: {
      expected: rowsOfLines(source.expected, job.record, source),
      landed: source.landed,
      refused: rowsOfLines(source.refused, job.record, source),
    },
    ...leftOutOf(job.record, [source]),
    ...valuesOf(job, source),
    ...withOperations(operationsOf(job.blobsOf(source))),
    startedAt,
    queuedAt,
    settledAt,
    uploadRate: job.uploadRate(source),
  }
}

function withOperations(operations: Operations | undefined): Pick<SourceSnapshot, 'operations'> {
  return operations === undefined ? {} : { operations }
}

function valuesOf(job: LiveJob, source: SourceRecord): Pick<SourceSnapshot, 'values'> {
  if (!isWholeIn(source) || job.record.undoneAt !== null) return {}
  const values = accountOfSource(lossesOfSource(source))
  return values === undefined ? {} : { values }
}

/** Reject files that a snapshot names. */
const rejectFilesInSnapshot = 20

function leftOutOf(record: JobRecord, sources: readonly SourceRecord[]): { readonly leftOut?: LeftOut } {
  const known = sources.flatMap(({ leftOut }) => leftOut ?? [])
  if (known.length === 0) return {}
  const files = known.flatMap(({ path }) => path ?? []).slice(0, rejectFilesInSnapshot)
  return {
    leftOut: {
      records: known.reduce((sum, { records }) => sum + records, 0),
      files,
      ...(isLeftOutUnasked(record, sources) ? { isUnasked: true } : {}),
    },
  }
}

function openBatch(job: LiveJob): WaitingBatch | null {
  const { policy } = job.record
  if (policy === null) return null
  const waiting: WaitingItem[] = []
  for (const { state, queuedAt, rawDataSizeBytes } of job.blobs) {
    if (state === 'queued' && queuedAt !== null) waiting.push({ queuedAt, rawDataSizeBytes })
  }
  return openBatchOf(waiting, policy)
}

function undoState(job: LiveJob): JobSnapshot['undo'] {
  if (job.record.undoneAt !== null) return 'undone'
  // Unknown is not none: an interrupted undo leaves it unknown, and can be repeated.
  const hasRows = accountOf(job.record, job.sources).landed !== 0
  const isBusy = job.status === 'running' || job.status === 'paused'
  return job.record.tag !== null && hasRows && !isBusy ? 'possible' : 'notPossible'
}
