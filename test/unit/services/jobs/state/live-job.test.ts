import { beforeEach, describe, expect, test, vi } from 'vitest'
import { unposted, type BlobRecord } from '../../../../../electron/services/jobs/state/job-record'
import { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { HandClock } from '../../../../support/hand-clock'
import { exampleJob, exampleSource } from '../journal/journal-examples'

const journal = { saveJob: vi.fn(), saveEntry: vi.fn(), saveSource: vi.fn(), saveBlob: vi.fn() }
const onChange = vi.fn()
let clock: HandClock

beforeEach(() => {
  vi.clearAllMocks()
  clock = new HandClock()
})

const blobOf = (blobId: string, change: Partial<BlobRecord> = {}): BlobRecord => ({
  ...unposted,
  blobId,
  jobId: exampleJob.jobId,
  attempt: 0,
  ordinal: 0,
  parts: [{ sourceId: exampleSource.sourceId, start: 0, end: 3, records: 1 }],
  state: 'queued',
  ignoreFirstRecord: false,
  rawDataSizeBytes: 3,
  blobName: `${blobId}.csv.gz`,
  container: 'http://127.0.0.1:1/c',
  ...change,
})

function liveJob(blobs: readonly BlobRecord[] = []): LiveJob {
  const stored = { job: { ...exampleJob }, sources: [{ ...exampleSource }], blobs: [...blobs] }
  return new LiveJob(stored, { journal, clock, onChange })
}

function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined) throw new Error('There is nothing')
  return item
}

describe('each change goes to the journal and to the listener', () => {
  test.each<[string, (job: LiveJob) => void, keyof typeof journal]>([
    ['pausing', (job) => job.setPaused(true), 'saveJob'],
    ['a new place in the order', (job) => job.setPosition(7), 'saveJob'],
    ['another address', (job) => job.moveTo('http://127.0.0.1:2'), 'saveJob'],
    ['rows under the tag', (job) => job.setLanded(5), 'saveJob'],
    ['rows after', (job) => job.setRowsAfter(5), 'saveJob'],
    ['the start of an undo', (job) => job.beginUndo(5), 'saveJob'],
    ['the end of an undo', (job) => job.endUndo([]), 'saveJob'],
    ['facts of a source', (job) => job.learn(only(job.sources), { expected: 2 }), 'saveSource'],
    ['rows of a source', (job) => job.setSourceLanded(only(job.sources), 1), 'saveSource'],
    ['a move', (job) => job.apply(only(job.sources), { kind: 'succeeded', at: 9 }), 'saveSource'],
    ['the state of a blob', (job) => job.setBlob(only([...job.blobs]), 'succeeded'), 'saveBlob'],
  ])('%s', (_what, change, saved) => {
    const job = liveJob([blobOf('blob-1')])
    const { revision } = job
    change(job)
    expect(journal[saved]).toHaveBeenCalled()
    expect(onChange).toHaveBeenCalledWith(job)
    expect(job.revision).toBeGreaterThan(revision)
  })

  test('a count that says nothing new is no change', () => {
    const job = liveJob()
    job.setLanded(5)
    vi.clearAllMocks()
    expect(job.setLanded(5)).toBe(false)
    expect(onChange).not.toHaveBeenCalled()
  })
})

test('nobody else can change a record: the types forbid it', () => {
  const job = liveJob([blobOf('blob-1')])
  const assignments = (): void => {
    // @ts-expect-error Only a LiveJob changes a job.
    job.record.landed = 1
    // @ts-expect-error Only a LiveJob changes a source.
    only(job.sources).expected = 1
    // @ts-expect-error Only a LiveJob changes a blob, and what is in it.
    only(only([...job.blobs]).parts).records = 1
  }
  expect(assignments).toBeTypeOf('function')
})

test('an undo leaves the rows of its sources unknown until they are gone', () => {
  const job = liveJob()
  const source = only(job.sources)
  job.apply(source, { kind: 'succeeded', at: 9 })
  job.setSourceLanded(source, 1)
  const dropped = job.beginUndo(1)
  expect([job.record.landed, source.landed, job.record.undoneAt]).toEqual([null, null, null])
  job.endUndo(dropped)
  expect([source.landed, job.record.undoneAt]).toEqual([0, clock.now()])
})

test('a retry renews the blob that failed for now, and leaves what landed or was refused for good', () => {
  const passing = { code: 'TimedOut', message: 'Late.', retryable: true } as const
  const lasting = { code: 'FormatMismatch', message: 'No CSV.', retryable: false } as const
  const job = liveJob([
    blobOf('landed', { state: 'succeeded' }),
    blobOf('late', { ordinal: 1, state: 'failed', error: passing }),
    blobOf('wrong', { ordinal: 2, state: 'failed', error: lasting }),
  ])
  const source = only(job.sources)
  job.apply(source, { kind: 'partiallySucceeded', at: 9, error: passing })
  job.apply(source, { kind: 'retry' })
  const blobs = job.blobsOf(source)
  expect(blobs.map(({ state }) => state)).toEqual(['succeeded', 'uploading', 'failed'])
  expect(blobs[1]).toMatchObject({ posts: 0, error: null, container: null, parts: blobOf('late').parts })
  expect(blobs[1]?.blobId).not.toBe('late')
  expect(source.attempt).toBe(0)
})

test('a count reaches the source and its part of each blob', () => {
  const job = liveJob([blobOf('blob-1')])
  const source = only(job.sources)
  job.beginCount(source)
  expect(job.isAtRest).toBe(false)
  job.endCount(source, 40)
  expect(source.expected).toBe(40)
  expect(only([...job.blobs]).parts).toEqual([{ ...only(blobOf('blob-1').parts), records: 40 }])
  expect(job.isCounting).toBe(false)
})

test('the way of a source is noted step by step, and a retry begins anew', () => {
  const passing = { code: 'TimedOut', message: 'Late.', retryable: true } as const
  const job = liveJob()
  const source = only(job.sources)
  job.apply(source, { kind: 'failed', error: passing })
  clock.pass(1000)
  job.apply(source, { kind: 'retry' })
  const retriedAt = clock.now()
  expect(source).toMatchObject({
    retriedAt,
    startedAt: null,
    uploadingAt: null,
    uploadedAt: null,
    queuedAt: null,
  })
  const at = (milliseconds: number): number => retriedAt + milliseconds
  clock.pass(100)
  job.apply(source, { kind: 'prepare' })
  clock.pass(100)
  job.apply(source, { kind: 'upload', bytesSent: 0, bytesTotal: 3 })
  clock.pass(100)
  job.apply(source, { kind: 'upload', bytesSent: 3, bytesTotal: 3 })
  clock.pass(100)
  job.apply(source, { kind: 'post' })
  expect(source).toMatchObject({
    retriedAt,
    startedAt: at(100),
    uploadingAt: at(200),
    uploadedAt: at(400),
  })
})
