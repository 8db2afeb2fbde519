import { jobOutcome } from '../../../domain/job-outcome'
import type { HistoryEntry } from '../../../domain/schema/history'
import { sumKnown } from '../../../domain/row-accounting'
import type { JobStatus } from '../../../domain/schema/job'
import type { SourceStateKind } from '../../../domain/schema/source'
import type { WireError } from '../../../domain/schema/wire-error'
import { canTake, isSettled } from '../../../domain/source-state'
import { differsInValues } from '../../../domain/value-accounting'
import type { ValueAccount } from '../../../domain/schema/values'
import { unreadNote, valueDifferenceWords } from '../../../domain/value-words'
import { accountOf, sizeOf } from './job-account'
import type { BlobRecord, JobRecord, SourceRecord } from './job-record'
import { operationsOf } from './operations-of'

/** What the history lists of a job. */
export function toHistoryEntry(
  job: {
    readonly record: JobRecord
    readonly sources: readonly SourceRecord[]
    readonly blobs: Iterable<BlobRecord>
    readonly values: ValueAccount | null
  },
  status: JobStatus,
): HistoryEntry {
  const { record, sources, values } = job
  const { jobId, clusterUri, isLocalCluster, database, table, createdAt, tag, undoneAt, undoneRows } = record
  const [first] = sources
  const kind = first?.kind ?? 'file'
  let endedAt: number | null = 0
  let failedCount = 0
  let retryableCount = 0
  const counts: Partial<Record<SourceStateKind, number>> = {}
  let error: WireError | null = null
  for (const { state, settledAt } of sources) {
    if (endedAt !== null) endedAt = isSettled(state) ? Math.max(endedAt, settledAt ?? 0) : null
    if (canTake(state, 'retry')) retryableCount += 1
    counts[state.kind] = (counts[state.kind] ?? 0) + 1
    if (!('error' in state)) continue
    failedCount += 1
    error ??= state.error
  }
  return {
    jobId,
    clusterUri,
    isLocalCluster,
    database,
    table,
    createdAt,
    endedAt: endedAt === 0 ? null : endedAt,
    status,
    outcome: jobOutcome(status, (counts.skipped ?? 0) === sources.length),
    rows: accountOf(record, sources),
    sourceCount: sources.length,
    first: { kind, name: first?.name ?? '' },
    counts,
    rawDataSizeBytes: sumKnown(sources.map(sizeOf)),
    values: values === null ? null : valueSummary(values),
    tag,
    undoneAt,
    undoneRows,
    operations: operationsOf(job.blobs) ?? null,
    isOneKind: sources.every((source) => source.kind === kind),
    folder: commonFolder(sources),
    failedCount,
    // An undo is final.
    retryableCount: status === 'undone' ? 0 : retryableCount,
    reason: error?.message ?? null,
  }
}

/** What is to be said of a job's values, in a few words; null if nothing is. */
function valueSummary(values: ValueAccount): string | null {
  if (differsInValues(values)) return valueDifferenceWords(values)
  return unreadNote(values) || null
}

/** What a job is found by, besides its sources: where its rows went, its tags. In lower case. */
export function wordsOfJob({ clusterUri, isLocalCluster, database, table, tag, userTag }: JobRecord): string {
  const where = [isLocalCluster ? 'local cluster' : clusterUri, database, table]
  return [...where, ...(tag === null ? [] : [tag]), ...[userTag ?? []].flat()].join('\n').toLowerCase()
}

/** What a job is found by in one of its sources: its name, where it is, what went wrong. In lower case. */
export function wordsOfSource({ name, location, state }: SourceRecord): string {
  const words = [name, location]
  if ('error' in state) {
    const { code, message, serviceCode } = state.error
    words.push(code, message, ...(serviceCode === undefined ? [] : [serviceCode]))
  }
  if (state.kind === 'skipped') words.push(state.reason)
  return words.join('\n').toLowerCase()
}

/** The last part of the folder of all sources; null unless there are several, all in one. */
function commonFolder(sources: readonly SourceRecord[]): string | null {
  const [first] = sources
  if (first === undefined || sources.length < 2) return null
  const folder = folderOf(first)
  if (sources.some((source) => folderOf(source) !== folder)) return null
  return /[^/\\]+$/.exec(folder)?.[0] ?? null
}

function folderOf({ location }: SourceRecord): string {
  return location.slice(0, Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\'), 0))
}
