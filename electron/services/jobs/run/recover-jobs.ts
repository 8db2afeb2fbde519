import { isUnwatched } from '../../../domain/source-state'
import { takeBackLater } from '../actions/take-back'
import type { JobContext } from '../job-context'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/**
 * Continues every job that an earlier process left open.
 *
 * @throws StudioError `JournalFailed`. The journal is closed first, so that it can be opened again.
 */
export function recoverJobs(context: JobContext): void {
  const { store, journal, pastes, converted, host } = context
  let open: LiveJob[]
  try {
    open = store.openJobs()
  } catch (error) {
    journal.close()
    throw error
  }
  const needed = open.flatMap((job) => job.sources.map((source) => source.sourceId))
  for (const kept of [pastes, converted]) {
    void kept
      .sweep(new Set(needed))
      .catch((error: unknown) => host.log('jobs', 'Files of earlier sources were not removed', error))
  }
  for (const job of open) recover(context, job)
}

/** Continues jobs of the local cluster, whose address may have changed since they started. */
export function followLocalCluster(context: JobContext, clusterUri: string): void {
  for (const job of context.store.live()) {
    if (!job.record.isLocalCluster || job.record.clusterUri === clusterUri || !job.isOpen) continue
    job.moveTo(clusterUri)
    context.trackers.forget(job)
    recover(context, job)
    context.runner.unhold(job)
  }
}

/** Continues a job from the state in which its process ended, or its cluster was lost. */
function recover(context: JobContext, job: LiveJob): void {
  const { runner, trackers } = context
  for (const source of job.sources) {
    const { kind } = source.state
    if (kind === 'preparing' || kind === 'uploading') job.apply(source, { kind: 'restart' })
    if (kind === 'posting') runner.resumePosting(job, source)
    // A count that was under way ended with the process.
    if (wasSent(source)) runner.count(job, source)
  }
  for (const blob of job.blobs) {
    const isFirst = job.sourcesOf(blob).some(({ state }) => state.kind === 'posting')
    const isUpload = blob.state === 'uploading' || blob.state === 'uploaded'
    const isAgain = blob.state === 'posting' || (isUpload && blob.posts > 0)
    // The earlier process was posting it again. The service got the first post, so it is followed as queued.
    if (isAgain && !isFirst) job.setBlob(blob, 'queued')
  }
  runner.add(job)
  if (job.watchedBlobs().length > 0) trackers.takeUp(job)
  // The earlier process may have ended before the service got the request.
  const asked = job.watchedBlobs().filter(({ isCancelAsked }) => isCancelAsked)
  if (asked.length > 0)
    takeBackLater(context, job, [...new Set(asked.flatMap((blob) => job.sourcesOf(blob)))])
}

/** Whether the service has taken a source, or may have: its rows are in the table, or may still land. */
function wasSent({ state }: SourceRecord): boolean {
  if (isUnwatched(state)) return false
  return ['posting', 'queued', 'unknown', 'succeeded', 'partiallySucceeded'].includes(state.kind)
}
