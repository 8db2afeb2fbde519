import { setMaxListeners } from 'node:events'
import { canTake, isUnwatched } from '../../domain/source-state'
import { StudioError } from '../../domain/studio-error'
import { createEmitter } from '../emitter'
import { createCatalogReader } from '../kusto/catalog-reader'
import type { KustoConnection } from '../kusto/connection'
import type { JobService } from '../studio-services'
import { ChangeFeed } from './state/change-feed'
import { ClusterAccesses, type ClusterAccess } from '../kusto/cluster-access'
import { fileFingerprint } from './upload/content-fingerprint'
import type { SourceRecord } from './state/job-record'
import { JobRunner } from './run/job-runner'
import { toJobSnapshot, toSourceSnapshot } from './state/job-snapshots'
import { JobStore } from './state/job-store'
import { JobTracking } from './tracking/table-trackers'
import { Journal } from './journal/journal'
import type { PreviousIngestion } from './journal/journal-reader'
import { createRowCountStore, type RowCountStore } from './journal/journal-row-counts'
import type { LiveJob } from './state/live-job'
import { newJob, type RegisteredFiles } from './start/new-job'
import { cancelUnsent } from './run/partial-retry'
import { PasteStore } from './start/paste-store'
import { needsCount } from './count/source-count'
import { sameBlob } from './actions/same-blob'
import { undoJob, undoPreview } from './actions/undo'
import { stopWatching, watchAgain } from './actions/watching'

/** What the jobs need of their host. */
export interface JobServiceParts {
  /** Where the journal and pasted texts are kept. */
  readonly homeFolder: string
  readonly log: (scope: string, message: string, error?: unknown) => void
  /** The cluster that is open; jobs are started on it. @throws StudioError when none is. */
  readonly openConnection: () => KustoConnection
  /** A connection to any cluster, for jobs that go on. */
  readonly connectionTo: (clusterUri: string, signal?: AbortSignal) => Promise<KustoConnection>
  readonly files: RegisteredFiles
  /** False leaves the open jobs of earlier starts alone; true if left out. */
  readonly resumeJobs?: boolean | undefined
  /** Uncompressed bytes that one blob is to hold; 256 MB if left out. */
  readonly targetBlobBytes?: number | undefined
  /** How long a job waits for its cluster; 15 minutes if left out. */
  readonly patienceMs?: number | undefined
}

/** The jobs, and what other services take from their journal. */
export interface Jobs extends JobService {
  /** When and where a file with this content went before; null when it did not, or cannot be read. */
  previousIngestion(file: { readonly path: string }): Promise<PreviousIngestion | null>
  /** The series of row counts, kept in the journal. */
  readonly rowCountStore: RowCountStore
  /** Goes on with jobs of the local cluster, which may have another address than when they were started. */
  localClusterMoved(clusterUri: string): void
  /** Stops working; what is open goes on at the next start. */
  close(): Promise<void>
}

/** How long closing waits for what is under way. */
const closeWithinMs = 1500

/**
 * Opens the journal and goes on with every open job.
 *
 * @throws StudioError `JournalFailed` when another process has the home folder, or a newer studio wrote the
 *   journal.
 */
export function createJobService(parts: JobServiceParts): Jobs {
  const { log, homeFolder } = parts
  const closing = new AbortController()
  // Every call that is under way listens for the end.
  setMaxListeners(0, closing.signal)
  const journal = new Journal(homeFolder, (error) => log('journal', 'A change was not written', error))
  const emitter = createEmitter<ReturnType<typeof toJobSnapshot>>((error) =>
    log('jobs', 'A listener failed', error),
  )
  const feed = new ChangeFeed((job) => emitter.emit(toJobSnapshot(job)))
  const store = new JobStore(journal, (job) => feed.changed(job))
  const pastes = new PasteStore(homeFolder)
  const accesses = new ClusterAccesses()
  const blobUris = new Map<string, string>()
  /** Sources that were being posted when the user stopped waiting for them. */
  const leaveWhenQueued = new Set<string>()
  const accessTo = async (clusterUri: string): Promise<ClusterAccess> =>
    accesses.of(await parts.connectionTo(clusterUri, closing.signal))

  const runner = new JobRunner({
    accessTo,
    commit: () => journal.commit(),
    uriOf: (source) => blobUris.get(source.sourceId) ?? (source.hasSecret ? undefined : source.location),
    onOut: (job) => {
      if (leaveWhenQueued.size > 0) {
        const isOut = ({ sourceId, state }: LiveJob['sources'][number]): boolean =>
          state.kind !== 'posting' && leaveWhenQueued.delete(sourceId)
        stopWatching(job, job.sources.filter(isOut))
      }
      if (!job.isAtRest) tracking.watch(job)
      else tracking.settled(job)
    },
    log,
    closing: closing.signal,
    targetBytes: parts.targetBlobBytes,
    patienceMs: parts.patienceMs,
  })
  const tracking = new JobTracking({
    accessTo,
    redrive: (job, blob) => runner.redrive(job, blob),
    onBegunAgain: (job) => runner.add(job),
    onSettled: (job) => void afterSettled(job),
    log,
    closing: closing.signal,
  })

  /** What is left to do for a job of which nothing is open any more. */
  async function afterSettled(job: LiveJob): Promise<void> {
    for (const source of job.sources) {
      if (source.state.kind === 'unknown' || canTake(source.state, 'retry')) continue
      blobUris.delete(source.sourceId)
      if (source.kind === 'paste') await pastes.forget(source.sourceId)
    }
    // Tracking has counted when the last rows came in.
    if (job.record.rowsAfter !== null) return
    try {
      const { connection } = await accessTo(job.record.clusterUri)
      const { database, table } = job.record
      job.record.rowsAfter = await createCatalogReader(connection).rowCount(database, table, {
        signal: closing.signal,
      })
      job.saveJob()
    } catch (error) {
      if (!closing.signal.aborted) log('jobs', 'The rows after a job could not be counted', error)
    }
  }

  /** The rows and the policy of the table before anything of the job is in it. */
  async function measureBefore(
    job: LiveJob,
    connection: KustoConnection,
    signal?: AbortSignal,
  ): Promise<void> {
    const { database, table } = job.record
    const reader = createCatalogReader(connection)
    const [rows, policy] = await Promise.allSettled([
      reader.rowCount(database, table, { signal }),
      reader.batchingPolicy(database, table, { signal }),
    ])
    for (const result of [rows, policy]) {
      if (result.status === 'fulfilled') continue
      const error: unknown = result.reason
      const code = error instanceof StudioError ? error.code : undefined
      if (code === 'TableNotFound' || code === 'DatabaseNotFound' || code === 'Canceled') throw error
      log('jobs', 'The table could not be looked at before a job', error)
    }
    if (rows.status === 'fulfilled') job.record.rowsBefore = rows.value
    if (policy.status === 'fulfilled') job.record.policy = policy.value.policy
  }

  function goOn(job: LiveJob): void {
    for (const source of job.sources) {
      const { kind } = source.state
      if (kind === 'preparing' || kind === 'uploading') job.take(source, { kind: 'restart' })
      if (kind === 'posting') runner.resumePosting(job, source)
      // An earlier process did not come to its end with it.
      if (hasBeenSent(source) && needsCount(source)) runner.count(job, source)
    }
    for (const blob of job.blobs) {
      const isFirst = job.sourcesOf(blob).some(({ state }) => state.kind === 'posting')
      const isUpload = blob.state === 'uploading' || blob.state === 'uploaded'
      const isAgain = blob.state === 'posting' || (isUpload && blob.posts > 0)
      // It was being posted again when the earlier process ended: the service has it, or had it.
      if (isAgain && !isFirst) job.setBlob(blob, 'queued')
    }
    runner.add(job)
    if (job.watchedBlobs().length > 0) tracking.takeUp(job)
  }

  /** @throws StudioError `JournalFailed`; the journal is free for another try then. */
  function openJobs(): LiveJob[] {
    try {
      return store.openJobs()
    } catch (error) {
      journal.close()
      throw error
    }
  }

  if (parts.resumeJobs !== false) {
    const open = openJobs()
    const needed = open.flatMap((job) => job.sources.map((source) => source.sourceId))
    void pastes
      .sweep(new Set(needed))
      .catch((error: unknown) => log('jobs', 'Old pastes were not removed', error))
    for (const job of open) goOn(job)
  }

  const selected = (job: LiveJob, sourceIds: readonly string[] | undefined): LiveJob['sources'] =>
    sourceIds === undefined ? job.sources : job.sources.filter(({ sourceId }) => sourceIds.includes(sourceId))

  const saved = async (job: LiveJob): Promise<ReturnType<typeof toJobSnapshot>> => {
    await journal.commit()
    return toJobSnapshot(job)
  }

  return {
    onChange: emitter.subscribe,
    rowCountStore: createRowCountStore(journal),

    async start(request, signal) {
      const connection = parts.openConnection()
      accesses.of(connection).warmUp()
      const made = newJob(
        request,
        { clusterUri: connection.address.clusterUri, isLocalCluster: connection.isLocalCluster },
        parts.files,
      )
      for (const [sourceId, uri] of made.blobUris) blobUris.set(sourceId, uri)
      for (const source of made.sources) {
        const text = made.pastes.get(source.sourceId)
        if (text !== undefined) source.location = await pastes.keep(source.sourceId, text)
      }
      const job = store.draft({ job: made.job, sources: made.sources, blobs: [] })
      await measureBefore(job, connection, signal)
      store.add(job)
      await journal.commit()
      runner.add(job)
      return toJobSnapshot(job)
    },

    list: ({ limit, ...where }) => store.newest(where, limit).map(toJobSnapshot),

    sources({ jobId, offset, limit }) {
      const job = store.job(jobId)
      return job.sources.slice(offset, offset + limit).map((source) => toSourceSnapshot(job, source))
    },

    async cancel({ jobId, sourceIds }) {
      const job = store.job(jobId)
      const sources = selected(job, sourceIds)
      runner.stop(sources, 'cancel')
      for (const source of sources) {
        job.stopCount(source)
        const { kind } = source.state
        if (kind === 'pending' || kind === 'preparing' || kind === 'uploading') {
          cancelUnsent(job, source)
        } else if (kind === 'posting') leaveWhenQueued.add(source.sourceId)
      }
      stopWatching(job, sources)
      if (job.isAtRest) tracking.settled(job)
      return await saved(job)
    },

    async pause(jobId) {
      const job = store.job(jobId)
      job.record.paused = true
      job.saveJob()
      runner.stop(job.sources, 'pause')
      return await saved(job)
    },

    async resume(jobId) {
      const job = store.job(jobId)
      job.record.paused = false
      job.saveJob()
      runner.add(job)
      runner.unhold(job)
      return await saved(job)
    },

    async retry({ jobId, sourceIds }) {
      const job = store.job(jobId)
      assertNotUndone(job)
      const sources = selected(job, sourceIds)
      const isWatchedAgain = watchAgain(job, sources)
      for (const source of sources) {
        leaveWhenQueued.delete(source.sourceId)
        if (canTake(source.state, 'retry')) job.take(source, { kind: 'retry' })
      }
      job.record.rowsAfter = null
      job.saveJob()
      tracking.reopened(job)
      if (isWatchedAgain) tracking.watch(job)
      runner.add(job)
      runner.unhold(job)
      return await saved(job)
    },

    async checkAgain(jobId) {
      const job = store.job(jobId)
      if (watchAgain(job, job.sources)) tracking.reopened(job)
      await tracking.checkNow(job)
      return await saved(job)
    },

    async provideBlobUri({ jobId, sourceId, uri }) {
      const job = store.job(jobId)
      const source = job.source(sourceId)
      if (source === undefined) throw unknownSource()
      assertNotUndone(job)
      blobUris.set(sourceId, sameBlob(uri, source.location))
      if (source.state.kind === 'failed' && source.state.error.retryable) job.take(source, { kind: 'retry' })
      runner.add(job)
      runner.unhold(job)
      return await saved(job)
    },

    move({ jobId, before }) {
      store.move(jobId, before)
      runner.wake()
      return store.newest({}, 500).map(toJobSnapshot)
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
      job.record.rowsAfter = null
      await afterSettled(job)
      return await saved(job)
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

    localClusterMoved(clusterUri) {
      for (const job of store.live()) {
        if (!job.record.isLocalCluster || job.record.clusterUri === clusterUri || !job.isOpen) continue
        job.record.clusterUri = clusterUri
        job.saveJob()
        tracking.forget(job)
        goOn(job)
        runner.unhold(job)
      }
    },

    async close() {
      closing.abort()
      tracking.stop()
      feed.flush(store.live())
      await Promise.race([
        runner.idle(),
        new Promise((resolve) => setTimeout(resolve, closeWithinMs).unref()),
      ])
      journal.close()
    },
  }
}

/** Whether the service has a source, or had it: its rows are there, or may come. */
function hasBeenSent({ state }: SourceRecord): boolean {
  if (isUnwatched(state)) return false
  return ['posting', 'queued', 'unknown', 'succeeded', 'partiallySucceeded'].includes(state.kind)
}

/** Rows that came after an undo would be in the table although the job is called undone. */
function assertNotUndone(job: LiveJob): void {
  if (job.record.undoneAt === null) return
  throw new StudioError('RequestInvalid', 'This ingestion was undone.', {
    nextStep: 'Add the source again to ingest it anew.',
  })
}

function unknownSource(): StudioError {
  return new StudioError('RequestInvalid', 'The job has no such source.', {
    nextStep: 'Look at the job again.',
  })
}
