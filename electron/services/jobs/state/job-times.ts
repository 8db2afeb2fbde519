import { jobTime, lastSeal } from '../../../domain/job-phases'
import type { JobTime } from '../../../domain/schema/job'
import type { LiveJob } from './live-job'

/** Where the time of a job goes, by its records. */
export function timeOf(job: LiveJob): JobTime {
  const { policy, ingestIfNotExists, createdAt } = job.record
  if (policy === null) return jobTime(job.sources, createdAt, null)
  const items = [...job.blobs].flatMap(({ state, queuedAt, rawDataSizeBytes }) =>
    state === 'discarded' || queuedAt === null ? [] : [{ queuedAt, rawDataSizeBytes }],
  )
  const landed = job.sources.map(({ settledAt }) => settledAt)
  const landedAt = landed.some((at) => at === null)
    ? null
    : landed.reduce<number>((last, at) => Math.max(last, at ?? 0), 0)
  return jobTime(job.sources, createdAt, lastSeal(items, policy, landedAt, ingestIfNotExists !== null))
}
