import type { JobSnapshot } from '../../../domain/schema/job'
import { parseBlobUri } from '../../../domain/storage-uri'
import { canTake } from '../../../domain/source-state'
import { StudioError } from '../../../domain/studio-error'
import type { JobService } from '../../studio-services'
import type { JobContext } from '../job-context'
import { cancelUnsent } from '../run/end-unsent'
import { isBlobSettled, type SourceRecord } from '../state/job-record'
import { toJobSnapshot } from '../state/job-snapshots'
import type { LiveJob } from '../state/live-job'
import { finishJob } from '../tracking/finish-job'
import { otherBlob, withSecret } from './given-secret'
import { undoJob, undoPreview } from './undo'
import { takeBack } from './take-back'
import { stopWatching, watchAgain } from './watching'

/** What the user can do to a job that was started. Each is on disk when it resolves. */
type JobActions = Pick<
  JobService,
  'cancel' | 'pause' | 'resume' | 'retry' | 'checkAgain' | 'provideBlobUri' | 'move' | 'undoPreview' | 'undo'
>

/** Newest jobs that a new order is answered with. */
const jobsInOrder = 500

export function createJobActions(context: JobContext): JobActions {
  const { store, journal, runner, trackers, blobUris, leaveWhenQueued, accessTo } = context

  const saved = async (job: LiveJob): Promise<JobSnapshot> => {
    await journal.commit()
    return toJobSnapshot(job)
  }
  /** Whether a source has a secret that went with an earlier process. */
  const isLost = (source: SourceRecord): boolean => source.hasSecret && blobUris.of(source) === undefined
  const continueNow = (job: LiveJob): void => {
    runner.add(job)
    runner.unhold(job)
  }

  return {
    async cancel({ jobId, sourceIds }) {
      const job = store.job(jobId)
      const sources = selected(job, sourceIds)
      runner.stop(sources, 'cancel')
      for (const source of sources) {
        const { kind } = source.state
        // What is queued may have to be counted still: a cancel can come too late.
        if (kind !== 'queued' && kind !== 'unknown') job.stopCount(source)
        if (kind === 'pending' || kind === 'preparing' || kind === 'uploading') cancelUnsent(job, source)
        else if (kind === 'posting') leaveWhenQueued.add(source.sourceId)
      }
      // Asked once already, the service cannot: whoever cancels again waits no longer.
      stopWatching(
        job,
        sources.filter((source) => isCancelAsked(job, source)),
      )
      const refusal = await takeBack(context, job, sources)
      if (job.isAtRest) trackers.settled(job)
      const snapshot = await saved(job)
      if (refusal !== undefined) throw refusal
      return snapshot
    },

    async pause(jobId) {
      const job = store.job(jobId)
      job.setPaused(true)
      runner.stop(job.sources, 'pause')
      return await saved(job)
    },

    async resume(jobId) {
      const job = store.job(jobId)
      job.setPaused(false)
      continueNow(job)
      return await saved(job)
    },

    async retry({ jobId, sourceIds }) {
      const job = store.job(jobId)
      assertNotUndone(job)
      const sources = selected(job, sourceIds)
      const isWatchedAgain = watchAgain(job, sources)
      for (const source of sources) {
        leaveWhenQueued.delete(source.sourceId)
        if (canTake(source.state, 'retry')) job.apply(source, { kind: 'retry' })
      }
      job.setRowsAfter(null)
      trackers.reopened(job)
      if (isWatchedAgain) trackers.watch(job)
      continueNow(job)
      return await saved(job)
    },

    async checkAgain(jobId) {
      const job = store.job(jobId)
      if (watchAgain(job, job.sources)) trackers.reopened(job)
      await trackers.checkNow(job)
      return await saved(job)
    },

    async provideBlobUri({ jobId, sourceId, uri }) {
      const job = store.job(jobId)
      const source = job.source(sourceId)
      if (source === undefined) throw unknownSource()
      assertNotUndone(job)
      parseBlobUri(uri)
      if (withSecret(uri, source.location) === undefined) throw otherBlob(uri, source.location)
      for (const other of job.sources) {
        const opened = withSecret(uri, other.location)
        if (opened === undefined || (other !== source && !isLost(other))) continue
        blobUris.remember(other.sourceId, opened)
        if (other.state.kind === 'failed' && other.state.error.retryable) job.apply(other, { kind: 'retry' })
      }
      continueNow(job)
      return await saved(job)
    },

    move({ jobId, before }) {
      store.move(jobId, before)
      runner.wake()
      return store.newest({}, jobsInOrder).map(toJobSnapshot)
    },

    async undoPreview(jobId, signal) {
      const job = store.job(jobId)
      const { connection } = await accessTo(job.record.clusterUri)
      return await undoPreview(job, connection, signal)
    },

    async undo(jobId, signal) {
      const job = store.job(jobId)
      const { connection } = await accessTo(job.record.clusterUri)
      await undoJob(job, connection, () => journal.commit(), signal)
      job.setRowsAfter(null)
      await finishJob(context, job)
      return await saved(job)
    },
  }
}

function selected(job: LiveJob, sourceIds: readonly string[] | undefined): readonly SourceRecord[] {
  return sourceIds === undefined
    ? job.sources
    : job.sources.filter(({ sourceId }) => sourceIds.includes(sourceId))
}

/** Whether a cancel of what is on its way was asked for before. */
function isCancelAsked(job: LiveJob, source: SourceRecord): boolean {
  const open = job.blobsOf(source).filter((blob) => !isBlobSettled(blob))
  return open.length > 0 && open.every((blob) => blob.isCancelAsked)
}

/** Rows that came after an undo would be in the table although the job is called undone. */
function assertNotUndone(job: LiveJob): void {
  if (job.record.undoneAt === null) return
  throw new StudioError('RequestInvalid', 'This ingestion was undone.', {
    nextStep: 'Add the source again to ingest it.',
  })
}

function unknownSource(): StudioError {
  return new StudioError('RequestInvalid', 'The job has no such source.', {
    nextStep: 'Look at the job again.',
  })
}
