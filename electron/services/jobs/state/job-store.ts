import { StudioError } from '../../../domain/studio-error'
import type { Journal } from '../journal/journal'
import { JournalReader, type JobFilter, type StoredJob } from '../journal/journal-reader'
import { HistoryReader } from '../journal/history-reader'
import { LiveJob, type JobListener, type JobSurroundings } from './live-job'
import type { Clock } from '../../../domain/concurrency/clock'

/** The jobs of the journal, read on demand, with one object for each. */
export class JobStore {
  readonly reader: JournalReader
  readonly history: HistoryReader
  readonly #surroundings: JobSurroundings
  readonly #live = new Map<string, LiveJob>()

  constructor(journal: Journal, clock: Clock, onChange: JobListener) {
    this.#surroundings = { journal, clock, onChange }
    this.reader = new JournalReader(journal)
    this.history = new HistoryReader(journal)
  }

  /** All jobs read so far, open or not. */
  live(): LiveJob[] {
    return [...this.#live.values()]
  }

  /** Jobs that were open when the journal was last written, in the order in which they run. */
  openJobs(): LiveJob[] {
    const jobs = this.reader.openJobs().map((stored) => this.#keep(stored))
    return jobs.sort((a, b) => a.record.position - b.record.position)
  }

  /** Keeps a new job: it and its sources are on disk with the next commit. */
  add(stored: StoredJob): LiveJob {
    const job = this.#keep(stored)
    job.keep()
    return job
  }

  /** @throws StudioError `RequestInvalid` if there is no such job. */
  job(jobId: string): LiveJob {
    const live = this.#live.get(jobId)
    if (live !== undefined) return live
    const stored = this.reader.job(jobId)
    if (stored !== undefined) return this.#keep(stored)
    throw new StudioError('RequestInvalid', 'The journal has no such job.', {
      nextStep: 'Look at the list of jobs.',
    })
  }

  /** A job to look at. It is not kept in memory, unless it is already: somebody may look at thousands. */
  seen(jobId: string): LiveJob {
    const stored = this.#live.has(jobId) ? undefined : this.reader.job(jobId)
    return stored === undefined ? this.job(jobId) : new LiveJob(stored, this.#surroundings)
  }

  /** A job that was read before; undefined otherwise. */
  liveJob(jobId: string): LiveJob | undefined {
    return this.#live.get(jobId)
  }

  /** The newest jobs; those that run later come first. */
  newest(where: JobFilter, limit: number): LiveJob[] {
    const jobs = this.reader.newestJobs(where, limit).map((jobId) => this.job(jobId))
    return jobs.sort((a, b) => b.record.position - a.record.position)
  }

  /** Lets a job run before another, or last if that is null. */
  move(jobId: string, before: string | null): void {
    const job = this.job(jobId)
    const others = this.live()
      .filter((other) => other !== job && other.isOpen)
      .map(({ record }) => record.position)
      .sort((a, b) => a - b)
    if (before === null) {
      job.setPosition(Math.max(job.clock.now(), (others.at(-1) ?? 0) + 1))
      return
    }
    const { position } = this.job(before).record
    const previous = others.filter((other) => other < position).at(-1)
    job.setPosition(previous === undefined ? position - 1 : (previous + position) / 2)
  }

  #keep(stored: StoredJob): LiveJob {
    const known = this.#live.get(stored.job.jobId)
    if (known !== undefined) return known
    const job = new LiveJob(stored, this.#surroundings)
    this.#live.set(job.jobId, job)
    return job
  }
}
