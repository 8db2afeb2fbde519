import { jobStatus } from '../../../domain/ingestion-job'
import { balanceOf } from '../../../domain/row-accounting'
import type { HistoryEntry } from '../../../domain/schema/history'
import type { JobStatus } from '../../../domain/schema/job'
import type { Foreseen, LandedValues, ValueAccount } from '../../../domain/schema/values'
import { differsInValues } from '../../../domain/value-accounting'
import type { GoneThrough, SourceStateKind } from '../../../domain/schema/source'
import {
  canTake,
  isSettled,
  isUnwatched,
  nextSourceState,
  type SourceEvent,
} from '../../../domain/source-state'
import type { Clock } from '../../../domain/concurrency/clock'
import type { Journal } from '../journal/journal'
import type { StoredJob } from '../journal/journal-reader'
import { hasLanded, isRenewable, renewedBlob } from './blob-outcomes'
import { toHistoryEntry } from './history-entry'
import { accountOf, isLeftOutUnasked, valuesOf } from './job-account'
import type { BlobChange, BlobRecord, BlobState, JobRecord, SourceFacts, SourceRecord } from './job-record'
import { JobTroubles } from './job-troubles'
import { RunningCounts } from './running-counts'
import { UploadRate } from './upload-rate'

/** A source in one of these states needs no count of its records. */
const unwantedCounts: ReadonlySet<SourceStateKind> = new Set(['canceled', 'failed', 'skipped'])

/** The times of a source that begins anew. */
const unstarted = { startedAt: null, uploadingAt: null, uploadedAt: null } as const

/** Gets each job that changed. */
export type JobListener = (job: LiveJob) => void

/** What all jobs of a process share. */
export interface JobSurroundings {
  readonly journal: Pick<Journal, 'saveJob' | 'saveSource' | 'saveBlob' | 'saveEntry'>
  readonly clock: Clock
  readonly onChange: JobListener
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * A job in memory, and the only way to change it, its sources and its blobs: everyone else sees their records
 * read-only. Each change goes to the journal (it is on disk after the journal's next commit) and to the listener.
 */
export class LiveJob {
  readonly sources: readonly SourceRecord[]
  readonly troubles: JobTroubles
  readonly clock: Clock
  /** Whether it can be found out how many records each source has. */
  readonly isCountable: boolean
  /** Grows with each change. */
  revision: number
  readonly #record: Mutable<JobRecord>
  readonly #surroundings: JobSurroundings
  readonly #bySource = new Map<string, SourceRecord>()
  readonly #blobs = new Map<string, BlobRecord>()
  readonly #blobsBySource = new Map<string, BlobRecord[]>()
  readonly #rates = new Map<string, UploadRate>()
  readonly #counts = new RunningCounts()
  /** Work under way that finds out about its values. */
  #valueChecks = 0

  constructor(stored: StoredJob, surroundings: JobSurroundings) {
    this.#record = stored.job
    this.sources = stored.sources
    this.isCountable = stored.sources.every(({ isCountable }) => isCountable)
    this.#surroundings = surroundings
    this.clock = surroundings.clock
    this.troubles = new JobTroubles(this.clock, () => this.#changed())
    // A revision that starts at the time of loading is newer than any of an earlier process.
    this.revision = this.clock.now()
    for (const source of stored.sources) this.#bySource.set(source.sourceId, source)
    for (const blob of stored.blobs) this.#index(blob)
  }

  get record(): JobRecord {
    return this.#record
  }

  get jobId(): string {
    return this.record.jobId
  }

  get status(): JobStatus {
    const status = this.statusInJournal
    if (status === 'undone' || status === 'paused') return status
    // The job counts as running until its expected rows are counted and its values are checked.
    return this.isCounting || this.#valueChecks > 0 ? 'running' : status
  }

  /** Its status by its records alone, as the next process will find them. */
  get statusInJournal(): JobStatus {
    if (this.record.undoneAt !== null) return 'undone'
    const status = jobStatus(
      this.sources.map(({ state }) => state),
      this.record.paused,
      () => balanceOf({ rows: accountOf(this.record, this.sources), counts: {} }),
    )
    const { values } = this
    if (status !== 'succeeded') return status
    if (isLeftOutUnasked(this.record, this.sources)) return 'partiallySucceeded'
    return values !== null && differsInValues(values) ? 'valuesDiffer' : status
  }

  /** What the history lists of it, by its records alone. */
  get entryInJournal(): HistoryEntry {
    return toHistoryEntry(this, this.statusInJournal)
  }

  /** What the history lists of it as it is now. */
  get entry(): HistoryEntry {
    return toHistoryEntry(this, this.status)
  }

  /** What became of its values; null while that is not known. */
  get values(): ValueAccount | null {
    return valuesOf(this.record, this.sources)
  }

  /** Whether a source has not ended, or is still being counted. */
  get isOpen(): boolean {
    return this.isCounting || this.sources.some((source) => !isSettled(source.state))
  }

  /** Whether nothing more happens unless the user acts: every source has ended, or is no longer watched. */
  get isAtRest(): boolean {
    return !this.isCounting && this.sources.every(({ state }) => isSettled(state) || isUnwatched(state))
  }

  /** Whether the records of a source are being counted. */
  get isCounting(): boolean {
    return this.#counts.isAny
  }

  /** Blobs that were posted, or may have been, and whose outcome is still to be found out. */
  watchedBlobs(): BlobRecord[] {
    const isWatched = ({ sourceId }: { readonly sourceId: string }): boolean => {
      const source = this.#bySource.get(sourceId)
      return source !== undefined && !isUnwatched(source.state)
    }
    // Not by `sourcesOf`: a blob may hold a thousand sources, and the first watched one decides.
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

  /** The blobs of a source's present attempt, in order. */
  blobsOf(source: SourceRecord): BlobRecord[] {
    const blobs = this.#blobsBySource.get(source.sourceId) ?? []
    return blobs
      .filter((blob) => blob.attempt === source.attempt && blob.state !== 'discarded')
      .sort((one, other) => one.ordinal - other.ordinal)
  }

  /** Upload speed of a source in bytes per second; null unless it is being uploaded. */
  uploadRate(source: SourceRecord): number | null {
    return source.state.kind === 'uploading' ? (this.#rates.get(source.sourceId)?.perSecond ?? null) : null
  }

  /** Writes the whole job to the journal, as a new one. */
  keep(): void {
    this.#saveJob()
    for (const source of this.sources) this.#saveSource(source)
  }

  /** Pauses the job, or lets it go on. */
  setPaused(paused: boolean): void {
    this.#record.paused = paused
    this.#saveJob()
  }

  /** Gives the job its place in the order in which jobs run. */
  setPosition(position: number): void {
    this.#record.position = position
    this.#saveJob()
  }

  /** Notes that the job's cluster has another address now. */
  moveTo(clusterUri: string): void {
    this.#record.clusterUri = clusterUri
    this.#saveJob()
  }

  /** Notes the rows under the job's tag; null if unknown. Returns whether that is news. */
  setLanded(rows: number | null): boolean {
    if (this.record.landed === rows) return false
    this.#record.landed = rows
    this.#saveJob()
    return true
  }

  /** Notes the rows of the whole table after the job, and those of other ingestions in it; null if unknown. */
  setRowsAfter(rows: number | null, others: number | null = null): void {
    if (this.record.rowsAfter === rows && this.record.othersAfter === others) return
    this.#record.rowsAfter = rows
    this.#record.othersAfter = others
    this.#saveJob()
  }

  /** Notes that the job's values are being checked: the job does not end before {@link endValueCheck}. */
  beginValueCheck(): void {
    this.#valueChecks += 1
    this.#changed()
  }

  /** Notes what the check of the values found. */
  endValueCheck(found: {
    readonly foreseen?: Foreseen | null
    readonly landedValues?: LandedValues | null
  }): void {
    this.#valueChecks -= 1
    Object.assign(this.#record, found)
    this.#saveJob()
  }

  /**
   * Notes that the job's rows are about to be dropped. If the process dies meanwhile, they count as unknown.
   *
   * @param rows Rows that will be dropped.
   * @returns The sources whose rows they are.
   */
  beginUndo(rows: number): readonly SourceRecord[] {
    // An undo that was interrupted may have dropped some already.
    this.#record.undoneRows = Math.max(rows, this.record.undoneRows ?? 0)
    this.#record.landed = null
    this.#record.landedValues = null
    const dropped = this.sources.filter(({ landed }) => landed !== null && landed > 0)
    for (const source of dropped) this.setSourceLanded(source, null)
    this.#saveJob()
    return dropped
  }

  /** Notes that the rows of these sources are gone from the table. */
  endUndo(dropped: readonly SourceRecord[]): void {
    for (const source of dropped) this.setSourceLanded(source, 0)
    // Rows may still land, so not undone yet. Once they have, the job can be undone again.
    if (this.sources.every(({ state }) => state.kind !== 'unknown')) this.#record.undoneAt = this.clock.now()
    this.#saveJob()
  }

  /**
   * Moves a source on.
   *
   * @param outcome How many of its records were refused, if the event settles that; null if unknown.
   * @throws InvalidTransitionError if the state machine has no such move.
   */
  apply(source: SourceRecord, event: SourceEvent, outcome: { readonly refused?: number | null } = {}): void {
    const record: Mutable<SourceRecord> = source
    record.state = nextSourceState(source.state, event)
    Object.assign(record, outcome)
    const now = this.clock.now()
    if (event.kind === 'prepare') record.startedAt ??= now
    if (event.kind === 'upload') record.uploadingAt ??= now
    if (event.kind === 'post') record.uploadedAt = now
    if (event.kind === 'queued') record.queuedAt = event.at
    if (event.kind === 'retry') Object.assign(record, { retriedAt: now, ...unstarted })
    if (event.kind === 'retry' || event.kind === 'sendApart') {
      this.#record.landedValues = null
      // If some blobs have landed, only the failed ones are made anew.
      if (this.blobsOf(source).some(hasLanded)) this.#renewFailedBlobs(source)
      else record.attempt += 1
      record.refused = null
      record.landed = null
      record.queuedAt = null
    }
    record.settledAt = isSettled(source.state) ? now : null
    if (event.kind !== 'upload') this.#rates.delete(source.sourceId)
    if (event.kind !== 'queued') this.troubles.setSource(source.sourceId, null)
    if (isUnwatched(source.state) || unwantedCounts.has(source.state.kind)) this.stopCount(source)
    this.#saveSource(source)
    this.#saveJob()
  }

  /** Shows how far an upload is. The journal does not keep it: a restart goes by the blobs. */
  progress(source: SourceRecord, bytesSent: number, bytesTotal: number | null): void {
    // Blocks of a source that was canceled may still arrive.
    if (!canTake(source.state, 'upload')) return
    const record: Mutable<SourceRecord> = source
    record.state = nextSourceState(source.state, { kind: 'upload', bytesSent, bytesTotal })
    let rate = this.#rates.get(source.sourceId)
    if (rate === undefined) this.#rates.set(source.sourceId, (rate = new UploadRate(this.clock)))
    rate.add(bytesSent)
    this.#changed()
  }

  /** Notes how far leaving records out of a source, or converting it, is. */
  goingThrough(source: SourceRecord, far: GoneThrough): void {
    const { state } = source
    // A source that was canceled may still report.
    if (state.kind !== 'uploading' || state.bytesSent > 0) return
    const record: Mutable<SourceRecord> = source
    record.state = { ...state, ...far }
    this.#changed()
  }

  /** Notes what was learned about the content of a source. */
  learn(source: SourceRecord, facts: SourceFacts): void {
    Object.assign(source, facts)
    this.#saveSource(source)
  }

  /** Notes how many rows of a source are in the table; null if unknown. */
  setSourceLanded(source: SourceRecord, rows: number | null): void {
    const record: Mutable<SourceRecord> = source
    record.landed = rows
    this.#saveSource(source)
  }

  /**
   * Notes that the records of a source are being counted: the job is not at rest before {@link endCount}.
   *
   * @returns A signal that fires when the count is no longer needed; undefined if a count is already under way.
   */
  beginCount({ sourceId }: SourceRecord): AbortSignal | undefined {
    return this.#counts.begin(sourceId)
  }

  /** Stops counting the records of a source: the count is no longer needed. */
  stopCount({ sourceId }: SourceRecord): void {
    this.#counts.stop(sourceId)
  }

  /** Notes how many records of a counted source should land; null if that could not be found out. */
  endCount(source: SourceRecord, expected: number | null): void {
    this.#counts.end(source.sourceId)
    if (expected !== null) {
      this.learn(source, { expected })
      for (const blob of this.blobsOf(source)) {
        const parts = blob.parts.map((part) =>
          part.sourceId === source.sourceId ? { ...part, records: expected } : part,
        )
        this.setBlob(blob, blob.state, { parts })
      }
    }
    this.#saveSource(source)
    this.#saveJob()
  }

  addBlob(blob: BlobRecord): void {
    this.#index(blob)
    this.#surroundings.journal.saveBlob(blob)
  }

  setBlob(blob: BlobRecord, state: BlobState, change: BlobChange = {}): void {
    Object.assign(blob, change, { state })
    this.#surroundings.journal.saveBlob(blob)
    this.#changed()
  }

  #renewFailedBlobs(source: SourceRecord): void {
    for (const blob of this.blobsOf(source).filter(isRenewable)) {
      const renewed = renewedBlob(blob, source, this.record)
      this.setBlob(blob, 'discarded')
      this.addBlob(renewed)
    }
  }

  #saveSource(source: SourceRecord): void {
    this.#surroundings.journal.saveSource(source)
    this.#changed()
  }

  #saveJob(): void {
    this.#surroundings.journal.saveJob(this.record, () => this.isOpen)
    this.#surroundings.journal.saveEntry(this.record, () => this.entryInJournal)
    this.#changed()
  }

  #changed(): void {
    this.revision += 1
    this.#surroundings.onChange(this)
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
