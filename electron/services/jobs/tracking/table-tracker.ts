import { latestSealAt } from '../../../domain/batch-sealing'
import { defaultBatchingPolicy } from '../../../domain/batching-policy'
import { isUnwatched } from '../../../domain/source-state'
import type { StudioErrorCode } from '../../../domain/error-codes'
import { StudioError } from '../../../domain/studio-error'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { BlobRecord, SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { isBeingRead } from '../values/being-read'
import type { ObservedTable, TableSubscriber } from '../../tables/table-observer'
import type { TableSubscription } from '../../tables/table-observers'
import type { TableReading, TaggedRows } from '../../tables/table-reading'
import { isFaultOfOne, judgeBlobs } from './blob-judgement'
import { accountForSources, allLinesWithoutRow, namesOf, settleSource } from './source-settlement'
import { readReport } from './read-report'
import { maximumPosts, openReason, StatusTrails } from './status-trails'
import type { TrackerParts } from './tracker-parts'
import { pollDelayMs, readDelayMs, type PollSituation } from './tracking-pace'

/** Status entries to read in one round, and at the same time. */
const readsPerRound = 128
const readsAtOnce = 8
/** Sources to settle in one turn of the process. */
const settledPerTurn = 500
/** If the service says nothing for this long after a batch was sealed, its messages count as lost. */
const patienceMs = 15 * 60_000
/**
 * A message is posted again if its batch should have been sealed this long ago, and since then the service has reported
 * nothing and the table has not changed. Only on a cluster that takes each id once. The wait doubles with each post,
 * because more messages do not help a busy cluster.
 */
const silenceMs = 20_000
/** A look that is later than this was late because the machine slept. */
const sleptMs = 60_000

/** After these failures the cluster may have restarted. */
const awayCodes: ReadonlySet<StudioErrorCode> = new Set(['ClusterUnreachable', 'UploadFailed'])

/** How soon the table is looked at after a post. */
const firstLookMs = 50

/**
 * Follows the blobs posted to one table until they have landed. After each reading of the table it reads the service's
 * reports on the blobs, and decides from reports and rows which blobs are done.
 */
export class TableTracker implements TableSubscriber {
  readonly #parts: TrackerParts
  readonly #table: ObservedTable
  readonly #jobs = new Set<LiveJob>()
  readonly #trails: StatusTrails
  /** Blobs that are being posted again. */
  readonly #driving = new Set<string>()
  #subscription: TableSubscription | undefined
  #look: Promise<void> | undefined
  #nextLookAt = Number.POSITIVE_INFINITY
  #lastChangeAt: number
  #reading: TableReading | undefined
  /** Whether the service has reported more since the table was read. */
  #hasNews = false
  /** Whether a reading has come since the blobs were last judged. */
  #isUnjudged = false
  /** When the rows under each job's tag were last counted. */
  readonly #countedAt = new WeakMap<LiveJob, number>()
  #failures = 0
  /** When the looks began to fail, if the last one did. */
  #failingSince: number | undefined
  /** Whether the cluster was away since messages were posted: it may have forgotten some. */
  #wasAway = false

  constructor(parts: TrackerParts, table: ObservedTable) {
    this.#parts = parts
    this.#table = table
    this.#trails = new StatusTrails(parts.clock)
    this.#lastChangeAt = parts.clock.elapsed()
  }

  /** Follows a job from now on. Call it again when more of the job was posted. */
  watch(job: LiveJob): void {
    const { clock, closing, tables } = this.#parts
    this.#jobs.add(job)
    this.#lastChangeAt = clock.elapsed()
    this.#nextLookAt = Math.min(this.#nextLookAt, clock.elapsed() + firstLookMs)
    if (closing.aborted) return
    this.#subscription ??= tables.follow(this.#table, this)
    this.#subscription.plan()
  }

  /** Looks at everything now, instead of at the planned time. */
  async checkNow(): Promise<void> {
    await this.#look
    for (const job of this.#jobs) this.#trails.readSoon(job.watchedBlobs())
    await this.#subscription?.lookNow()
    await this.#look
  }

  /** Looks at once, instead of at the planned time, if anything is followed. */
  lookSoon(): void {
    if (this.#jobs.size > 0) void this.checkNow().catch((error: unknown) => this.fail(error))
  }

  /** Stops following a job: another tracker does now. */
  forget(job: LiveJob): void {
    this.#jobs.delete(job)
    if (this.#jobs.size === 0) this.stop()
  }

  stop(): void {
    this.#subscription?.end()
    this.#subscription = undefined
    this.#nextLookAt = Number.POSITIVE_INFINITY
  }

  dueAt(): number {
    // The next look is planned once this one has ended.
    return this.#look === undefined ? this.#nextLookAt : Number.POSITIVE_INFINITY
  }

  tags(): string[] {
    return this.#taggedJobs().flatMap(({ record }) => record.tag ?? [])
  }

  /** If the rows under a job's tag are unknown, each new report calls for a count of the whole table. */
  wantsRows(): boolean {
    return this.#hasNews && [...this.#jobs].some((job) => job.record.landed === null)
  }

  /** A blob reported as done is judged by rows that were counted after the report. */
  needsTags(): boolean {
    return this.#taggedJobs().some((job) => job.watchedBlobs().some((blob) => this.#trails.isReported(blob)))
  }

  take(reading: TableReading): void {
    const { tagged } = reading
    // Without permission to see extents, only the service's reports count.
    const mayNotSee = tagged instanceof StudioError && ['AccessDenied', 'TableNotFound'].includes(tagged.code)
    if (tagged instanceof StudioError && !mayNotSee) {
      this.fail(tagged)
      return
    }
    this.#reading = reading
    for (const job of this.#taggedJobs()) {
      if (tagged instanceof StudioError) job.setLanded(null)
      else this.#noteRows(job, tagged)
    }
    this.#isUnjudged = true
    void this.#start()
  }

  fail(error: unknown): void {
    this.#failures += 1
    this.#failingSince ??= this.#parts.clock.elapsed()
    this.#reading = undefined
    if (!this.#parts.closing.aborted) this.#parts.log('tracking', 'A look at a table failed', error)
    this.#wait(error instanceof StudioError ? error.retryAfterMs : undefined)
    this.#noteTrouble(error, this.#nextLookAt - this.#parts.clock.elapsed())
  }

  #taggedJobs(): LiveJob[] {
    return [...this.#jobs].filter((job) => job.record.tag !== null && job.watchedBlobs().length > 0)
  }

  #noteRows(job: LiveJob, tagged: TaggedRows | null): void {
    const rows = tagged?.rows.get(job.record.tag ?? '')
    // The job began after the tags were counted: the next reading has its rows.
    if (tagged === null || rows === undefined) return
    this.#countedAt.set(job, tagged.askedAt)
    if (!job.setLanded(rows)) return
    this.#lastChangeAt = this.#parts.clock.elapsed()
    // Read their reports with the next look.
    this.#trails.readSoon(job.watchedBlobs())
  }

  /** Plans the next look by what is expected to happen, not before the cluster wants to be asked again. */
  #wait(retryAfterMs = 0): void {
    const waitMs = Math.max(pollDelayMs(this.#situation()), Math.min(retryAfterMs, patienceMs))
    this.#nextLookAt = this.#parts.clock.elapsed() + waitMs
    this.#subscription?.plan()
  }

  async #start(): Promise<void> {
    // The machine has slept, and maybe the cluster with it: silence counts from now on.
    const late = this.#parts.clock.elapsed() - this.#nextLookAt
    if (late > sleptMs) this.#lastChangeAt = this.#parts.clock.elapsed()
    this.#look ??= this.#lookAtReports()
      .then(
        () => {
          this.#failures = 0
          this.#failingSince = undefined
          this.#wait()
        },
        (error: unknown) => this.fail(error),
      )
      .then(async () => {
        this.#look = undefined
        if (this.#jobs.size === 0) this.stop()
        else if (this.#isUnjudged && !this.#parts.closing.aborted) await this.#start()
        else this.#subscription?.plan()
      })
    await this.#look
  }

  async #lookAtReports(): Promise<void> {
    const { closing } = this.#parts
    const access = await this.#parts.accessTo(this.#table.clusterUri)
    this.#forgiveAbsence()
    await this.#judgeAll()
    const watched = [...this.#jobs].flatMap((job) => job.watchedBlobs())
    const due = this.#trails.due(watched, readsPerRound)
    let isReadable = true
    for (let index = 0; index < due.length && !closing.aborted; index += readsAtOnce) {
      const reads = due.slice(index, index + readsAtOnce).map((blob) => this.#read(access, blob))
      if ((await Promise.all(reads)).includes(false)) isReadable = false
    }
    if (isReadable) for (const job of this.#jobs) job.troubles.set('tracking', null)
    if (this.wantsRows()) await this.#subscription?.lookNow()
    this.#hasNews = false
    await this.#judgeAll()
    const deduplicates = await access.deduplicates()
    if (this.#wasAway && deduplicates) this.#driveAll()
    this.#wasAway = false
    for (const job of this.#jobs) {
      this.#driveOn(job, deduplicates)
      this.#release(job)
    }
  }

  /** While a cluster was paused or busy it could not say anything: that silence loses no message. */
  #forgiveAbsence(): void {
    const now = this.#parts.clock.elapsed()
    if (this.#failingSince !== undefined && now - this.#failingSince > silenceMs) this.#lastChangeAt = now
  }

  async #judgeAll(): Promise<void> {
    this.#isUnjudged = false
    for (const job of this.#jobs) await this.#judge(job)
  }

  /** Asks what became of a blob. False if it cannot be asked; the others are asked all the same. */
  async #read(access: ClusterAccess, blob: BlobRecord): Promise<boolean> {
    const { closing, log } = this.#parts
    this.#trails.reading(blob, (reads) => readDelayMs(reads, this.#situation()))
    try {
      const job = [...this.#jobs].find(({ jobId }) => jobId === blob.jobId)
      if (job === undefined) return true
      const report = await readReport(access, job, blob, closing)
      if (report === undefined) return true
      if (this.#trails.note(blob, report)) {
        this.#lastChangeAt = this.#parts.clock.elapsed()
        this.#hasNews = true
      }
      // The details of an open status say why the service has to try again.
      for (const { sourceId } of blob.parts) job.troubles.setSource(sourceId, openReason(report))
      return true
    } catch (error) {
      if (closing.aborted || !(error instanceof StudioError)) throw error
      this.#noteTrouble(error)
      log('tracking', 'A report could not be read', error)
      return false
    }
  }

  /** Shows what keeps the jobs from being followed. A cluster that was away may have forgotten messages. */
  #noteTrouble(error: unknown, nextLookMs?: number): void {
    if (!(error instanceof StudioError)) return
    if (awayCodes.has(error.code)) this.#wasAway = true
    const { message, nextStep } = error
    const nextTryAt = nextLookMs === undefined ? undefined : this.#parts.clock.now() + nextLookMs
    for (const job of this.#jobs) job.troubles.set('tracking', { message, nextStep, nextTryAt })
  }

  async #judge(job: LiveJob): Promise<void> {
    const blobs = [...job.blobs].filter((blob) => blob.state !== 'discarded')
    const { clock } = this.#parts
    const evidence = {
      ...this.#trails.evidence(job, this.#countedAt.get(job) ?? 0),
      taggedRows: job.record.tag === null ? null : job.record.landed,
      linesWithoutRow: allLinesWithoutRow(job),
      isBeingRead: isBeingRead(job),
      isTagged: job.record.tag !== null,
      isQuiet: clock.elapsed() > this.#quietSince(job) + silenceMs,
    }
    const verdicts = judgeBlobs(blobs, evidence, (blob) => namesOf(job.sourcesOf(blob)))
    const touched = new Set<SourceRecord>()
    for (const verdict of verdicts) {
      const { blob, state, error } = verdict
      // Still on their way into the queue: the next look judges them.
      if (isFaultOfOne(verdict) && job.sourcesOf(blob).some((one) => one.state.kind === 'posting')) continue
      job.setBlob(blob, state, { error })
      this.#trails.forget(blob)
      for (const source of job.sourcesOf(blob)) {
        touched.add(source)
        const { kind } = source.state
        const isOut = kind === 'queued' || (kind === 'unknown' && !isUnwatched(source.state))
        if (isOut && isFaultOfOne(verdict)) job.apply(source, { kind: 'sendApart' })
      }
      if (isFaultOfOne(verdict)) this.#parts.onRestarted(job)
      this.#lastChangeAt = clock.elapsed()
    }
    let settled = 0
    for (const source of job.sources) {
      // The last blob of a source may be judged before all of the source is posted.
      if (!touched.has(source) && source.state.kind !== 'queued') continue
      settleSource(job, source, clock.now())
      settled += 1
      // Thousands may land at once, and the process has other things to do.
      if (settled % settledPerTurn === 0) await clock.nextTurn()
    }
    if (touched.size === 0) return
    accountForSources(job)
    // This reading includes the job's rows. If it has no row count, the table is counted once the job has ended.
    const { rows, tagged } = this.#reading ?? {}
    if (typeof rows !== 'number') job.setRowsAfter(null)
    else job.setRowsAfter(rows, this.#othersBeside(job, tagged))
  }

  /** Asked for once, with the last rows of the job: looking through the others is some work. */
  #othersBeside(job: LiveJob, tagged: TableReading['tagged'] | undefined): number | null {
    if (job.watchedBlobs().length > 0) return null
    const rowsUnder = tagged instanceof StudioError ? undefined : tagged?.rows
    return this.#parts.rowsOfOthers(job, rowsUnder)
  }

  /** When the job's last batch should have been sealed, or the last change if that came later. */
  #quietSince(job: LiveJob): number {
    const policy = job.record.policy ?? defaultBatchingPolicy
    let since = this.#lastChangeAt
    for (const blob of job.watchedBlobs()) {
      const queuedAt = blob.queuedAt === null ? since : this.#trails.queuedAt(blob)
      since = Math.max(since, latestSealAt(queuedAt, policy))
    }
    return since
  }

  /** Posts lost messages again, and gives up on silent ones. */
  #driveOn(job: LiveJob, deduplicates: boolean): void {
    const now = this.#parts.clock.elapsed()
    const policy = job.record.policy ?? defaultBatchingPolicy
    for (const blob of job.watchedBlobs()) {
      const sealedAt = latestSealAt(this.#trails.queuedAt(blob), policy)
      const isLost = this.#trails.isLost(blob)
      // A cluster that says why it tries again is not silent.
      const quietSince = Math.max(sealedAt, this.#lastChangeAt, this.#trails.of(blob).heardAt)
      const isSilent = now > quietSince + silenceMs * 2 ** Math.max(blob.posts - 1, 0)
      if (this.#driving.has(blob.blobId)) continue
      if (deduplicates && !blob.isCancelAsked && blob.posts < maximumPosts && (isLost || isSilent)) {
        this.#drive(job, blob)
      } else if (blob.state === 'queued' && now > quietSince + patienceMs) {
        job.setBlob(blob, 'unknown')
        for (const source of job.sourcesOf(blob)) {
          if (source.state.kind === 'queued')
            job.apply(source, { kind: 'lostTrack', reason: 'trackingTimedOut' })
        }
      }
    }
  }

  /** Posts everything again under its id: a killed cluster may have forgotten what it acknowledged. */
  #driveAll(): void {
    for (const job of this.#jobs) {
      for (const blob of job.watchedBlobs())
        if (!blob.isCancelAsked && !this.#driving.has(blob.blobId)) this.#drive(job, blob)
    }
  }

  #drive(job: LiveJob, blob: BlobRecord): void {
    this.#trails.forget(blob)
    this.#driving.add(blob.blobId)
    void this.#parts.redrive(job, blob).finally(() => this.#driving.delete(blob.blobId))
  }

  #release(job: LiveJob): void {
    if (job.watchedBlobs().length > 0) return
    const isComing = job.sources.some(({ state }) => state.kind === 'queued' || state.kind === 'posting')
    if (isComing) return
    this.#jobs.delete(job)
    if (job.isAtRest) this.#parts.onSettled(job)
  }

  #situation(): PollSituation {
    const now = this.#parts.clock.elapsed()
    let sealsAt: number | null = null
    let isWaiting = false
    for (const job of this.#jobs) {
      for (const blob of job.watchedBlobs()) {
        if (blob.state !== 'queued') continue
        isWaiting = true
        const at = latestSealAt(this.#trails.queuedAt(blob), job.record.policy ?? defaultBatchingPolicy)
        // The seal nearest to now, before or after it.
        if (sealsAt === null || Math.abs(at - now) < Math.abs(sealsAt - now)) sealsAt = at
      }
    }
    return {
      isLoopback: /^http:\/\//.test(this.#table.clusterUri),
      quietMs: now - this.#lastChangeAt,
      untilSealMs: sealsAt === null ? null : sealsAt - now,
      isWaiting,
      failures: this.#failures,
    }
  }
}
