import { setMaxListeners } from 'node:events'
import { createEmitter, type Emitter } from '../emitter'
import { systemClock } from '../clock'
import type { Clock } from '../../domain/concurrency/clock'
import { ClusterAccesses, type ClusterAccess } from '../kusto/cluster-access'
import { countWholeFile } from '../sources/count-records'
import type { QueuedVia } from '../../domain/queued-via'
import type { StudioError } from '../../domain/studio-error'
import type { DiskSpace } from '../free-space'
import { countBlobRecords } from './count/blob-records'
import type { RecordCounts } from './kinds/source-kind'
import { createPieceBudget, type PieceBudget } from './upload/piece-budget'
import type { KustoConnection } from '../kusto/connection'
import type { JobChange } from '../studio-services'
import type { TableObservers } from '../tables/table-observers'
import { Journal, type JournalUse } from './journal/journal'
import { JobRunner } from './run/job-runner'
import { RefusalGate } from './run/refusal-gate'
import { BlobUris } from './start/blob-uris'
import type { Foresee } from './values/foresight'
import type { RegisteredFiles } from './start/registered-files'
import { PasteStore } from './start/paste-store'
import type { Separate } from './upload/separate-source'
import { ConvertedFiles } from './upload/converted-files'
import { ChangeFeed } from './state/change-feed'
import { toJobChange } from './state/job-snapshots'
import type { JobRecord } from './state/job-record'
import { JobStore } from './state/job-store'
import { otherJobs } from './state/other-jobs'
import { finishJob } from './tracking/finish-job'
import { TableTrackers } from './tracking/table-trackers'
import { takeBackLater } from './actions/take-back'

/** Through these the jobs reach the machine. Tests put their own in their place. */
export interface JobPorts {
  readonly clock: Clock
  readonly counts: RecordCounts
  readonly pieces: PieceBudget
  readonly openJournal: (...parameters: ConstructorParameters<typeof Journal>) => Journal
}

/** The machine's own ports. */
const systemPorts = (): JobPorts => ({
  clock: systemClock,
  counts: { ofFile: countWholeFile, ofBlob: countBlobRecords },
  pieces: createPieceBudget(),
  openJournal: (...parameters) => new Journal(...parameters),
})

/** What the jobs need of their host. */
export interface JobHost {
  /** Folder for the journal and pasted texts. */
  readonly homeFolder: string
  readonly log: (scope: string, message: string, error?: unknown) => void
  /** The cluster that is open; jobs start on it, unless {@link Jobs.on} says another. @throws StudioError if none is. */
  readonly openConnection: () => KustoConnection
  /** A connection to any cluster, for jobs that continue. */
  readonly connectionTo: (clusterUri: string, signal?: AbortSignal) => Promise<KustoConnection>
  readonly files: RegisteredFiles
  /** Reads sources to know what their values become; if left out, rows are counted and values are not. */
  readonly foresee?: Foresee | undefined
  /** Parts records from others; if left out, no job can leave any out. */
  readonly separate?: Separate | undefined
  /** Keeps how a table was before a job and after it; if left out, nothing is kept. */
  readonly snapshots?: { before(job: JobRecord): void; after(job: JobRecord): void } | undefined
  /** The tables that are followed, also for others than the jobs. */
  readonly tables: TableObservers
  /** False leaves the open jobs of earlier starts alone; true if left out. */
  readonly resumeJobs?: boolean | undefined
  /** Whether the local cluster keeps its data on the disk with the home folder. */
  readonly keepsLocalCluster?: boolean | undefined
  /** How much room a disk has; asks the system if left out. */
  readonly spaceAt?: ((folder: string) => Promise<DiskSpace | undefined>) | undefined
  /** What the journal is opened for; to change it, if left out. */
  readonly journalUse?: JournalUse | undefined
  /** Uncompressed bytes to aim for in one blob; 256 MB if left out. */
  readonly targetBlobBytes?: number | undefined
  /** How long a job waits for its cluster; an hour if left out. */
  readonly patienceMs?: number | undefined
  /** How blobs are queued now. */
  readonly queuedVia: () => QueuedVia
  /** The machine's own if left out. */
  readonly ports?: JobPorts | undefined
}

/** What the parts of the job service share. */
export interface JobContext {
  readonly host: JobHost
  readonly clock: Clock
  readonly closing: AbortSignal
  readonly journal: Journal
  readonly store: JobStore
  readonly feed: ChangeFeed
  readonly changes: Emitter<JobChange>
  readonly pastes: PasteStore
  readonly converted: ConvertedFiles
  readonly blobUris: BlobUris
  readonly accesses: ClusterAccesses
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly gate: RefusalGate
  readonly runner: JobRunner
  readonly trackers: TableTrackers
  /** Sources that were being posted when the user canceled them. */
  readonly leaveWhenQueued: Set<string>
}

/**
 * Opens the journal and connects the parts; nothing runs yet.
 *
 * @throws StudioError `JournalFailed` if another process has the home folder, or a newer studio wrote the journal.
 */
export function createJobContext(host: JobHost, closing: AbortSignal): JobContext {
  const { log, homeFolder, ports = systemPorts() } = host
  const { clock, counts, pieces } = ports
  // Every call under way listens for the end.
  setMaxListeners(0, closing)
  const handleLostWrite = (error: StudioError): void => log('journal', 'A change was not written', error)
  const journal = ports.openJournal(homeFolder, handleLostWrite, clock, host.journalUse)
  const changes = createEmitter<JobChange>((error) => log('jobs', 'A listener failed', error))
  const feed = new ChangeFeed(clock, (job) => changes.emit(toJobChange(job)))
  const accesses = new ClusterAccesses(clock, host.queuedVia)
  const accessTo = async (clusterUri: string): Promise<ClusterAccess> =>
    accesses.of(await host.connectionTo(clusterUri, closing))
  const blobUris = new BlobUris()
  const pastes = new PasteStore(homeFolder)
  const converted = new ConvertedFiles(homeFolder, host.separate, host.spaceAt)
  const gate = new RefusalGate()
  const leaveWhenQueued = new Set<string>()
  const surroundings = { accessTo, log, closing, clock }

  const runner = new JobRunner({
    ...surroundings,
    commit: () => journal.commit(),
    stores: { pastes, blobUris, converted },
    gate,
    counts,
    pieces,
    onPosted: (job) => {
      if (leaveWhenQueued.size > 0) {
        const isPosted = job.sources.filter(
          ({ sourceId, state }) => state.kind !== 'posting' && leaveWhenQueued.delete(sourceId),
        )
        takeBackLater(context, job, isPosted)
      }
      if (job.isAtRest) trackers.settled(job)
      else trackers.watch(job)
    },
    targetBytes: host.targetBlobBytes,
    patienceMs: host.patienceMs,
  })
  const trackers = new TableTrackers({
    ...surroundings,
    tables: host.tables,
    redrive: (job, blob) => runner.redrive(job, blob),
    rowsOfOthers: (job, rowsUnder) => otherJobs(context.store, job.record).rows(rowsUnder),
    onRestarted: (job) => runner.add(job),
    onSettled: (job) => void finishJob(context, job),
  })
  const context: JobContext = {
    host,
    clock,
    closing,
    journal,
    store: new JobStore(journal, clock, (job) => feed.changed(job)),
    feed,
    changes,
    pastes,
    converted,
    blobUris,
    accesses,
    accessTo,
    gate,
    runner,
    trackers,
    leaveWhenQueued,
  }
  return context
}
