import type { JobSnapshot, JobStatus, SourceSnapshot } from '../../domain/schema/job'
import type { ChartMarker, TableWatch } from '../../domain/schema/table-watch'

import type { JobChange, JobService } from '../studio-services'
import type { ObservedTable } from '../tables/table-observer'

/** What jobs add to the chart of a table. */
export interface JobsOnChart {
  /** Rows that jobs of this studio landed, and that neither grow nor shrink any more. */
  readonly settledRows: number
  /**
   * Jobs whose rows may land or be dropped at any moment, by their tags, and how many rows the jobs know of; null if
   * unknown, as it is while a job is undone.
   */
  readonly landing: readonly { readonly tag: string; readonly rows: number | null }[]
  /** Whether something is on its way, so that the count may move at any moment. */
  readonly isBusy: boolean
  readonly markers: ChartMarker[]
  readonly batches: TableWatch['batches']
}

/** The jobs of one table, kept up to date. */
export interface TableJobs {
  chart(): JobsOnChart
  close(): void
}

/** The chart's view of the jobs. */
export interface JobsForChart {
  /** Follows the jobs of a table; the listener hears of each change. */
  follow(table: ObservedTable, listener: () => void): TableJobs
}

/** Newest jobs that are looked at, and newest markers that are drawn. */
const followedJobs = 200
const drawnMarkers = 400
const openStatuses: readonly JobStatus[] = ['running', 'paused', 'needsAttention']

/** Follows the jobs through their service: one list at the start, then what changes. */
export function createJobsForChart(jobs: Pick<JobService, 'list' | 'onChange'>): JobsForChart {
  return {
    follow(table, listener) {
      const { clusterUri, database, table: name } = table
      const isOurs = (job: Pick<JobSnapshot, 'clusterUri' | 'database' | 'table'>): boolean =>
        job.clusterUri === clusterUri && job.database === database && job.table === name
      const followed = new Map<string, JobSnapshot>()
      for (const job of jobs.list({ ...table, limit: followedJobs }).reverse()) {
        if (isOurs(job)) followed.set(job.jobId, job)
      }
      /** Jobs that have changed since they were last drawn. */
      const changed = new Map<string, JobChange>()
      let chart: JobsOnChart | undefined
      const close = jobs.onChange((change) => {
        if (!isOurs(change)) return
        changed.set(change.jobId, change)
        chart = undefined
        listener()
      })
      return {
        close,
        chart() {
          for (const [jobId, change] of changed) followed.set(jobId, change.snapshot())
          changed.clear()
          return (chart ??= toChart([...followed.values()]))
        },
      }
    },
  }
}

/** Draws jobs, oldest first: sums, markers in the order of time, windows of batches. */
export function toChart(jobs: readonly JobSnapshot[]): JobsOnChart {
  const standing = jobs.filter((job) => job.undo !== 'undone')
  const markers: ChartMarker[] = []
  // Newest jobs first, and no more than are drawn: a job may have thousands.
  for (let index = jobs.length - 1; index >= 0 && markers.length < drawnMarkers; index--) {
    const job = jobs[index]
    if (job !== undefined) markers.push(...markersOf(job))
  }
  markers.sort((left, right) => left.at - right.at)
  const isLanding = ({ status, tag, rows }: JobSnapshot): boolean =>
    tag !== null && (openStatuses.includes(status) || rows.landed === null)
  return {
    settledRows: standing
      .filter((job) => !isLanding(job))
      .reduce((sum, job) => sum + (job.rows.landed ?? 0), 0),
    landing: standing
      .filter(isLanding)
      .flatMap(({ tag, rows }) => (tag === null ? [] : [{ tag, rows: rows.landed }])),
    isBusy: jobs.some((job) => job.status === 'running'),
    markers: markers.slice(-drawnMarkers),
    batches: jobs.flatMap(batchesOf).sort((left, right) => left.openedAt - right.openedAt),
  }
}

function markersOf(job: JobSnapshot): ChartMarker[] {
  const isWhole = job.sources.length >= job.sourceCount
  const markers = isWhole
    ? job.sources.flatMap((source) => markersOfSource(job, source))
    : markersOfLongJob(job)
  const { jobId, undoneAt } = job
  const first = job.sources[0]
  if (undoneAt === undefined || first === undefined) return markers
  const rows = job.undoneRows ?? null
  return [
    ...markers,
    { at: undoneAt, kind: 'undone', jobId, ...namesOf(first), sourceCount: job.sourceCount, rows },
  ]
}

/** One marker of each kind for a job that has more sources than its snapshot carries. */
function markersOfLongJob(job: JobSnapshot): ChartMarker[] {
  const { jobId, sources, counts, rows } = job
  const [first] = sources
  if (first === undefined) return []
  const marker = (
    kind: ChartMarker['kind'],
    times: readonly (number | null)[],
    count: number,
    rowsOf: number | null,
  ): ChartMarker[] => {
    const known = times.flatMap((time) => time ?? [])
    if (known.length === 0 || count === 0) return []
    const at = kind === 'queued' ? Math.min(...known) : Math.max(...known)
    return [{ at, kind, jobId, ...namesOf(first), sourceCount: count, rows: rowsOf }]
  }
  const landed = sources.map(({ state }) => ('landedAt' in state ? state.landedAt : null))
  const failed = sources.map(({ state, settledAt }) => (state.kind === 'failed' ? settledAt : null))
  const queued = sources.map(({ queuedAt }) => queuedAt)
  const { succeeded = 0, partiallySucceeded = 0, failed: refused = 0 } = counts
  const out = succeeded + partiallySucceeded + (counts.queued ?? 0) + (counts.unknown ?? 0)
  return [
    ...marker('queued', queued, out, rows.expected),
    ...marker('landed', landed, succeeded + partiallySucceeded, everLanded(job)),
    ...marker('failed', failed, refused, null),
  ]
}

/** Rows of a job that landed, even if an undo has dropped them since; null if unknown. */
function everLanded({ status, rows, undoneRows }: JobSnapshot): number | null {
  return status === 'undone' ? (undoneRows ?? null) : rows.landed
}

/**
 * As {@link everLanded}, for one source. An undo keeps only the job's total, so of a source among several all that is
 * known then is what it should have landed.
 */
function everLandedOf(job: JobSnapshot, { rows, state }: SourceSnapshot): number | null {
  if (job.status !== 'undone') return rows.landed ?? (state.kind === 'succeeded' ? rows.expected : null)
  if (job.sourceCount === 1) return everLanded(job)
  return state.kind === 'succeeded' ? rows.expected : null
}

function namesOf({
  sourceId,
  kind: sourceKind,
  name,
}: SourceSnapshot): Pick<ChartMarker, 'sourceId' | 'sourceKind' | 'name'> {
  return { sourceId, sourceKind, name }
}

function markersOfSource(job: JobSnapshot, source: SourceSnapshot): ChartMarker[] {
  const { state, rows } = source
  const marker = { jobId: job.jobId, ...namesOf(source), sourceCount: 1 }
  const markers: ChartMarker[] = []
  if (source.queuedAt !== null) {
    markers.push({ ...marker, at: source.queuedAt, kind: 'queued', rows: rows.expected })
  }
  if (state.kind === 'succeeded' || state.kind === 'partiallySucceeded') {
    const landed = everLandedOf(job, source)
    markers.push({ ...marker, at: state.landedAt, kind: 'landed', rows: landed })
  } else if (state.kind === 'failed' && source.settledAt !== null) {
    markers.push({ ...marker, at: source.settledAt, kind: 'failed', rows: null })
  }
  return markers
}

/**
 * The batches of a job. They hold no rows of other jobs, because the service does not batch sources with different
 * tags. The batch that still waits is sealed at `sealsAt`; one that has ended was sealed before its first rows landed, or
 * before the service refused them.
 */
function batchesOf(job: JobSnapshot): TableWatch['batches'] {
  const batches: TableWatch['batches'][number][] = []
  const waiting = job.sources.filter((source) => source.state.kind === 'queued')
  const ended = job.sources.flatMap(({ state, queuedAt, settledAt }) => {
    const endedAt = 'landedAt' in state ? state.landedAt : state.kind === 'failed' ? settledAt : null
    return queuedAt === null || endedAt === null ? [] : [{ queuedAt, endedAt }]
  })
  if (ended.length > 0) {
    const openedAt = Math.min(...ended.map((source) => source.queuedAt))
    const firstEnd = Math.min(...ended.map((source) => source.endedAt))
    const latest = job.policy === null ? firstEnd : openedAt + job.policy.maximumBatchingTimeSpanMs
    batches.push({ openedAt, sealsAt: Math.max(openedAt, Math.min(latest, firstEnd)), sealed: true })
  }
  const queuedTimes = waiting.flatMap((source) => (source.queuedAt === null ? [] : [source.queuedAt]))
  if (queuedTimes.length > 0 && job.sealsAt !== null) {
    batches.push({ openedAt: Math.min(...queuedTimes), sealsAt: job.sealsAt, sealed: false })
  }
  return batches
}
