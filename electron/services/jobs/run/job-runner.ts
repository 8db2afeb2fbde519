import { StudioError, toWireError } from '../../../domain/studio-error'
import { isUnwatched } from '../../../domain/source-state'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { SourceRecord } from '../state/job-record'
import { JobHolds } from './job-holds'
import type { LiveJob } from '../state/live-job'
import type { Clock } from '../../../domain/concurrency/clock'
import type { RecordCounts, SourceStores } from '../kinds/source-kind'
import { PackChoice } from '../pack/pack-choice'
import { reuploadPack, runPack } from '../pack/pack-run'
import { Limiter } from '../../../domain/concurrency/limiter'
import type { PieceBudget } from '../upload/piece-budget'
import { postBlob, postSource, sasNeeded, uploadedTarget, type SourcePost } from '../post/source-post'
import { countSource } from '../count/source-count'
import { failSource } from './end-unsent'
import { kindOf } from '../kinds/source-kinds'
import type { RefusalGate } from './refusal-gate'
import { runSource } from './run-source'
import type { SourceRun } from './source-context'
import { reuploadBlob } from '../upload/source-upload'
import { blobExists } from '../../kusto/blob-upload'
import { isBlobSettled, type BlobRecord } from '../state/job-record'

/** A larger source has the compressors to itself; many smaller ones are under way at once. */
const largeBytes = 8 * 1_048_576
const smallAtOnce = 16
const largeAtOnce = 1
/** How many packs of small files are made at once. */
const packsAtOnce = 2
const postsAtOnce = 16
const countsAtOnce = 2
/** Blobs are far away: most of the time goes into waiting for storage. */
const blobCountsAtOnce = 8

/** What the runner needs. */
interface RunnerParts {
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly commit: () => Promise<void>
  readonly stores: SourceStores
  readonly gate: RefusalGate
  readonly counts: RecordCounts
  readonly pieces: PieceBudget
  /** Called when sources of a job were posted, or ended earlier. */
  readonly onPosted: (job: LiveJob) => void
  readonly log: (scope: string, message: string, error?: unknown) => void
  readonly closing: AbortSignal
  readonly clock: Clock
  readonly targetBytes?: number | undefined
  /** How long a job waits for its cluster before its sources fail. */
  readonly patienceMs?: number | undefined
}

type StopReason = 'cancel' | 'pause'

type UnitSize = 'large' | 'small' | 'pack'

/** What goes to the queue together: one source, or small files in one blob. */
interface Unit {
  readonly size: UnitSize
  readonly sources: readonly SourceRecord[]
  readonly stop: AbortController
}

const unitsAtOnce: Readonly<Record<UnitSize, number>> = {
  large: largeAtOnce,
  small: smallAtOnce,
  pack: packsAtOnce,
}

/** Chooses what runs next, and takes it to the queue. */
export class JobRunner {
  readonly #parts: RunnerParts
  readonly #jobs = new Set<LiveJob>()
  readonly #units = new Set<Unit>()
  /** By source. */
  readonly #active = new Map<string, Unit>()
  readonly #packs = new PackChoice()
  /** Sources that were canceled while they were under way. */
  readonly #canceled = new Set<string>()
  readonly #posting = new Limiter(postsAtOnce)
  readonly #counting = new Limiter(countsAtOnce)
  readonly #countingBlobs = new Limiter(blobCountsAtOnce)
  readonly #uploadedHere = new Set<string>()
  readonly #running = new Set<Promise<void>>()
  readonly #holds: JobHolds

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#holds = new JobHolds(parts.clock, parts.patienceMs, () => this.wake())
  }

  /** Runs a job's pending sources from now on, in the order of all jobs. */
  add(job: LiveJob): void {
    this.#jobs.add(job)
    this.wake()
  }

  /** Starts whatever may start. */
  wake(): void {
    if (this.#parts.closing.aborted) return
    const jobs = [...this.#jobs].sort((a, b) => a.record.position - b.record.position)
    for (const job of jobs) {
      if (job.record.paused || this.#holds.isHeld(job)) continue
      let isIdle = true
      for (const source of job.sources) {
        if (source.state.kind !== 'pending' || this.#active.has(source.sourceId)) continue
        isIdle = false
        if (!this.#startFrom(job, source) && !this.#hasRoom('small')) return
      }
      if (isIdle && job.isAtRest) this.#jobs.delete(job)
    }
  }

  /** Stops sources that are not posted yet; those being posted continue. */
  stop(sources: readonly SourceRecord[], reason: StopReason): void {
    for (const { sourceId } of sources) {
      const active = this.#active.get(sourceId)
      if (active === undefined) continue
      if (reason === 'cancel') this.#canceled.add(sourceId)
      active.stop.abort()
    }
  }

  /** The user wants the job to continue now. */
  unhold(job: LiveJob): void {
    this.#holds.release(job)
    this.wake()
  }

  /** Tries at once whatever waits for its cluster. */
  tryNow(): void {
    this.#holds.tryNow()
    this.wake()
  }

  /** Continues a source that was being posted when the process or the cluster ended, with all in its blob. */
  resumePosting(job: LiveJob, source: SourceRecord): void {
    const [first] = sharersOf(job, source)
    if (first === source) this.#track(this.#resumePosting(job, source))
  }

  /** Counts the records of a source in the background, if its kind needs that. */
  count(job: LiveJob, source: SourceRecord): void {
    if (!kindOf(source).needsCount(source)) return
    const { stores, counts, closing, onPosted, log } = this.#parts
    const counting = kindOf(source).isUploaded ? this.#counting : this.#countingBlobs
    const work = countSource({ ...stores, job, counts, counting, closing }, source)
      .catch((error: unknown) => log('jobs', `“${source.name}” could not be counted`, error))
      .then(() => {
        if (!closing.aborted && job.isAtRest) onPosted(job)
      })
    this.#track(work)
  }

  /** Posts a blob again under its id; does nothing on a cluster that would ingest it twice. */
  async redrive(job: LiveJob, blob: BlobRecord): Promise<void> {
    const work = this.#redrive(job, blob).catch((error: unknown) => {
      if (this.#parts.closing.aborted) return
      this.#parts.log('jobs', 'A message could not be posted again', error)
      if (isBlobSettled(blob)) return
      // It counts as a try, so that this does not go on for ever.
      job.setBlob(blob, 'queued', { posts: blob.posts + 1 })
    })
    this.#track(work)
    await work
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  /** Starts a source, or a pack that begins with it, if there is room. */
  #startFrom(job: LiveJob, source: SourceRecord): boolean {
    if (this.#packs.isPackable(job, source)) {
      if (!this.#hasRoom('pack')) return false
      const pack = this.#packs.packFor(job, source, ({ sourceId }) => !this.#active.has(sourceId))
      if (pack.length > 1) {
        this.#start(job, { size: 'pack', sources: pack, stop: new AbortController() })
        return true
      }
    }
    const size = isLargeSource(source) ? 'large' : 'small'
    if (!this.#hasRoom(size)) return false
    this.#start(job, { size, sources: [source], stop: new AbortController() })
    return true
  }

  #hasRoom(size: UnitSize): boolean {
    let count = 0
    for (const unit of this.#units) if (unit.size === size) count += 1
    return count < unitsAtOnce[size]
  }

  #start(job: LiveJob, unit: Unit): void {
    const { stop, sources } = unit
    this.#units.add(unit)
    for (const { sourceId } of sources) this.#active.set(sourceId, unit)
    const abort = (): void => stop.abort()
    this.#parts.closing.addEventListener('abort', abort, { once: true })
    const work = this.#run(job, unit).finally(() => {
      this.#parts.closing.removeEventListener('abort', abort)
      this.#units.delete(unit)
      for (const { sourceId } of sources) {
        this.#active.delete(sourceId)
        this.#canceled.delete(sourceId)
      }
      this.wake()
    })
    this.#track(work)
  }

  #track(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  async #run(job: LiveJob, { sources, stop: { signal } }: Unit): Promise<void> {
    const { closing, onPosted } = this.#parts
    const [first, ...others] = sources
    if (first === undefined) return
    try {
      const access = await this.#parts.accessTo(job.record.clusterUri)
      if (signal.aborted) throw new StudioError('Canceled', 'The source was stopped.')
      const run = this.#sourceRun(job, access, signal)
      if (others.length > 0) await runPack(run, sources, this.#packs)
      else await runSource(run, first)
      this.#holds.release(job)
    } catch (error) {
      // Closing: the next start continues from the journal.
      if (closing.aborted) return
      for (const source of sources) this.#afterFailure(job, source, error, signal)
    }
    onPosted(job)
  }

  #afterFailure(job: LiveJob, source: SourceRecord, error: unknown, signal: AbortSignal): void {
    // Canceling has moved it already, and it may even have started again since.
    if (this.#canceled.has(source.sourceId)) return
    // It was paused, or another source in its blob was stopped, or its cluster is away.
    if (signal.aborted || this.#holds.hold(job, error)) {
      if (source.state.kind === 'posting') this.resumePosting(job, source)
      else this.#restart(job, source)
      return
    }
    if (!this.#holds.isHeld(job)) job.troubles.set('sending', null)
    if (!(error instanceof StudioError)) this.#parts.log('jobs', `“${source.name}” failed`, error)
    failSource(job, source, error)
  }

  #restart(job: LiveJob, source: SourceRecord): void {
    const { kind } = source.state
    if (kind === 'preparing' || kind === 'uploading') job.apply(source, { kind: 'restart' })
  }

  async #resumePosting(job: LiveJob, source: SourceRecord): Promise<void> {
    const { closing, onPosted, accessTo } = this.#parts
    for (;;) {
      try {
        const access = await accessTo(job.record.clusterUri)
        const deduplicates = await access.deduplicates()
        for (const blob of job.blobsOf(source)) {
          if (blob.state === 'posting' && !deduplicates) {
            job.setBlob(blob, 'unknown', { queuedAt: blob.queuedAt ?? job.clock.now() })
          } else if (isOnTheWay(blob)) {
            await this.#assertUploaded(job, blob, source, access)
          }
        }
        await postSource(this.#sourcePost(job, access), source)
        // Sources that have not begun yet may wait for the same trouble to be over.
        this.unhold(job)
        onPosted(job)
        return
      } catch (error) {
        if (closing.aborted) return
        if (this.#holds.hold(job, error)) {
          // It is pending again.
          if (source.state.kind !== 'posting') return
          if (!(await this.#holds.passed(job, closing))) return
          continue
        }
        this.#stopPosting(job, source, error)
        onPosted(job)
        return
      }
    }
  }

  /** Ends what cannot be posted. What an earlier process may have posted is unknown, not failed. */
  #stopPosting(job: LiveJob, source: SourceRecord, error: unknown): void {
    for (const blob of job.blobsOf(source)) {
      if (!isOnTheWay(blob)) continue
      if (blob.posts > 0) job.setBlob(blob, 'unknown', { queuedAt: blob.queuedAt ?? job.clock.now() })
      else job.setBlob(blob, 'failed', { error: toWireError(error) })
    }
    for (const sharer of sharersOf(job, source)) {
      const isOut = job.blobsOf(sharer).some(({ state }) => state === 'unknown' || state === 'queued')
      if (!isOut) failSource(job, sharer, error)
      else if (sharer.state.kind === 'posting')
        job.apply(sharer, { kind: 'lostTrack', reason: 'appRestarted' })
    }
  }

  async #redrive(job: LiveJob, blob: BlobRecord): Promise<void> {
    const access = await this.#parts.accessTo(job.record.clusterUri)
    if (!(await access.deduplicates())) return
    const [source] = job.sourcesOf(blob)
    if (source === undefined) return
    // Without its secret, a blob of the user's own can only be waited for.
    if (blob.blobName === null && this.#parts.stores.blobUris.of(source) === undefined)
      throw sasNeeded(source)
    await this.#assertUploaded(job, blob, source, access)
    await postBlob(this.#sourcePost(job, access), blob)
    for (const sharer of sharersOf(job, source)) {
      if (sharer.state.kind === 'unknown' && !isUnwatched(sharer.state))
        job.apply(sharer, { kind: 'queued', at: job.clock.now() })
    }
  }

  /** Makes sure that a blob of ours is in storage; uploads it again if it is not. */
  async #assertUploaded(
    job: LiveJob,
    blob: BlobRecord,
    source: SourceRecord,
    access: ClusterAccess,
  ): Promise<void> {
    if (blob.blobName === null) return
    const { closing } = this.#parts
    const target = uploadedTarget(blob, await access.resources.resources())
    if (target !== undefined && (await blobExists(target, closing, job.clock))) {
      // An earlier process was uploading it again when it ended, and it had arrived.
      if (blob.state === 'uploading') job.setBlob(blob, 'uploaded')
      return
    }
    const run = this.#sourceRun(job, access, closing)
    if (blob.parts.length > 1) await reuploadPack(run, blob)
    else await reuploadBlob({ ...run, source }, blob)
  }

  #sourcePost(job: LiveJob, access: ClusterAccess): SourcePost {
    const { stores, commit, closing } = this.#parts
    const { blobUris } = stores
    const onTrouble = (trouble: StudioError | null): void => job.troubles.set('sending', trouble)
    return { job, access, posting: this.#posting, blobUris, commit, signal: closing, onTrouble }
  }

  #sourceRun(job: LiveJob, access: ClusterAccess, signal: AbortSignal): SourceRun {
    const { closing, targetBytes } = this.#parts
    return {
      ...this.#sourcePost(job, access),
      signal,
      closing,
      budget: this.#parts.pieces,
      converted: this.#parts.stores.converted,
      gate: this.#parts.gate,
      uploadedHere: this.#uploadedHere,
      count: (source) => this.count(job, source),
      ...(targetBytes === undefined ? {} : { targetBytes }),
    }
  }
}

/** The sources in a source's blob, itself among them, in the order of the blob. */
function sharersOf(job: LiveJob, source: SourceRecord): SourceRecord[] {
  const [blob] = job.blobsOf(source)
  return blob === undefined ? [source] : job.sourcesOf(blob)
}

/** Whether a blob of a source that is being posted is not out yet, as far as is known. */
function isOnTheWay({ state }: BlobRecord): boolean {
  return state === 'posting' || state === 'uploaded' || state === 'uploading'
}

function isLargeSource(source: SourceRecord): boolean {
  return kindOf(source).isUploaded && (source.sizeBytes ?? 0) > largeBytes
}
