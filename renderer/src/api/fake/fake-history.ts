import type { Request, Response } from '../../../../electron/contract/types'
import { jobOutcome } from '../../../../electron/domain/job-outcome'
import type { HistoryEntry, HistoryJob } from '../../../../electron/domain/schema/history'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { canTake } from '../../../../electron/domain/source-state'
import { unreadNote, valueDifferenceWords } from '../../../../electron/domain/value-words'
import { StudioError } from '../../../../electron/domain/studio-error'
import { toSnapshot } from './fake-jobs'
import type { FakeMainProcess } from './fake-main-process'

/** Lists the fake world's jobs as the journal would. */
export function fakeHistoryPage(
  world: FakeMainProcess,
  request: Request<'history/list'>,
): Response<'history/list'> {
  if (world.historyProblem !== null) throw world.historyProblem
  const { text = '', outcome = null, since = null, offset, limit } = request
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = [...world.jobs.jobs.values()]
    .filter(({ createdAt }) => since === null || createdAt >= since)
    .filter((job) => words.every((word) => wordsOf(job).includes(word)))
    .map(toEntry)
    .reverse()
    .sort((one, other) => other.createdAt - one.createdAt)
  const counts: Partial<Record<HistoryEntry['outcome'], number>> = {}
  for (const entry of found) counts[entry.outcome] = (counts[entry.outcome] ?? 0) + 1
  const chosen = found.filter((entry) => outcome === null || entry.outcome === outcome)
  return structuredClone({ entries: chosen.slice(offset, offset + limit), counts })
}

/** What the journal would say of one job. */
export function fakeHistoryJob(world: FakeMainProcess, jobId: string): HistoryJob {
  const job = world.jobs.jobs.get(jobId)
  if (job === undefined) throw new StudioError('RequestInvalid', 'The journal has no such job.')
  const failures = job.sources.flatMap(({ sourceId, kind, name, state }) =>
    'error' in state ? [{ sourceId, kind, name, error: state.error, canRetry: canTake(state, 'retry') }] : [],
  )
  return structuredClone({
    entry: toEntry(job),
    job: toSnapshot(job),
    failures,
    failedCount: failures.length,
    tags: [],
    cannotRunAgain: null,
    ...world.historyDetails.get(jobId),
  })
}

function toEntry(job: JobSnapshot): HistoryEntry {
  const { jobId, clusterUri, database, table, createdAt, status, rows, sourceCount, retryableCount } = job
  const ends = job.sources.map(({ settledAt }) => settledAt)
  const [first] = job.sources
  const errors = job.sources.flatMap(({ state }) => ('error' in state ? [state.error] : []))
  const isSkipped = job.sources.every(({ state }) => state.kind === 'skipped')
  return {
    jobId,
    clusterUri,
    isLocalCluster: clusterUri.startsWith('http:'),
    database,
    table,
    createdAt,
    endedAt: ends.some((end) => end === null) ? null : Math.max(...ends.map((end) => end ?? 0)),
    status,
    outcome: jobOutcome(status, isSkipped),
    rows,
    sourceCount,
    first: { kind: first?.kind ?? 'file', name: first?.name ?? '' },
    counts: job.counts,
    rawDataSizeBytes: job.rawDataSizeBytes ?? null,
    values: job.values === null ? null : valueDifferenceWords(job.values) || unreadNote(job.values) || null,
    tag: job.tag,
    undoneAt: job.undoneAt ?? null,
    undoneRows: job.undoneRows ?? null,
    operations: job.operations ?? null,
    isOneKind: job.sources.every(({ kind }) => kind === first?.kind),
    folder: sourceCount > 1 ? 'landing' : null,
    failedCount: errors.length,
    retryableCount,
    reason: errors[0]?.message ?? null,
  }
}

function wordsOf({ database, table, tag, sources }: JobSnapshot): string {
  const ofSources = sources.flatMap(({ name, location, state }) => [
    name,
    location,
    'error' in state ? state.error.message : '',
  ])
  return [database, table, tag ?? '', ...ofSources].join('\n').toLowerCase()
}
