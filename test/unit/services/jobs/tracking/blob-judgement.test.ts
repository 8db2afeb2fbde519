import { describe, expect, test } from 'vitest'
import type { BlobRecord } from '../../../../../electron/services/jobs/state/job-record'
import {
  judgeBlobs,
  judgeSource,
  type Evidence,
} from '../../../../../electron/services/jobs/tracking/blob-judgement'
import type { IngestionStatus } from '../../../../../electron/services/kusto/table-status-tracker'

const blob = (blobId: string, state: BlobRecord['state'], records: number | null = 10): BlobRecord => ({
  blobId,
  jobId: 'job',
  attempt: 0,
  ordinal: 0,
  parts: [{ sourceId: blobId, start: 0, end: 1, records }],
  state,
  ignoreFirstRecord: false,
  rawDataSizeBytes: 1,
  blobName: 'b',
  container: 'c',
  queuedAt: 1,
  posts: 1,
  operationId: null,
  operationStatus: null,
  isCancelAsked: false,
  error: null,
})
const said = (
  status: IngestionStatus['status'],
  errorCode?: string,
  failureStatus?: string,
): IngestionStatus => ({
  status,
  errorCode,
  failureStatus,
  details: undefined,
})
const evidence = (
  reported: Readonly<Record<string, IngestionStatus>>,
  taggedRows: number | null,
  overdue: readonly string[] = [],
): Evidence => ({
  reported: new Map(Object.entries(reported)),
  taggedRows,
  isTagged: taggedRows !== null,
  overdue: new Set(overdue),
})
const judge = (blobs: readonly BlobRecord[], of: Evidence): Record<string, string> =>
  Object.fromEntries(
    judgeBlobs(blobs, of, () => 'a.csv').map((verdict) => [verdict.blob.blobId, verdict.state]),
  )

describe('when a blob is done', () => {
  test('a reported success counts only when the rows are there', () => {
    const blobs = [blob('a', 'queued')]
    expect(judge(blobs, evidence({ a: said('Succeeded') }, 0))).toEqual({})
    expect(judge(blobs, evidence({ a: said('Succeeded') }, 9))).toEqual({})
    expect(judge(blobs, evidence({ a: said('Succeeded') }, 10))).toEqual({ a: 'succeeded' })
  })

  test('all rows of everything settle what nobody reported', () => {
    const blobs = [blob('a', 'queued'), blob('b', 'unknown')]
    expect(judge(blobs, evidence({}, 19))).toEqual({})
    expect(judge(blobs, evidence({}, 20))).toEqual({ a: 'succeeded', b: 'succeeded' })
  })

  test('more rows than all blobs hold settle nothing that may still come', () => {
    const blobs = [blob('a', 'queued'), blob('b', 'queued')]
    const surplus = evidence({ a: said('Succeeded') }, 500)
    // Whether b is among the 500 is what nobody has said.
    expect(judge(blobs, surplus)).toEqual({ a: 'succeeded' })
    expect(judge(blobs, { ...surplus, uncounted: new Set(['a']) })).toEqual({})
    expect(judge(blobs, { ...surplus, isQuiet: true })).toEqual({ a: 'succeeded', b: 'succeeded' })
  })

  test('but not while the service has yet to say what became of one', () => {
    const blobs = [blob('a', 'queued'), blob('b', 'queued')]
    const all = { ...evidence({ a: said('Succeeded') }, 20), awaited: new Set(['b']) }
    // The 20 may be those of a, twice.
    expect(judge(blobs, all)).toEqual({ a: 'succeeded' })
    expect(judge(blobs, { ...all, isQuiet: true })).toEqual({ a: 'succeeded', b: 'succeeded' })
  })

  test('nor while a post has no answer: its rows may be the ones that are there', () => {
    expect(judge([blob('a', 'queued'), blob('b', 'posting')], evidence({}, 20))).toEqual({})
  })

  test('the rows of one must not stand for another', () => {
    const blobs = [blob('a', 'succeeded'), blob('b', 'queued'), blob('c', 'queued')]
    expect(judge(blobs, evidence({ b: said('Succeeded') }, 10))).toEqual({})
    expect(judge(blobs, evidence({ b: said('Succeeded') }, 20))).toEqual({ b: 'succeeded' })
  })

  test('a failure is the service’s word', () => {
    const blobs = [blob('a', 'queued'), blob('b', 'queued')]
    const of = evidence({ a: said('Failed', 'Stream_WrongNumberOfFields', 'Permanent') }, 0)
    const [verdict] = judgeBlobs(blobs, of, () => 'a.csv')
    expect(verdict).toMatchObject({
      state: 'failed',
      error: { code: 'WrongNumberOfFields', retryable: false, subject: 'a.csv' },
    })
    // The failed one brings no rows, so the other needs only its own.
    expect(judge([blob('a', 'failed'), blob('b', 'queued')], evidence({}, 10))).toEqual({ b: 'succeeded' })
  })

  test('lines of which no row comes are done with; a blob is not called short while they are looked for', () => {
    const details = '1 line is not a JSON object and was left out: line 2.'
    const reported = { a: { ...said('Succeeded'), details } }
    const short = evidence(reported, 9)
    const blobs = [blob('a', 'queued')]
    expect(judge(blobs, short)).toEqual({ a: 'partiallySucceeded' })
    expect(judge(blobs, { ...short, isBeingRead: true })).toEqual({})
    expect(judge(blobs, { ...short, linesWithoutRow: 1 })).toEqual({ a: 'succeeded' })
    expect(judge(blobs, { ...short, linesWithoutRow: 2 })).toEqual({ a: 'partiallySucceeded' })
    const none = { ...evidence({ a: said('Succeeded') }, 0), linesWithoutRow: 1 }
    expect(judge([blob('a', 'queued', null)], none)).toEqual({})
  })

  test('a single blob whose rows stay short is called partial, with the numbers', () => {
    const of = evidence({ a: said('Succeeded') }, 8, ['a'])
    expect(judgeBlobs([blob('a', 'queued')], of, () => 'a.csv')).toMatchObject([
      { state: 'partiallySucceeded', error: { message: expect.stringContaining('8 of its 10') } },
    ])
  })

  test('what the service says that it left out is why a blob is short, at once and among others', () => {
    const left = { ...said('Succeeded'), details: 'Line 5 is not a JSON object and was left out.' }
    const blobs = [blob('a', 'queued'), blob('b', 'queued')]
    const of = evidence({ a: left, b: said('Succeeded') }, 19)
    const [verdict, ...others] = judgeBlobs(blobs, of, () => 'a.json')
    expect(verdict).toMatchObject({
      blob: { blobId: 'a' },
      state: 'partiallySucceeded',
      error: { code: 'RowsMissing', message: expect.stringContaining('Line 5 is not a JSON object') },
    })
    expect(others).toEqual([])
    // Its rows may not be among those that were counted.
    expect(judgeBlobs(blobs, { ...of, uncounted: new Set(['a']) }, () => 'a.json')).toEqual([])
  })

  test('rows of a blob that nobody has reported do not stand for what another left out', () => {
    const left = { ...said('Succeeded'), details: 'Line 5 is not a JSON object and was left out.' }
    const blobs = [blob('a', 'queued'), blob('b', 'queued', 1), blob('c', 'queued')]
    for (const rows of [10, 15]) {
      expect(judge(blobs, evidence({ a: left }, rows))).toEqual({ a: 'partiallySucceeded' })
    }
  })

  test('a canceled operation is a failure, unless it was to be canceled', () => {
    const ofOthers = blob('a', 'queued')
    const own = { ...ofOthers, isCancelAsked: true }
    expect(judge([own], evidence({ a: said('Canceled') }, 0))).toEqual({ a: 'canceled' })
    const [verdict] = judgeBlobs([ofOthers], evidence({ a: said('Canceled') }, 0), () => 'a.csv')
    expect(verdict).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('a.csv') } })
  })

  test('without a tag there is only the word of the service', () => {
    expect(judge([blob('a', 'queued')], evidence({ a: said('Succeeded') }, null))).toEqual({ a: 'succeeded' })
    expect(judge([blob('a', 'queued')], evidence({ a: said('Skipped') }, null))).toEqual({ a: 'skipped' })
  })

  test('records that cannot be counted wait for a word and for rows', () => {
    const blobs = [blob('a', 'queued', null)]
    expect(judge(blobs, evidence({}, 100))).toEqual({})
    expect(judge(blobs, evidence({ a: said('Succeeded') }, 0))).toEqual({})
    expect(judge(blobs, evidence({ a: said('Succeeded') }, 5))).toEqual({ a: 'succeeded' })
  })
})

describe('when a source is done', () => {
  test.each([
    [['succeeded', 'queued'], undefined],
    [['succeeded', 'succeeded'], 'succeeded'],
    [['failed', 'failed'], 'failed'],
    [['succeeded', 'failed'], 'partiallySucceeded'],
    [['skipped'], 'skipped'],
    [['canceled', 'canceled'], 'cancel'],
    [['canceled', 'succeeded'], 'partiallySucceeded'],
    [['canceled', 'failed'], 'failed'],
    [['canceled', 'queued'], undefined],
    [['skipped', 'succeeded'], 'succeeded'],
  ] as const)('%j makes %s', (states, expected) => {
    const blobs = states.map((state, index) => blob(String(index), state))
    expect(judgeSource(blobs, 1)?.kind).toBe(expected)
  })
})
