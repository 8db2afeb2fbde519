import { StudioError } from '../../domain/studio-error'
import type { ClusterAccess } from './cluster-access'
import type { SourceRecord } from './job-record'
import { JobHolds } from './job-holds'
import type { LiveJob } from './live-job'
import { Permits, PieceBudget } from './piece-budget'
import { postBlob, postSource, sasNeeded, uploadedTarget, type SourcePost } from './source-post'
import { failSource, runSource, type SourceRun } from './source-run'
import { reuploadBlob } from './source-upload'
import { blobExists } from '../kusto/blob-upload'
import type { BlobRecord } from './job-record'

/** Above this a source has the compressors to itself; below, many are under way at once. */
const largeBytes = 8 * 1_048_576
const smallAtOnce = 16
const largeAtOnce = 1
const postsAtOnce = 16

/** What running needs of its surroundings. */
export interface RunnerParts {
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly commit: () => Promise<void>
  /** Full URI of a blob of the user's own; undefined when its secret is not known any more. */
  readonly uriOf: (source: SourceRecord) => string | undefined
  /** Called when a source was posted, or ended before that. */
  readonly onSourceOut: (job: LiveJob, source: SourceRecord) => void
  readonly log: (scope: string, message: string, error?: unknown) => void
  readonly closing: AbortSignal
  readonly targetBytes?: number | undefined
  /** How long a job waits for its cluster before its sources fail. */
  readonly patienceMs?: number | undefined
}

type StopReason = 'cancel' | 'pause'

/** Chooses what runs next, and takes it to the queue. */
export class JobRunner {
  readonly #parts: RunnerParts
  readonly #jobs = new Set<LiveJob>()
  readonly #active = new Map<string, { readonly stop: AbortController; readonly isLarge: boolean }>()
  readonly #reasons = new Map<string, StopReason>()
  readonly #budget = new PieceBudget()
  readonly #permits = new Permits(postsAtOnce)
  readonly #uploadedHere = new Set<string>()
  readonly #running = new Set<Promise<void>>()
  readonly #holds: JobHolds

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#holds = new JobHolds(parts.patienceMs, () => this.wake())
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
        if (!this.#hasRoom(source)) {
          if (this.#count(false) >= smallAtOnce) return
          continue
        }
        this.#start(job, source)
      }
      if (isIdle && !job.isOpen) this.#jobs.delete(job)
    }
  }

  /** Stops sources that are not posted yet; what is being posted goes on. */
  stop(sources: readonly SourceRecord[], reason: StopReason): void {
    for (const { sourceId } of sources) {
      const active = this.#active.get(sourceId)
      if (active === undefined) continue
      this.#reasons.set(sourceId, reason)
      active.stop.abort()
    }
  }

  /** The user wants it to go on now. */
  unhold(job: LiveJob): void {
    this.#holds.release(job)
    this.wake()
  }

  /** Goes on with a source that was being posted when an earlier process ended. */
  resumePosting(job: LiveJob, source: SourceRecord): void {
    this.#track(this.#resumePosting(job, source))
  }

  /** Posts a blob again under its id; only for clusters that take an id once. */
  async redrive(job: LiveJob, blob: BlobRecord): Promise<void> {
    const work = this.#redrive(job, blob).catch((error: unknown) => {
      if (this.#parts.closing.aborted) return
      this.#parts.log('jobs', 'A message could not be posted again', error)
      // It counts as a try: what cannot be posted again is waited for, not tried for ever.
      job.setBlob(blob, 'queued', { posts: blob.posts + 1 })
    })
    this.#track(work)
    await work
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  #hasRoom(source: SourceRecord): boolean {
    const isLarge = isLargeSource(source)
    return this.#count(isLarge) < (isLarge ? largeAtOnce : smallAtOnce)
  }

  #count(large: boolean): number {
    let count = 0
    for (const { isLarge } of this.#active.values()) if (isLarge === large) count += 1
    return count
  }

  #start(job: LiveJob, source: SourceRecord): void {
    const stop = new AbortController()
    this.#active.set(source.sourceId, { stop, isLarge: isLargeSource(source) })
    const abort = (): void => stop.abort()
    this.#parts.closing.addEventListener('abort', abort, { once: true })
    const work = this.#run(job, source, stop.signal).finally(() => {
      this.#parts.closing.removeEventListener('abort', abort)
      this.#active.delete(source.sourceId)
      this.#reasons.delete(source.sourceId)
      this.wake()
    })
    this.#track(work)
  }

  #track(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  async #run(job: LiveJob, source: SourceRecord, signal: AbortSignal): Promise<void> {
    const { closing, onSourceOut } = this.#parts
    try {
      const access = await this.#parts.accessTo(job.record.clusterUri)
      if (signal.aborted) throw new StudioError('Canceled', 'The source was stopped.')
      await runSource(this.#sourceRun(job, access, signal), source)
      this.#holds.release(job)
      onSourceOut(job, source)
    } catch (error) {
      // Closed: the journal says where it was, and the next start goes on from there.
      if (closing.aborted) return
      const reason = this.#reasons.get(source.sourceId)
      if (reason === 'pause') this.#begunAgain(job, source)
      // Canceling has moved it already, and it may even have been begun again since.
      else if (reason === 'cancel') return
      else if (this.#holds.hold(job, error)) this.#begunAgain(job, source)
      else {
        if (!(error instanceof StudioError)) this.#parts.log('jobs', `“${source.name}” failed`, error)
        failSource({ job }, source, error)
      }
      onSourceOut(job, source)
    }
  }

  #begunAgain(job: LiveJob, source: SourceRecord): void {
    const { kind } = source.state
    if (kind === 'preparing' || kind === 'uploading') job.take(source, { kind: 'restart' })
  }

  async #resumePosting(job: LiveJob, source: SourceRecord): Promise<void> {
    const { closing, onSourceOut, accessTo } = this.#parts
    for (;;) {
      try {
        const access = await accessTo(job.record.clusterUri)
        const deduplicates = await access.deduplicates()
        for (const blob of job.blobsOf(source)) {
          if (blob.state === 'posting' && !deduplicates) {
            job.setBlob(blob, 'unknown', { queuedAt: blob.queuedAt ?? Date.now() })
          } else if (blob.state === 'posting' || blob.state === 'uploaded') {
            await this.#assertUploaded(job, blob, source, access)
          }
        }
        await postSource(this.#sourcePost(job, access), source)
        onSourceOut(job, source)
        return
      } catch (error) {
        if (closing.aborted) return
        if (this.#holds.hold(job, error)) {
          await this.#holds.passed(job, closing)
          continue
        }
        failSource({ job }, source, error)
        onSourceOut(job, source)
        return
      }
    }
  }

  async #redrive(job: LiveJob, blob: BlobRecord): Promise<void> {
    const access = await this.#parts.accessTo(job.record.clusterUri)
    if (!(await access.deduplicates())) return
    const [part] = blob.parts
    const source = part === undefined ? undefined : job.source(part.sourceId)
    if (source === undefined) return
    // A blob of the user's own whose secret is gone can only be waited for.
    if (blob.blobName === null && this.#parts.uriOf(source) === undefined) throw sasNeeded(source)
    await this.#assertUploaded(job, blob, source, access)
    await postBlob(this.#sourcePost(job, access), blob)
    if (source.state.kind === 'unknown') job.take(source, { kind: 'queued', at: Date.now() })
  }

  /** Makes sure that a blob of ours is in storage, uploading it again where it is not. */
  async #assertUploaded(
    job: LiveJob,
    blob: BlobRecord,
    source: SourceRecord,
    access: ClusterAccess,
  ): Promise<void> {
    if (blob.blobName === null) return
    const { closing } = this.#parts
    const target = uploadedTarget(blob, await access.resources.resources())
    if (target !== undefined && (await blobExists(target, closing))) return
    await reuploadBlob({ ...this.#sourceRun(job, access, closing), source }, blob)
  }

  #sourcePost(job: LiveJob, access: ClusterAccess): SourcePost {
    const { uriOf, commit, closing } = this.#parts
    return { job, access, permits: this.#permits, uriOf, commit, signal: closing }
  }

  #sourceRun(job: LiveJob, access: ClusterAccess, signal: AbortSignal): SourceRun {
    const { closing, targetBytes } = this.#parts
    return {
      ...this.#sourcePost(job, access),
      signal,
      closing,
      budget: this.#budget,
      uploadedHere: this.#uploadedHere,
      ...(targetBytes === undefined ? {} : { targetBytes }),
    }
  }
}

function isLargeSource(source: SourceRecord): boolean {
  return source.kind !== 'blob' && (source.sizeBytes ?? 0) > largeBytes
}
