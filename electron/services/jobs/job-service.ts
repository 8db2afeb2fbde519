import type { JobSnapshot } from '../../domain/schema/job'
import { StudioError } from '../../domain/studio-error'
import type { HistoryService, JobService } from '../studio-services'
import { waited } from '../../domain/concurrency/clock'
import type { KustoConnection } from '../kusto/connection'
import { createJobActions } from './actions/job-actions'
import { createJobContext, type JobHost } from './job-context'
import { createHistoryService } from './history/history-service'
import type { PreviousIngestion } from './journal/journal-reader'
import { createRowCountStore, type RowCountStore } from './journal/journal-row-counts'
import { createSnapshotStore, type SnapshotStore } from './journal/journal-snapshots'
import { followLocalCluster, recoverJobs } from './run/recover-jobs'
import { UnsentSources } from './run/unsent-sources'
import { runAgain } from './start/run-again'
import { startJob } from './start/start-job'
import { toJobSnapshot, toSourceSnapshot } from './state/job-snapshots'
import { otherJobs, type OtherJobs } from './state/other-jobs'
import { fileFingerprint } from './upload/content-fingerprint'

/** The jobs, and what other services use of their journal. */
export interface Jobs extends JobService {
  readonly history: HistoryService
  /** The same jobs for somebody who has another cluster open. */
  on(openConnection: () => KustoConnection): JobsOnCluster
  /** When and where a file with this content was ingested before; null if it was not, or cannot be read. */
  previousIngestion(file: { readonly path: string }): Promise<PreviousIngestion | null>
  /** The series of row counts, kept in the journal. */
  readonly rowCountStore: RowCountStore
  /** Snapshots of tables, kept in the journal. */
  readonly snapshotStore: SnapshotStore
  /** One job. @throws StudioError `RequestInvalid` if there is none with this id. */
  job(jobId: string): JobSnapshot
  /** This studio's other ingestions beside a job. @throws StudioError `RequestInvalid` if there is none with this id. */
  othersBeside(jobId: string): OtherJobs
  /** Continues jobs of the local cluster, which may have another address than when they started. */
  localClusterMoved(clusterUri: string): void
  /** Continues jobs that wait for a sign-in. */
  signedIn(): void
  /** Forgets what clusters lent to whoever was signed in. */
  signedOut(): void
  /** The machine has woken up, or its network has changed: whatever waits is tried at once. */
  tryNow(): void
  /** Sources that are not with the service yet and would be, if nobody stopped. */
  unsentSources(): number
  /** Stops working; what is open continues at the next start. */
  close(): Promise<void>
}

/** The jobs as somebody sees them who has a cluster open: new ones start there. */
export interface JobsOnCluster {
  readonly jobs: JobService
  readonly history: HistoryService
}

/** How long closing waits for what is under way. */
const closeWithinMs = 1500

/**
 * Opens the journal and continues every open job.
 *
 * @throws StudioError `JournalFailed` if another process has the home folder, or a newer studio wrote the journal.
 */
export function createJobService(host: JobHost): Jobs {
  const closing = new AbortController()
  const context = createJobContext(host, closing.signal)
  const { store, journal, runner, trackers, feed, changes, clock } = context
  if (host.resumeJobs !== false) recoverJobs(context)

  const ofAnyCluster = {
    ...createJobActions(context),
    onChange: changes.subscribe,
    list: ({ limit, ...where }) => store.newest(where, limit).map(toJobSnapshot),
    sources({ jobId, offset, limit }) {
      const job = store.job(jobId)
      return job.sources.slice(offset, offset + limit).map((source) => toSourceSnapshot(job, source))
    },
  } satisfies Partial<JobService>
  const unsent = new UnsentSources()
  const historyOn = createHistoryService(context)
  const on = (openConnection: () => KustoConnection): JobsOnCluster => ({
    jobs: {
      ...ofAnyCluster,
      start: async (request, signal) =>
        await unsent.whileStarting(
          request.sources.length,
          startJob(context, openConnection(), request, signal),
        ),
      runAgain: async (jobId, signal) =>
        await unsent.whileStarting(
          store.seen(jobId).sources.length,
          runAgain(context, openConnection, jobId, signal),
        ),
    },
    history: historyOn(openConnection),
  })
  const { jobs, history } = on(host.openConnection)
  return {
    ...jobs,
    history,
    on,
    rowCountStore: createRowCountStore(journal),
    snapshotStore: createSnapshotStore(journal),
    job: (jobId) => toJobSnapshot(store.job(jobId)),
    othersBeside: (jobId) => otherJobs(store, store.job(jobId).record),
    async previousIngestion({ path }) {
      try {
        return store.reader.previousIngestion((await fileFingerprint(path)).fingerprint)
      } catch (error) {
        // The file cannot be read: whoever asks finds that out with a better message.
        if (error instanceof StudioError) return null
        throw error
      }
    },
    tryNow() {
      runner.tryNow()
      trackers.checkAllNow()
    },
    localClusterMoved: (clusterUri) => followLocalCluster(context, clusterUri),
    signedIn: () => runner.tryNow(),
    signedOut: () => context.accesses.signedOut(),
    unsentSources: () => (host.resumeJobs === false ? 0 : unsent.count(store.live())),
    async close() {
      closing.abort()
      trackers.stop()
      feed.flush()
      const enough = new AbortController()
      await Promise.race([runner.idle(), waited(clock, closeWithinMs, enough.signal)])
      enough.abort()
      journal.close()
    },
  }
}
