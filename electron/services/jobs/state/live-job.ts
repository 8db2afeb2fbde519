import type { JobStatus } from '../../../domain/schema/job'
import type { SourceStateKind } from '../../../domain/schema/source'
import { jobStatus } from '../../../domain/ingestion-job'
import { balanceOf } from '../../../domain/row-accounting'
import {
  canTake,
  isSettled,
  isUnwatched,
  nextSourceState,
  type SourceEvent,
} from '../../../domain/source-state'
import type { Journal } from '../journal/journal'
import type { StoredJob } from '../journal/journal-reader'
import { JobTroubles } from './job-troubles'
import { accountOf } from './job-account'
import type { BlobRecord, BlobState, JobRecord, SourceRecord } from './job-record'
import { hasLandedBlobs, renewFailedBlobs } from '../run/partial-retry'
import { UploadRate } from './upload-rate'

/** In these states nobody asks how many records a source has. */
const unwantedCounts: ReadonlySet<SourceStateKind> = new Set(['canceled', 'failed', 'skipped'])

/** What a job tells of itself to whoever shows it. */
export type JobListener = (job: LiveJob) => void

/**
 * A job in memory: the only way by which the records of a job, its sources and its blobs change. Each change
 * is noted in the journal (it is on disk after the journal's next commit) and told to the listener.
 */
export class LiveJob {
  readonly record: JobRecord
  readonly sources: readonly SourceRecord[]
  readonly troubles = new JobTroubles(() => this.changed())
  /** Grows with each change. */
  revision = 0
  readonly #journal: Journal
  readonly #listener: JobListener
  readonly #bySource = new Map<string, SourceRecord>()
  readonly #blobs = new Map<string, BlobRecord>()
  readonly #blobsBySource = new Map<string, BlobRecord[]>()
  readonly #rates = new Map<string, UploadRate>()
  /** Counts of records that are under way, by source. */
  readonly #counts = new Map<string, AbortController>()

  constructor(stored: StoredJob, journal: Journal, listener: JobListener) {
    this.record = stored.job
    this.sources = stored.sources
    this.#journal = journal
    this.#listener = listener
    // A revision that begins at the time of loading is newer than any of an earlier process.
    this.revision = Date.now()
    for (const source of stored.sources) this.#bySource.set(source.sourceId, source)
    for (const blob of stored.blobs) this.#index(blob)
  }

  get jobId(): string {
    return this.record.jobId
  }

  get status(): JobStatus {
    if (this.record.undoneAt !== null) return 'undone'
    const states = this.sources.map((source) => source.state)
    const status = jobStatus(states, this.record.paused, () =>
      balanceOf({ rows: accountOf(this.record, this.sources), counts: {} }),
    )
    // How it ended is not known before it is known how many rows were to land.
    return this.isCounting && status !== 'paused' ? 'running' : status
  }

  /** Whether something of it is still to be done or to be found out. */
  get isOpen(): boolean {
    return this.isCounting || this.sources.some((source) => !isSettled(source.state))
  }

  /** Whether nothing of it happens by itself any more: all has ended, or is not watched. */
  get isAtRest(): boolean {
    return !this.isCounting && this.sources.every(({ state }) => isSettled(state) || isUnwatched(state))
  }

  /** Whether the records of a source are being counted. */
  get isCounting(): boolean {
    return this.#counts.size > 0
  }

  /**
   * Notes that the records of a source are being counted: the job is not at rest before {@link endCount}.
   *
   * @returns Fires when nobody wants the count any more; undefined when it is under way already.
   */
  beginCount({ sourceId }: SourceRecord): AbortSignal | undefined {
    if (this.#counts.has(sourceId)) return undefined
    const controller = new AbortController()
    this.#counts.set(sourceId, controller)
    return controller.signal
  }

  /** Gives up counting the records of a source: nobody waits for it any more. */
  stopCount({ sourceId }: SourceRecord): void {
    this.#counts.get(sourceId)?.abort()
  }

  /** Notes how many records a source that was counted is to land; null when that could not be found out. */
  endCount(source: SourceRecord, expected: number | null): void {
    this.#counts.delete(source.sourceId)
    if (expected !== null) {
      source.expected = expected
      for (const blob of this.blobsOf(source)) {
        for (const part of blob.parts) if (part.sourceId === source.sourceId) part.records = expected
        this.setBlob(blob, blob.state)
      }
    }
    this.saveSource(source)
    this.saveJob()
  }

  /** Blobs that the service has, or may have, whose end is not known and is to be found out. */
  watchedBlobs(): BlobRecord[] {
    const isWatched = ({ sourceId }: { readonly sourceId: string }): boolean => {
      const source = this.#bySource.get(sourceId)
      return source !== undefined && !isUnwatched(source.state)
    }
    // Not by `sourcesOf`: the first that is watched decides, of perhaps a thousand.
    return [...this.#blobs.values()].filter(
      ({ state, parts }) => (state === 'queued' || state === 'unknown') && parts.some(isWatched),
    )
  }

  get blobs(): IterableIterator<BlobRecord> {
    return this.#blobs.values()
  }

  source(sourceId: string): SourceRecord | undefined {
    return this.#bySource.get(sourceId)
  }

  /** The sources that a blob holds, in its order. */
  sourcesOf(blob: BlobRecord): SourceRecord[] {
    return blob.parts.flatMap(({ sourceId }) => this.#bySource.get(sourceId) ?? [])
  }

  blob(blobId: string): BlobRecord | undefined {
    return this.#blobs.get(blobId)
  }

  /** The blobs of a source's present attempt, in order. */
  blobsOf(source: SourceRecord): BlobRecord[] {
    const blobs = this.#blobsBySource.get(source.sourceId) ?? []
    return blobs
      .filter((blob) => blob.attempt === source.attempt && blob.state !== 'discarded')
      .sort((one, other) => one.ordinal - other.ordinal)
  }

  /** Bytes a second that a source is uploaded with; null while it is not. */
  uploadRate(source: SourceRecord): number | null {
    return source.state.kind === 'uploading' ? (this.#rates.get(source.sourceId)?.perSecond ?? null) : null
  }

  /**
   * Moves a source on.
   *
   * @throws InvalidTransitionError where the state machine has no such move.
   */
  take(source: SourceRecord, event: SourceEvent): void {
    source.state = nextSourceState(source.state, event)
    const now = Date.now()
    if (event.kind === 'prepare') source.startedAt ??= now
    if (event.kind === 'queued') source.queuedAt = event.at
    if (event.kind === 'retry' || event.kind === 'sendApart') {
      // What has landed stays: only the failed blobs of the attempt are made anew.
      if (hasLandedBlobs(this.blobsOf(source))) renewFailedBlobs(this, source)
      else source.attempt += 1
      source.refused = null
      source.landed = null
      source.queuedAt = null
    }
    source.settledAt = isSettled(source.state) ? now : null
    if (event.kind !== 'upload') this.#rates.delete(source.sourceId)
    if (event.kind !== 'queued') this.troubles.setSource(source.sourceId, null)
    const isUnwanted = isUnwatched(source.state) || unwantedCounts.has(source.state.kind)
    if (isUnwanted) this.stopCount(source)
    this.saveSource(source)
    this.saveJob()
  }

  /** Shows how far an upload is; not written down, because a restart goes by the blobs. */
  progress(source: SourceRecord, bytesSent: number, bytesTotal: number | null): void {
    // The last blocks of a source that was canceled meanwhile.
    if (!canTake(source.state, 'upload')) return
    source.state = nextSourceState(source.state, { kind: 'upload', bytesSent, bytesTotal })
    let rate = this.#rates.get(source.sourceId)
    if (rate === undefined) this.#rates.set(source.sourceId, (rate = new UploadRate()))
    rate.add(bytesSent)
    this.changed()
  }

  addBlob(blob: BlobRecord): void {
    this.#index(blob)
    this.#journal.saveBlob(blob)
  }

  setBlob(blob: BlobRecord, state: BlobState, change: Partial<BlobRecord> = {}): void {
    Object.assign(blob, change, { state })
    this.#journal.saveBlob(blob)
    this.changed()
  }

  saveSource(source: SourceRecord): void {
    this.#journal.saveSource(source)
    this.changed()
  }

  saveJob(): void {
    this.#journal.saveJob(this.record, () => this.isOpen)
    this.changed()
  }

  changed(): void {
    this.revision += 1
    this.#listener(this)
  }

  #index(blob: BlobRecord): void {
    this.#blobs.set(blob.blobId, blob)
    for (const { sourceId } of blob.parts) {
      const list = this.#blobsBySource.get(sourceId)
      if (list === undefined) this.#blobsBySource.set(sourceId, [blob])
      else list.push(blob)
    }
  }
}
