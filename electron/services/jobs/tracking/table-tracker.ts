import { latestSealAt } from '../../../domain/batch-sealing'
import { defaultBatchingPolicy } from '../../../domain/batching-policy'
import { isUnwatched } from '../../../domain/source-state'
import type { StudioErrorCode } from '../../../domain/error-codes'
import { StudioError } from '../../../domain/studio-error'
import { createCatalogReader } from '../../kusto/catalog-reader'
import { rowsByTag, taggedExtents } from '../../kusto/extents'
import type { IngestionStatus } from '../../kusto/table-status-tracker'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { BlobRecord, SourceRecord } from '../state/job-record'
import { tagPrefix } from '../start/job-tag'
import type { LiveJob } from '../state/live-job'
import type { Cancel, Clock } from '../../clock'
import { isFaultOfOne, judgeBlobs } from './settlement'
import { accountForSources, settleSource } from './source-settlement'
import { maximumPosts, StatusTrails } from './status-trails'
import { pollDelayMs, readDelayMs, type PollSituation } from './tracking-pace'

/** Status entries to read in one round, and at the same time. */
const readsPerRound = 128
const readsAtOnce = 8
/** Sources to settle in one turn of the process. */
const settledPerTurn = 500
/** The service has this long after the batch was sealed before a message counts as lost. */
const patienceMs = 15 * 60_000
/**
 * On a cluster that takes an id once, a message is posted again if neither it nor the table was heard of for this long
 * after its seal; for twice as long each time, because it does not help a busy cluster.
 */
const silenceMs = 20_000

/** After these failures the cluster may be another process than before. */
const awayCodes: ReadonlySet<StudioErrorCode> = new Set(['ClusterUnreachable', 'UploadFailed'])

/** What tracking needs. */
export interface TrackerParts {
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  /** Posts a message again under its id, and uploads its blob again if storage lost it. */
  readonly redrive: (job: LiveJob, blob: BlobRecord) => Promise<void>
  /** Called when sources of a job are pending again. */
  readonly onRestarted: (job: LiveJob) => void
  /** Called once nothing of a job is open. */
  readonly onSettled: (job: LiveJob) => void
  readonly log: (scope: string, message: string, error?: unknown) => void
  readonly closing: AbortSignal
  readonly clock: Clock
}

/** Follows posted blobs of one table until they have landed: one look at the extents serves all its jobs. */
export class TableTracker {
  readonly #parts: TrackerParts
  readonly #clusterUri: string
  readonly #jobs = new Set<LiveJob>()
  readonly #trails: StatusTrails
  /** Blobs that are being posted again. */
  readonly #driving = new Set<string>()
  #timer: Cancel | undefined
  #round: Promise<void> | undefined
  #lastChangeAt: number
  /** When the present count of rows was asked for. */
  #countedAt = 0
  #failures = 0
  /** Whether the cluster was away after its messages were posted: it may have forgotten some. */
  #wasAway = false

  constructor(parts: TrackerParts, clusterUri: string) {
    this.#parts = parts
    this.#clusterUri = clusterUri
    this.#trails = new StatusTrails(parts.clock)
    this.#lastChangeAt = parts.clock.now()
  }

  get isIdle(): boolean {
    return this.#jobs.size === 0
  }

  /** Follows a job from now on. Call it again when more of the job was posted. */
  watch(job: LiveJob): void {
    this.#jobs.add(job)
    this.#lastChangeAt = this.#parts.clock.now()
    this.#schedule(50)
  }

  /** Looks at everything now, ahead of the pace. */
  async checkNow(): Promise<void> {
    await this.#round
    for (const job of this.#jobs) this.#trails.readSoon(job.watchedBlobs())
    await this.#start()
  }

  /** Stops following a job: another tracker does now. */
  forget(job: LiveJob): void {
    this.#jobs.delete(job)
  }

  stop(): void {
    this.#timer?.()
  }

  #schedule(delayMs: number): void {
    if (this.#parts.closing.aborted) return
    this.#timer?.()
    this.#timer = this.#parts.clock.after(delayMs, () => void this.#start())
  }

  async #start(): Promise<void> {
    this.#timer?.()
    this.#round ??= this.#look()
      .then(
        () => (this.#failures = 0),
        (error: unknown) => {
          this.#failures += 1
          this.#noteTrouble(error)
          if (!this.#parts.closing.aborted) this.#parts.log('tracking', 'A look at a table failed', error)
        },
      )
      .then(() => {
        this.#round = undefined
        if (this.#jobs.size > 0) this.#schedule(pollDelayMs(this.#situation()))
      })
    await this.#round
  }

  async #look(): Promise<void> {
    const { closing } = this.#parts
    const access = await this.#parts.accessTo(this.#clusterUri)
    const changedAt = this.#lastChangeAt
    await this.#countRows(access)
    await this.#countTable(access, changedAt)
    for (const job of this.#jobs) await this.#judge(job)
    const judgedAt = this.#lastChangeAt
    const watched = [...this.#jobs].flatMap((job) => job.watchedBlobs())
    const due = this.#trails.due(watched, readsPerRound)
    let isReadable = true
    for (let index = 0; index < due.length && !closing.aborted; index += readsAtOnce) {
      const reads = due.slice(index, index + readsAtOnce).map((blob) => this.#read(access, blob))
      if ((await Promise.all(reads)).includes(false)) isReadable = false
    }
    if (isReadable) for (const job of this.#jobs) job.troubles.set('tracking', null)
    await this.#countTable(access, judgedAt)
    for (const job of this.#jobs) await this.#judge(job)
    const deduplicates = await access.deduplicates()
    if (this.#wasAway && deduplicates) this.#driveAll()
    this.#wasAway = false
    for (const job of this.#jobs) {
      this.#driveOn(job, deduplicates)
      this.#release(job)
    }
  }

  /** Counts the rows under the tags of all jobs with one command. */
  async #countRows(access: ClusterAccess): Promise<void> {
    const tagged = [...this.#jobs].filter((job) => job.record.tag !== null && job.watchedBlobs().length > 0)
    const [first] = tagged
    if (first === undefined) return
    const askedAt = this.#parts.clock.now()
    const tags = tagged.flatMap(({ record }) => (record.tag === null ? [] : [record.tag]))
    try {
      const extents = await taggedExtents(
        access.connection,
        first.record,
        tags,
        tagPrefix,
        this.#parts.closing,
      )
      this.#countedAt = askedAt
      const counts = rowsByTag(extents, tags)
      for (const job of tagged) {
        const rows = counts.get(job.record.tag ?? '') ?? 0
        if (!job.setLanded(rows)) continue
        this.#lastChangeAt = this.#parts.clock.now()
        // Read their reports with the next look.
        this.#trails.readSoon(job.watchedBlobs())
      }
    } catch (error) {
      // A principal that may only ingest sees no extents; then there are only the service's reports.
      const mayNotSee = error instanceof StudioError && ['AccessDenied', 'TableNotFound'].includes(error.code)
      if (!mayNotSee) throw error
      for (const job of tagged) job.setLanded(null)
    }
  }

  /** Counts the whole table if something has come in since; the last count is the one after the job. */
  async #countTable(access: ClusterAccess, since: number): Promise<void> {
    const [first] = this.#jobs
    if (first === undefined || this.#lastChangeAt === since) return
    const { database, table } = first.record
    const { closing } = this.#parts
    try {
      const rows = await createCatalogReader(access.connection).rowCount(database, table, { signal: closing })
      for (const job of this.#jobs) job.setRowsAfter(rows)
    } catch (error) {
      // A principal that may ingest may not be allowed to query; then the count is unknown, and shown so.
      if (!(error instanceof StudioError)) throw error
    }
  }

  /** Asks what became of a blob. False if it cannot be asked; the others are asked all the same. */
  async #read(access: ClusterAccess, blob: BlobRecord): Promise<boolean> {
    const { closing, log } = this.#parts
    this.#trails.reading(blob, (reads) => readDelayMs(reads, this.#situation()))
    try {
      const report = await access.statusTable.read(blob.blobId, closing)
      if (report === undefined) return true
      if (this.#trails.note(blob, report)) this.#lastChangeAt = this.#parts.clock.now()
      const job = [...this.#jobs].find(({ jobId }) => jobId === blob.jobId)
      // The details of an open status say why the service has to try again.
      for (const { sourceId } of blob.parts) job?.troubles.setSource(sourceId, openReason(report))
      return true
    } catch (error) {
      if (closing.aborted || !(error instanceof StudioError)) throw error
      this.#noteTrouble(error)
      log('tracking', 'The status table could not be read', error)
      return false
    }
  }

  /** Shows what keeps the jobs from being followed. A cluster that was away may have forgotten messages. */
  #noteTrouble(error: unknown): void {
    if (!(error instanceof StudioError)) return
    if (awayCodes.has(error.code)) this.#wasAway = true
    for (const job of this.#jobs) job.troubles.set('tracking', error)
  }

  async #judge(job: LiveJob): Promise<void> {
    const blobs = [...job.blobs].filter((blob) => blob.state !== 'discarded')
    const now = this.#parts.clock.now()
    const evidence = {
      ...this.#trails.evidence(job, this.#countedAt),
      taggedRows: job.record.tag === null ? null : job.record.landed,
      isTagged: job.record.tag !== null,
      isQuiet: now > this.#quietSince(job) + silenceMs,
    }
    const verdicts = judgeBlobs(blobs, evidence, (blob) => nameOf(job, blob))
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
      this.#lastChangeAt = now
    }
    let settled = 0
    for (const source of job.sources) {
      // The last blob of a source may be judged before all of the source is posted.
      if (!touched.has(source) && source.state.kind !== 'queued') continue
      settleSource(job, source, now)
      settled += 1
      // Thousands may land at once, and the process has other things to do.
      if (settled % settledPerTurn === 0) await this.#parts.clock.nextTurn()
    }
    if (touched.size > 0) accountForSources(job)
  }

  /** When the last batch of a job must have been sealed, or anything moved since. */
  #quietSince(job: LiveJob): number {
    const policy = job.record.policy ?? defaultBatchingPolicy
    let since = this.#lastChangeAt
    for (const { queuedAt } of job.watchedBlobs())
      since = Math.max(since, latestSealAt(queuedAt ?? since, policy))
    return since
  }

  /** Posts lost messages again, and gives up on silent ones. */
  #driveOn(job: LiveJob, deduplicates: boolean): void {
    const now = this.#parts.clock.now()
    const policy = job.record.policy ?? defaultBatchingPolicy
    for (const blob of job.watchedBlobs()) {
      const sealedAt = latestSealAt(blob.queuedAt ?? now, policy)
      const isLost = this.#trails.isLost(blob)
      // A cluster that says why it tries again is not silent.
      const quietSince = Math.max(sealedAt, this.#lastChangeAt, this.#trails.of(blob).heardAt)
      const isSilent = now > quietSince + silenceMs * 2 ** Math.max(blob.posts - 1, 0)
      if (this.#driving.has(blob.blobId)) continue
      if (deduplicates && blob.posts < maximumPosts && (isLost || isSilent)) {
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
      for (const blob of job.watchedBlobs()) if (!this.#driving.has(blob.blobId)) this.#drive(job, blob)
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
    const now = this.#parts.clock.now()
    let sealsAt: number | null = null
    let isWaiting = false
    for (const job of this.#jobs) {
      for (const blob of job.watchedBlobs()) {
        if (blob.state !== 'queued') continue
        isWaiting = true
        const at = latestSealAt(blob.queuedAt ?? now, job.record.policy ?? defaultBatchingPolicy)
        // The seal nearest to now, before or after it.
        if (sealsAt === null || Math.abs(at - now) < Math.abs(sealsAt - now)) sealsAt = at
      }
    }
    return {
      isLoopback: /^http:\/\//.test(this.#clusterUri),
      quietMs: now - this.#lastChangeAt,
      untilSealMs: sealsAt === null ? null : sealsAt - now,
      isWaiting,
      failures: this.#failures,
    }
  }
}

/** Why the service is not done with a message; null if it does not say, or is done. */
function openReason({ status, details }: IngestionStatus): string | null {
  return status === 'Pending' || status === 'Queued' ? (details ?? null) : null
}

function nameOf(job: LiveJob, blob: BlobRecord): string {
  const [first, ...others] = job.sourcesOf(blob)
  const name = first?.name ?? 'A source'
  return others.length === 0 ? name : `${name} and ${others.length} more in its blob`
}
