import type { JobSnapshot } from '../../domain/schema/job'
import { StudioError } from '../../domain/studio-error'
import type { HistoryService, JobService } from '../studio-services'
import { waited } from '../clock'
import { createJobActions } from './actions/job-actions'
import { createJobContext, type JobHost } from './job-context'
import { createHistoryService } from './history/history-service'
import type { PreviousIngestion } from './journal/journal-reader'
import { createRowCountStore, type RowCountStore } from './journal/journal-row-counts'
import { createSnapshotStore, type SnapshotStore } from './journal/journal-snapshots'
import { followLocalCluster, recoverJobs } from './run/recover-jobs'
import { runAgain } from './start/run-again'
import { startJob } from './start/start-job'
import { toJobSnapshot, toSourceSnapshot } from './state/job-snapshots'
import { otherJobs, type OtherJobs } from './state/other-jobs'
import { fileFingerprint } from './upload/content-fingerprint'

/** The jobs, and what other services use of their journal. */
export interface Jobs extends JobService {
  readonly history: HistoryService
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
  /** Stops working; what is open continues at the next start. */
  close(): Promise<void>
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

  return {
    ...createJobActions(context),
    onChange: changes.subscribe,
    rowCountStore: createRowCountStore(journal),
    history: createHistoryService(context),
    snapshotStore: createSnapshotStore(journal),
    job: (jobId) => toJobSnapshot(store.job(jobId)),
    othersBeside: (jobId) => otherJobs(store, store.job(jobId).record),
    start: (request, signal) => startJob(context, request, signal),
    runAgain: (jobId, signal) => runAgain(context, jobId, signal),
    list: ({ limit, ...where }) => store.newest(where, limit).map(toJobSnapshot),
    sources({ jobId, offset, limit }) {
      const job = store.job(jobId)
      return job.sources.slice(offset, offset + limit).map((source) => toSourceSnapshot(job, source))
    },
    async previousIngestion({ path }) {
      try {
        return store.reader.previousIngestion((await fileFingerprint(path)).fingerprint)
      } catch (error) {
        // The file cannot be read: whoever asks finds that out with a better message.
        if (error instanceof StudioError) return null
        throw error
      }
    },
    localClusterMoved: (clusterUri) => followLocalCluster(context, clusterUri),
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
