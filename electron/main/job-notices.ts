import { jobNotice, overallProgress, type JobNotice } from '../domain/job-notice'
import type { JobSnapshot } from '../domain/schema/job'
import type { JobService } from '../services/studio-services'

/** What the system can show about ingestions. */
export interface NoticeSurface {
  /** Whether the user looks at the window, and so needs no message. */
  isLookedAt(): boolean
  /** Progress on the taskbar or dock, from 0 to 1; null takes it away. */
  showProgress(part: number | null): void
  notify(notice: JobNotice): void
}

/** Jobs change many times a second; the system is told this often, in milliseconds. */
const everyMs = 500

/**
 * Shows on the taskbar how far the ingestions are, and tells how each came out if nobody looks.
 */
export function followJobs(jobs: Pick<JobService, 'onChange'>, surface: NoticeSurface): void {
  const running = new Map<string, JobSnapshot>()
  const changed = new Map<string, () => JobSnapshot>()
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    for (const [jobId, snapshot] of changed) {
      const job = snapshot()
      if (job.status === 'running') {
        running.set(jobId, job)
        continue
      }
      const wasRunning = running.delete(jobId)
      const notice = wasRunning && !surface.isLookedAt() ? jobNotice(job) : null
      if (notice !== null) surface.notify(notice)
    }
    changed.clear()
    surface.showProgress(overallProgress([...running.values()]))
  }
  jobs.onChange((change) => {
    changed.set(change.jobId, () => change.snapshot())
    timer ??= setTimeout(flush, everyMs)
  })
}
