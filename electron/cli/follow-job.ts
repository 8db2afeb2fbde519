import { Coalescer } from '../domain/concurrency/coalescer'
import type { JobSnapshot, SourceSnapshot } from '../domain/schema/job'
import { StudioError } from '../domain/studio-error'
import { systemClock } from '../services/clock'
import type { JobChange, JobService } from '../services/studio-services'
import { reportJob, type JobReport } from './job-report'
import type { Terminal } from './terminal'
import { TroubleLines } from './trouble-lines'

/** How often the progress of a job is written. */
const shownEveryMs = 250

const isOpen = (job: JobSnapshot): boolean => job.status === 'running' || job.status === 'paused'

/** The journal's jobs, newest first. */
export function journalJobs(jobs: JobService): JobSnapshot[] {
  return jobs.list({ limit: 10_000 })
}

/** One job from the journal. @throws StudioError `RequestInvalid` if it is not there. */
export function journalJob(jobs: JobService, jobId: string): JobSnapshot {
  const job = journalJobs(jobs).find((candidate) => candidate.jobId === jobId)
  if (job !== undefined) return job
  throw new StudioError('RequestInvalid', `The journal has no job “${jobId}”.`, {
    nextStep: '“kusto-studio status” lists the jobs.',
  })
}

interface FollowOptions {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  /** Whether a program reads along: what jobs wait for is then told as JSON, too. */
  readonly json: boolean
}

/**
 * Waits until the jobs come to rest, and shows their progress in the terminal.
 *
 * @param options The signal ends the wait; the jobs stay as they are in the journal.
 */
export async function followJobs(
  jobs: JobService,
  jobIds: readonly string[],
  { terminal, signal, json }: FollowOptions,
): Promise<JobReport[]> {
  const open = new Map<string, JobSnapshot>()
  const troubles = new TroubleLines(terminal, json)
  let isOver = false
  await new Promise<void>((resolve) => {
    const look = (job: JobSnapshot): void => {
      // The last change may be shown once the wait is over.
      if (isOver) return
      troubles.tell(job)
      terminal.progress(describe(job))
      if (isOpen(job)) open.set(job.jobId, job)
      else open.delete(job.jobId)
      if (open.size === 0) finish()
    }
    const shown = new Coalescer<JobChange>(
      shownEveryMs,
      (change) => look(change.snapshot()),
      systemClock.after,
    )
    const unsubscribe = jobs.onChange((change) => {
      if (jobIds.includes(change.jobId)) shown.push(change.jobId, change)
    })
    const finish = (): void => {
      isOver = true
      unsubscribe()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish)
    const known = journalJobs(jobs).filter((job) => jobIds.includes(job.jobId))
    for (const job of known.filter(isOpen)) {
      open.set(job.jobId, job)
      troubles.tell(job)
    }
    if (open.size === 0 || signal.aborted) finish()
  })
  terminal.endProgress()
  return journalJobs(jobs)
    .filter((job) => jobIds.includes(job.jobId))
    .map((job) => reportJob(job, allSources(jobs, job)))
}

/** Reads all of a job's sources, page by page. */
export function allSources(jobs: JobService, job: JobSnapshot): SourceSnapshot[] {
  const page = 1000
  const sources: SourceSnapshot[] = []
  while (sources.length < job.sourceCount) {
    const next = jobs.sources({ jobId: job.jobId, offset: sources.length, limit: page })
    if (next.length === 0) break
    sources.push(...next)
  }
  return sources
}

function describe(job: JobSnapshot): string {
  const counts = Object.entries(job.counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
  const number = (value: number | null): string => (value === null ? '?' : value.toLocaleString('en-US'))
  const converting = job.sources.flatMap(({ name, state }) => {
    const converted = state.kind === 'uploading' ? state.converted : undefined
    if (converted === undefined) return []
    const percent = Math.floor((100 * converted.bytes) / Math.max(1, converted.of))
    return [`; converting ${name}, ${percent} %`]
  })
  return `${job.table}: ${counts.join(', ')}${converting[0] ?? ''}; ${number(job.rows.landed)} of ${number(job.rows.expected)} rows landed`
}
