import { randomUUID } from 'node:crypto'
import type { JobSnapshot } from '../../domain/schema/job'
import type { ComparedMoments, Snapshot, SnapshotMoment } from '../../domain/schema/snapshot'
import { compareSnapshots, headOf } from '../../domain/snapshot/compare-snapshots'
import { newRowsQuery } from '../../domain/snapshot/number-query'
import { StudioError } from '../../domain/studio-error'
import { waited, type Clock } from '../../domain/concurrency/clock'
import type { SnapshotStore } from '../jobs/journal/journal-snapshots'
import { tagPrefix } from '../jobs/start/job-tag'
import type { OtherJobs } from '../jobs/state/other-jobs'
import type { KustoConnection } from '../kusto/connection'
import { rowsByTag, taggedExtents } from '../kusto/extents'
import { toRows } from '../kusto/result-rows'
import type { SnapshotService } from '../studio-services'
import type { DrawPicture } from './report/report-png'
import { writeReport } from './report/write-report'
import { lookAtTable } from './look-at-table'

/** The ingestion that a snapshot is for. */
type OwnJob = Pick<JobSnapshot, 'jobId' | 'clusterUri' | 'database' | 'table' | 'tag'>

/** What snapshots need of the other services. */
interface SnapshotParts {
  /** The open cluster. @throws StudioError if none is open. */
  readonly connection: () => KustoConnection
  readonly connectionTo: (clusterUri: string, signal?: AbortSignal) => Promise<KustoConnection>
  readonly store: () => SnapshotStore
  /** @throws StudioError `RequestInvalid` if there is no such job. */
  readonly job: (jobId: string) => JobSnapshot
  /** This studio's other ingestions beside a job. */
  readonly othersBeside: (jobId: string) => OtherJobs
  readonly clock: Clock
  /** Draws the pictures of reports; the studio's own font does, if left out. */
  readonly drawPicture?: DrawPicture | undefined
  readonly log: (scope: string, message: string, error?: unknown) => void
}

/** Snapshots, and what the jobs tell them. */
export interface Snapshots extends SnapshotService {
  /** The same snapshots for somebody who has another cluster open. */
  on(connection: () => KustoConnection): SnapshotService
  /** Keeps how a table is before an ingestion; returns at once, and a failure is only logged. */
  before(job: OwnJob): void
  /** Keeps how a table is after an ingestion; returns at once, and a failure is only logged. */
  after(job: OwnJob): void
  /** Gives what is under way a moment to end. */
  close(): Promise<void>
}

/** How long closing waits for snapshots that are being taken. */
const closeWithinMs = 400

/** Makes the service. */
export function createSnapshotService(parts: SnapshotParts): Snapshots {
  const { store, clock, log, connectionTo } = parts
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()

  const look = async (
    connection: KustoConnection,
    { database, table, tag, jobId }: Omit<OwnJob, 'clusterUri' | 'jobId'> & { readonly jobId: string | null },
    moment: SnapshotMoment,
    signal: AbortSignal,
  ): Promise<Snapshot> => {
    const at = clock.now()
    const withoutOurs = moment === 'before'
    const countOthers = async (): Promise<number | null> =>
      jobId === null
        ? null
        : await rowsOfOthers(connection, { database, table }, parts.othersBeside(jobId), signal)
    const othersFirst = await countOthers()
    const found = await lookAtTable(connection, { database, table, tag, withoutOurs }, signal)
    const othersThen = await countOthers()
    const { isLocalCluster, address } = connection
    const where = { clusterUri: address.clusterUri, isLocalCluster, database, table }
    // Whose rows came while the table was looked at, nobody can tell.
    const otherIngestions = othersFirst === othersThen ? othersThen : null
    return { snapshotId: randomUUID(), ...where, at, moment, jobId, ...found, otherIngestions }
  }
  const lookForJob = async (job: OwnJob, moment: SnapshotMoment, signal: AbortSignal): Promise<Snapshot> =>
    look(await connectionTo(job.clusterUri, signal), job, moment, signal)
  const keep = async (snapshot: Snapshot): Promise<Snapshot> => {
    await store().keep(snapshot)
    return snapshot
  }
  const inBackground = (job: OwnJob, moment: SnapshotMoment): void => {
    const work = lookForJob(job, moment, closing.signal)
      .then(keep)
      .catch((error: unknown) => {
        if (!closing.signal.aborted) log('snapshots', `A table was not looked at ${moment} a job`, error)
      })
    running.add(work)
    void work.finally(() => running.delete(work))
  }
  const stored = (snapshotId: string): Snapshot => {
    const snapshot = store().snapshot(snapshotId)
    if (snapshot === undefined) throw unknownSnapshot()
    return snapshot
  }
  const keptOfJob = async (
    jobId: string,
  ): Promise<{ readonly before: Snapshot | null; readonly after: Snapshot | null }> => {
    await idle()
    const heads = store().ofJob(jobId)
    const before = heads.find(({ moment }) => moment === 'before')
    const job = parts.job(jobId)
    const { undoneAt = Number.POSITIVE_INFINITY } = job
    const after = heads.filter(({ moment, at }) => moment === 'after' && at <= undoneAt).at(-1)
    return {
      before: before === undefined ? null : stored(before.snapshotId),
      // While rows are on their way, nothing that was kept is so for long.
      after: after === undefined || isPassing(job) ? null : stored(after.snapshotId),
    }
  }
  const momentsOfJob = async (jobId: string, signal: AbortSignal): Promise<ComparedSnapshots> => {
    const job = parts.job(jobId)
    const { before, after } = await keptOfJob(jobId)
    const now = async (): Promise<Snapshot> => {
      const snapshot = await lookForJob(job, 'after', signal)
      return isPassing(job) || job.undo === 'undone' ? snapshot : await keep(snapshot)
    }
    return { before, after: after ?? (await now()) }
  }
  const momentsOf = async (moments: ComparedMoments, signal: AbortSignal): Promise<ComparedSnapshots> =>
    'jobId' in moments
      ? await momentsOfJob(moments.jobId, signal)
      : { before: stored(moments.beforeId), after: stored(moments.afterId) }

  const idle = async (): Promise<void> => {
    await Promise.all(running)
  }

  const on = (connection: () => KustoConnection): SnapshotService => ({
    idle,
    list({ database, table }) {
      return store().heads({ clusterUri: connection().address.clusterUri, database, table })
    },
    async take({ database, table }, signal = closing.signal) {
      const where = { database, table, tag: null, jobId: null }
      return headOf(await keep(await look(connection(), where, 'byHand', signal)))
    },
    async compare(moments, signal = closing.signal) {
      const { before, after } = await momentsOf(moments, signal)
      return compareSnapshots(before, after)
    },
    async changes({ jobId }) {
      const { before, after } = await keptOfJob(jobId)
      if (after === null) return null
      return compareSnapshots(before, after).columns.map(({ name, changes }) => ({ name, changes }))
    },
    async newRows({ jobId }, signal) {
      const { clusterUri, database, table, tag } = parts.job(jobId)
      if (tag === null) throw untagged()
      const connection = await connectionTo(clusterUri, signal)
      const query = newRowsQuery(table, tag)
      return toRows(await connection.execute(database, query, { signal, isReadOnly: true }))
    },
    async report({ moments, path, timeColumn }, signal = closing.signal) {
      const { before, after } = await momentsOf(moments, signal)
      const comparison = compareSnapshots(before, after)
      const jobId = 'jobId' in moments ? moments.jobId : null
      const job = jobId === null ? null : parts.job(jobId)
      return await writeReport(path, { comparison, job, at: clock.now(), timeColumn }, parts.drawPicture)
    },
  })

  return {
    ...on(parts.connection),
    on,
    before: (job) => inBackground(job, 'before'),
    after: (job) => inBackground(job, 'after'),
    async close() {
      const enough = new AbortController()
      await Promise.race([idle(), waited(clock, closeWithinMs, enough.signal)])
      enough.abort()
      closing.abort()
      await idle()
    },
  }
}

/** Where the account may not see extents, what the jobs know counts. */
async function rowsOfOthers(
  connection: KustoConnection,
  where: { readonly database: string; readonly table: string },
  { tags, rows }: OtherJobs,
  signal: AbortSignal,
): Promise<number | null> {
  if (tags.length === 0) return rows()
  try {
    return rows(rowsByTag(await taggedExtents(connection, where, tags, tagPrefix, signal), tags))
  } catch (error) {
    if (error instanceof StudioError && error.code === 'AccessDenied') return rows()
    throw error
  }
}

/** Whether the table is not yet as a job leaves it. */
function isPassing({ status }: JobSnapshot): boolean {
  return status === 'running' || status === 'paused'
}

interface ComparedSnapshots {
  readonly before: Snapshot | null
  readonly after: Snapshot
}

function unknownSnapshot(): StudioError {
  return new StudioError('RequestInvalid', 'This snapshot is no longer kept.', {
    nextStep: 'Choose another moment.',
  })
}

function untagged(): StudioError {
  return new StudioError(
    'RequestInvalid',
    'This ingestion has no tag, so its rows cannot be told from others.',
    {
      nextStep: 'Compare two moments of the table.',
    },
  )
}
