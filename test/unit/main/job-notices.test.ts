import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobNotice } from '../../../electron/domain/job-notice'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { followJobs } from '../../../electron/main/job-notices'
import type { JobChange } from '../../../electron/services/studio-services'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

let tell: (change: JobChange) => void = () => undefined
const jobs = {
  onChange: (listener: (change: JobChange) => void) => {
    tell = listener
    return () => (tell = () => undefined)
  },
}
const source = sourceSnapshot({ name: 'storms.csv' })
let snapshots = 0
const change = (job: JobSnapshot): JobChange => ({
  jobId: job.jobId,
  clusterUri: job.clusterUri,
  database: job.database,
  table: job.table,
  snapshot: () => {
    snapshots += 1
    return job
  },
})
const running = jobSnapshot({ status: 'running', counts: { queued: 1 }, sources: [source] })
const landed = jobSnapshot({ sources: [source] })

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function follow(isLookedAt: boolean): { progress: (number | null)[]; notices: JobNotice[] } {
  const seen: { progress: (number | null)[]; notices: JobNotice[] } = { progress: [], notices: [] }
  followJobs(jobs, {
    isLookedAt: () => isLookedAt,
    showProgress: (part) => seen.progress.push(part),
    notify: (notice) => seen.notices.push(notice),
  })
  return seen
}

test('progress shows while a job runs and goes with its end, which is told to who looks elsewhere', () => {
  const { progress, notices } = follow(false)
  snapshots = 0
  for (let round = 0; round < 100; round++) tell(change(running))
  vi.advanceTimersByTime(600)
  // Not one snapshot for each change: a job may change a thousand times a second.
  expect(snapshots).toBe(1)
  expect(progress).toEqual([0.7])
  tell(change(landed))
  vi.advanceTimersByTime(600)
  expect(progress).toEqual([0.7, null])
  expect(notices.map(({ title }) => title)).toEqual(['storms.csv: landed'])
  tell(change(landed))
  vi.advanceTimersByTime(600)
  expect(notices).toHaveLength(1)
})

test('nothing is told to who looks at the window', () => {
  const { notices } = follow(true)
  tell(change(running))
  vi.advanceTimersByTime(600)
  tell(change(landed))
  vi.advanceTimersByTime(600)
  expect(notices).toEqual([])
})
