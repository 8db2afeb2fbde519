import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unposted, type BlobRecord } from '../../../../electron/services/jobs/job-record'
import type { Journal } from '../../../../electron/services/jobs/journal'
import { LiveJob } from '../../../../electron/services/jobs/live-job'
import { StatusTrails } from '../../../../electron/services/jobs/status-trails'
import { exampleJob, exampleSource } from './journal-examples'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 }))
afterEach(() => vi.useRealTimers())

const blob: BlobRecord = {
  ...unposted,
  blobId: 'blob-1',
  jobId: exampleJob.jobId,
  attempt: 0,
  ordinal: 0,
  parts: [{ sourceId: exampleSource.sourceId, start: 0, end: 3, records: 4 }],
  state: 'queued',
  ignoreFirstRecord: false,
  rawDataSizeBytes: 3,
  blobName: 'blob-1.csv.gz',
  container: 'http://127.0.0.1:1/c',
}

function jobWith(landed: number | null): LiveJob {
  const journal: Pick<Journal, 'saveJob' | 'saveSource' | 'saveBlob'> = {
    saveJob: () => undefined,
    saveSource: () => undefined,
    saveBlob: () => undefined,
  }
  const stored = { job: { ...exampleJob, landed }, sources: [{ ...exampleSource }], blobs: [{ ...blob }] }
  return new LiveJob(stored, journal as Journal, () => undefined)
}

const succeeded = {
  status: 'Succeeded',
  errorCode: undefined,
  failureStatus: undefined,
  details: undefined,
} as const

test('rows of a blob are overdue only by a count that was taken 10 s after its report, however late it is', () => {
  const trails = new StatusTrails()
  const job = jobWith(0)
  trails.note(blob, succeeded)
  const reportedAt = Date.now()
  vi.setSystemTime(reportedAt + 60_000)
  expect(trails.evidence(job, reportedAt - 1).overdue.size).toBe(0)
  expect(trails.evidence(job, reportedAt + 10_000).overdue.size).toBe(0)
  expect([...trails.evidence(job, reportedAt + 10_001).overdue]).toEqual(['blob-1'])
})

test('where the rows cannot be counted, 10 s are enough', () => {
  const trails = new StatusTrails()
  const job = jobWith(null)
  trails.note(blob, succeeded)
  vi.setSystemTime(Date.now() + 10_000)
  expect(trails.evidence(job, 0).overdue.size).toBe(0)
  vi.setSystemTime(Date.now() + 1)
  expect([...trails.evidence(job, 0).overdue]).toEqual(['blob-1'])
})
