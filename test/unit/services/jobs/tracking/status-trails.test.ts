import { expect, test } from 'vitest'
import { unposted, type BlobRecord } from '../../../../../electron/services/jobs/state/job-record'
import { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { StatusTrails } from '../../../../../electron/services/jobs/tracking/status-trails'
import { HandClock } from '../../../../support/hand-clock'
import { exampleJob, exampleSource } from '../journal/journal-examples'

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

function jobWith(landed: number | null, clock: HandClock): LiveJob {
  const noted = (): undefined => undefined
  const journal = { saveJob: noted, saveEntry: noted, saveSource: noted, saveBlob: noted }
  const stored = { job: { ...exampleJob, landed }, sources: [{ ...exampleSource }], blobs: [{ ...blob }] }
  return new LiveJob(stored, { journal, clock, onChange: () => undefined })
}

const succeeded = {
  status: 'Succeeded',
  errorCode: undefined,
  failureStatus: undefined,
  details: undefined,
} as const

test('rows of a blob are overdue only by a count that was taken 10 s after its report, however late it is', () => {
  const clock = new HandClock()
  const trails = new StatusTrails(clock)
  const job = jobWith(0, clock)
  trails.note(blob, succeeded)
  const reportedAt = clock.now()
  clock.pass(60_000)
  expect(trails.evidence(job, reportedAt - 1).overdue.size).toBe(0)
  expect(trails.evidence(job, reportedAt + 10_000).overdue.size).toBe(0)
  expect([...trails.evidence(job, reportedAt + 10_001).overdue]).toEqual(['blob-1'])
})

test('where the rows cannot be counted, 10 s are enough', () => {
  const clock = new HandClock()
  const trails = new StatusTrails(clock)
  const job = jobWith(null, clock)
  trails.note(blob, succeeded)
  clock.pass(10_000)
  expect(trails.evidence(job, 0).overdue.size).toBe(0)
  clock.pass(1)
  expect([...trails.evidence(job, 0).overdue]).toEqual(['blob-1'])
})
