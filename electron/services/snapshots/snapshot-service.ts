import { randomUUID } from 'node:crypto'
import type { JobSnapshot } from '../../domain/schema/job'
import type { ComparedMoments, Snapshot, SnapshotMoment } from '../../domain/schema/snapshot'
import { compareSnapshots, headOf } from '../../domain/snapshot/compare-snapshots'
import { newRowsQuery } from '../../domain/snapshot/number-query'
import { StudioError } from '../../domain/studio-error'
import { waited, type Clock } from '../../domain/concurrency/clock'
import type { SnapshotStore } from '../jobs/journal/journal-snapshots'
import type { KustoConnection } from '../kusto/connection'
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
    const found = await lookAtTable(connection, { database, table, tag, withoutOurs }, signal)
    const { isLocalCluster, address } = connection
    const where = { clusterUri: address.clusterUri, isLocalCluster, database, table }
    return { snapshotId: randomUUID(), ...where, at, moment, jobId, ...found }
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
    const after = heads.filter(({ moment }) => moment === 'after').at(-1)
    return {
      before: before === undefined ? null : stored(before.snapshotId),
      // What was kept is no longer so after an undo, and not yet so while rows are on their way.
      after: after === undefined || isPassing(parts.job(jobId)) ? null : stored(after.snapshotId),
    }
  }
  const momentsOfJob = async (jobId: string, signal: AbortSignal): Promise<ComparedSnapshots> => {
    const job = parts.job(jobId)
    const { before, after } = await keptOfJob(jobId)
    const now = async (): Promise<Snapshot> => {
      const snapshot = await lookForJob(job, 'after', signal)
      return isPassing(job) ? snapshot : await keep(snapshot)
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

/** Whether the table is not yet, or no longer, as a job leaves it. */
function isPassing({ status }: JobSnapshot): boolean {
  return status === 'running' || status === 'paused' || status === 'undone'
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
