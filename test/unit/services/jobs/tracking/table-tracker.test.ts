import { beforeEach, expect, test } from 'vitest'
import type { ClusterAccess } from '../../../../../electron/services/kusto/cluster-access'
import type { IngestionStatus } from '../../../../../electron/services/kusto/table-status-tracker'
import { unposted, type BlobRecord } from '../../../../../electron/services/jobs/state/job-record'
import { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { TableTracker } from '../../../../../electron/services/jobs/tracking/table-tracker'
import { TableObservers } from '../../../../../electron/services/tables/table-observers'
import { HandClock } from '../../../../support/hand-clock'
import { failure, ModelTable, settled } from '../../tables/model-table'
import { exampleJob, exampleSource } from '../journal/journal-examples'

const tag = 'studio-1'

let clock: HandClock
let table: ModelTable
let tracker: TableTracker
let job: LiveJob
let reports: Map<string, IngestionStatus>
let ended: LiveJob[]
let deduplicates: () => Promise<boolean>
let tables: TableObservers
let redrive: () => void

const where = { clusterUri: 'http://127.0.0.1:1', database: 'D', table: 'T' }

const succeeded: IngestionStatus = {
  status: 'Succeeded',
  errorCode: undefined,
  failureStatus: undefined,
  details: undefined,
}

function newJob(jobId: string, ownTag: string | null, records: number): LiveJob {
  const noted = (): undefined => undefined
  const journal = { saveJob: noted, saveEntry: noted, saveSource: noted, saveBlob: noted }
  const source = { ...exampleSource, sourceId: `source of ${jobId}`, jobId, expected: records }
  const blob: BlobRecord = {
    ...unposted,
    blobId: `blob of ${jobId}`,
    jobId,
    attempt: 0,
    ordinal: 0,
    parts: [{ sourceId: source.sourceId, start: 0, end: 3, records }],
    state: 'queued',
    queuedAt: clock.now(),
    ignoreFirstRecord: false,
    rawDataSizeBytes: 3,
    blobName: 'blob-1.csv.gz',
    container: 'http://127.0.0.1:1/c',
  }
  const record = { ...exampleJob, jobId, tag: ownTag, landed: ownTag === null ? null : 0 }
  return new LiveJob(
    { job: record, sources: [source], blobs: [blob] },
    { journal, clock, onChange: () => undefined },
  )
}

beforeEach(() => {
  clock = new HandClock()
  table = new ModelTable()
  reports = new Map()
  ended = []
  redrive = () => undefined
  deduplicates = async () => await Promise.resolve(false)
  const access = {
    deduplicates: () => deduplicates(),
    statusTable: {
      read: async (blobId: string) => await Promise.resolve(reports.get(blobId)),
    },
  } as unknown as ClusterAccess
  tables = new TableObservers({
    connectionTo: async () => await Promise.resolve(table.connection),
    clock,
    log: () => undefined,
  })
  const parts = {
    accessTo: async () => await Promise.resolve(access),
    tables,
    redrive: async () => {
      redrive()
      await Promise.resolve()
    },
    rowsOfOthers: () => 0,
    onRestarted: () => undefined,
    onSettled: (settledJob: LiveJob) => ended.push(settledJob),
    log: () => undefined,
    closing: new AbortController().signal,
    clock,
  }
  tracker = new TableTracker(parts, where)
  job = newJob('job-1', tag, 4)
})

async function pass(milliseconds: number): Promise<void> {
  for (let step = 0; step < milliseconds / 50; step++) {
    clock.pass(50)
    await settled()
  }
}

test('a job ends once its rows are there, with the table of that moment, and nothing is asked any more', async () => {
  table.land('', 3)
  tracker.watch(job)
  await pass(1000)
  table.land(tag, 4)
  reports.set('blob of job-1', succeeded)
  await pass(5000)
  expect(ended).toEqual([job])
  expect(job.status).toBe('succeeded')
  expect(job.record).toMatchObject({ landed: 4, rowsAfter: 7 })
  expect(clock.alarms).toBe(0)
  const asked = table.asked.length
  await pass(60_000)
  expect(table.asked).toHaveLength(asked)
})

test('rows are called missing only by a count of its tag that was asked for 10 s after the report', async () => {
  tracker.watch(job)
  await pass(1000)
  table.land(tag, 1)
  reports.set('blob of job-1', succeeded)
  await pass(9000)
  expect(ended).toEqual([])
  await pass(5000)
  expect(job.sources[0]?.state).toMatchObject({ kind: 'partiallySucceeded', error: { code: 'RowsMissing' } })
})

test('a job that is watched again is not judged by a count without its tag', async () => {
  const source = job.sources[0]
  if (source === undefined) throw new Error('The job has a source')
  const other = newJob('job-2', 'studio-2', 4)
  tracker.watch(job)
  tracker.watch(other)
  reports.set('blob of job-1', succeeded)
  await pass(3000)
  job.apply(source, { kind: 'lostTrack', reason: 'stoppedWaiting' })
  // Its rows land while nobody counts them; the other job goes on being counted.
  await pass(60_000)
  table.land(tag, 4)
  await pass(4000)
  let answer: () => void = () => undefined
  table.beforeAnswer = () => new Promise((resolve) => (answer = resolve))
  await pass(3000)
  // A look is under way that does not ask for its tag.
  job.apply(source, { kind: 'queued', at: clock.now() })
  tracker.watch(job)
  table.beforeAnswer = () => undefined
  answer()
  await settled()
  expect(job.sources[0]?.state.kind).toBe('queued')
  await pass(3000)
  expect(job.status).toBe('succeeded')
  expect(job.record.landed).toBe(4)
})

test('a reading that comes at the end of a look is judged at once', async () => {
  let goOn: () => void = () => undefined
  deduplicates = () => new Promise((resolve) => (goOn = () => resolve(false)))
  tracker.watch(job)
  reports.set('blob of job-1', succeeded)
  await pass(100)
  deduplicates = async () => await Promise.resolve(false)
  table.land(tag, 4)
  // The chart of the same table wants a reading.
  const chart = {
    dueAt: () => Number.POSITIVE_INFINITY,
    wantsRows: () => true,
    tags: () => [],
    needsTags: () => false,
    take: () => undefined,
    fail: () => undefined,
  }
  const subscription = tables.follow(where, chart)
  await subscription.lookNow()
  expect(job.record.landed).toBe(4)
  goOn()
  await settled()
  expect(job.status).toBe('succeeded')
  subscription.end()
})

test('a job without a tag costs one command: its table is counted after its report', async () => {
  const untagged = newJob('job-3', null, 4)
  tracker.watch(untagged)
  await pass(3000)
  expect(table.asked).toEqual([])
  table.land('', 4)
  reports.set('blob of job-3', succeeded)
  await pass(5000)
  expect(table.asked).toEqual(['rows'])
  expect(untagged.status).toBe('succeeded')
  expect(untagged.record.rowsAfter).toBe(4)
  expect(ended).toEqual([untagged])
})

test('an account that may see no extents goes by the reports alone', async () => {
  table.beforeAnswer = (question) => {
    if (question === 'tags') throw failure('AccessDenied')
  }
  tracker.watch(job)
  reports.set('blob of job-1', succeeded)
  await pass(5000)
  expect(ended).toEqual([])
  await pass(8000)
  expect(job.record.landed).toBeNull()
  expect(ended).toEqual([job])
})

test('a cluster that is away is shown at the job, is asked less and less, and the job goes on when it is back', async () => {
  table.beforeAnswer = () => {
    throw failure('ClusterUnreachable')
  }
  tracker.watch(job)
  await pass(10_000)
  expect(job.troubles.ofJob).toMatchObject({ message: 'It failed: ClusterUnreachable.' })
  const early = table.asked.length
  await pass(60_000)
  expect(table.asked.length - early).toBeLessThanOrEqual(early)
  table.beforeAnswer = () => undefined
  table.land(tag, 4)
  reports.set('blob of job-1', succeeded)
  await pass(31_000)
  expect(job.status).toBe('succeeded')
  expect(job.troubles.ofJob).toBeNull()
})

test.each([
  ['two hours back', -2 * 3_600_000],
  ['two hours ahead', 2 * 3_600_000],
  ['thirty days ahead', 30 * 24 * 3_600_000],
])('a clock that is set %s in the middle neither ends a job early nor keeps it waiting', async (_how, by) => {
  let isDriven = false
  deduplicates = async () => await Promise.resolve(true)
  redrive = () => void (isDriven = true)
  tracker.watch(job)
  await pass(1000)
  clock.setTime(by)
  await pass(5000)
  expect(ended).toEqual([])
  expect(isDriven).toBe(false)
  expect(job.sources[0]?.state.kind).toBe('queued')
  table.land(tag, 4)
  reports.set('blob of job-1', succeeded)
  await pass(5000)
  expect(ended).toEqual([job])
  expect(job.status).toBe('succeeded')
})

test('after eight hours of sleep a job is looked at and waited for as before', async () => {
  tracker.watch(job)
  await pass(1000)
  clock.sleep(8 * 3_600_000)
  await settled()
  // The cluster slept too, and needs its time.
  await pass(60_000)
  expect(job.sources[0]?.state.kind).toBe('queued')
  table.land(tag, 4)
  reports.set('blob of job-1', succeeded)
  await pass(35_000)
  expect(job.status).toBe('succeeded')
})

test('it looks at once when the machine wakes up or its network comes back', async () => {
  tracker.watch(job)
  await pass(60_000)
  const asked = table.asked.length
  tracker.lookSoon()
  await settled()
  expect(table.asked.length).toBeGreaterThan(asked)
})
