import { expect, test } from 'vitest'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { othersPhrases } from '../../../electron/domain/whose-rows'
import { changeTone, compare, type TableNow } from '../../../renderer/src/features/comparison/row-account'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

const job = jobSnapshot()

const now = (rows: number | null, jobs: readonly JobSnapshot[] = []): TableNow => ({ rows, jobs })

test('all arrived', () => {
  expect(compare(job, now(2001))).toMatchObject({
    before: 1001,
    after: 2001,
    change: 1000,
    others: 0,
    account: { tone: 'landed', words: '1,000 expected, 1,000 landed, 0 missing' },
  })
})

test('what others wrote meanwhile is not taken for ours', () => {
  expect(compare({ ...job, rowsAfter: 2388 }, now(null))).toMatchObject({
    change: 1387,
    ours: 1000,
    others: 387,
  })
})

test('after an undo, the rows of other writers are not shown as a gain of the ingestion', () => {
  const undone = compare({ ...job, status: 'undone', undoneAt: 1, rowsAfter: 1501 }, now(null))
  expect(undone).toMatchObject({ change: 500, ours: 0, others: 500 })
  expect(changeTone(undone)).toBe('plain')
  expect(changeTone(compare(job, now(2001)))).toBe('up')
})

test('rows of the studio’s other ingestions are not called other writers’, neither afterwards nor on the way', () => {
  const beside = { ...job, rowsAfter: 2505, otherIngestions: { before: 100, after: 600 } }
  expect(othersPhrases(compare(beside, now(null)))).toEqual([
    '+500 by your other ingestions',
    '+4 by other writers',
  ])
  const unknown = { ...beside, otherIngestions: { before: 100, after: null } }
  expect(othersPhrases(compare(unknown, now(null)))).toEqual(['+504 by others'])

  const running: JobSnapshot = {
    ...job,
    status: 'running',
    createdAt: 1000,
    rows: { expected: 3, landed: 0, refused: 0 },
    rowsAfter: null,
    otherIngestions: { before: 0, after: null },
  }
  const other = { ...job, jobId: 'j2', createdAt: 2000 }
  const comparison = compare(running, now(2003, [running, other]))
  expect(comparison).toMatchObject({ change: 1002, ours: 0 })
  expect(othersPhrases(comparison)).toEqual(['+1,000 by your other ingestions', '+2 by other writers'])
})

test('missing and refused rows are said', () => {
  const rows = { expected: 1000, landed: 990, refused: 7 }
  expect(compare({ ...job, rows }, now(null)).account).toEqual({
    tone: 'failed',
    words: '1,000 expected, 990 landed, 7 refused, 3 missing',
  })
})

test('rows beyond what was expected are a failure of the count, with the likely reasons', () => {
  const rows = { expected: 1, landed: 20_000, refused: 0 }
  expect(compare({ ...job, status: 'countsDiffer', rows }, now(null)).account).toEqual({
    tone: 'failed',
    words: '1 expected, 20,000 landed, 19,999 more than expected',
    hint: expect.stringContaining('ingested a source twice'),
  })
})

test('what was undone is told with the rows that had landed', () => {
  const undone: JobSnapshot = { ...job, status: 'undone', rows: { ...job.rows, landed: 0 }, undoneRows: 5000 }
  expect(compare(undone, now(0)).account.words).toBe('5,000 landed, then undone')
  expect(compare({ ...undone, undoneRows: null }, now(0)).account.words).toBe('Landed, then undone')
})

test('what is not known is said, never guessed', () => {
  const unknown = { expected: null, landed: null, refused: null }
  expect(compare({ ...job, rows: unknown }, now(null)).account.words).toBe('Expected and landed not known')
  expect(compare({ ...job, rows: { ...unknown, landed: 5 } }, now(null)).account.words).toBe(
    '5 landed, expected not known',
  )
  const source = sourceSnapshot({ name: 'all.zip', rows: { ...unknown, landed: 5 } })
  expect(compare({ ...job, rows: { ...unknown, landed: 5 }, sources: [source] }, now(null)).account).toEqual({
    tone: 'warning',
    words: '5 landed, expected not known',
    hint: expect.stringContaining('all.zip could not be counted'),
  })
  expect(compare({ ...job, rowsBefore: null }, now(null))).toMatchObject({
    before: null,
    change: null,
    others: null,
  })
})

test('rows whose end nobody has found out are not called missing', () => {
  const left: JobSnapshot = {
    ...job,
    status: 'needsAttention',
    rows: { expected: 1000, landed: 400, refused: null },
    counts: { succeeded: 1, unknown: 1 },
  }
  expect(compare(left, now(null)).account).toEqual({
    tone: 'warning',
    words: '1,000 expected, 400 landed, 600 not known',
  })
})

test('while it is under way it compares with now', () => {
  const running = compare(
    { ...job, status: 'running', rowsAfter: null, rows: { ...job.rows, landed: null } },
    now(1001),
  )
  expect(running).toMatchObject({ isSettled: false, after: 1001, change: 0, others: null })
  expect(running.account.words).toBe('1,000 expected, on the way')
})

test('records that were left out are told with the place where they are', () => {
  const leftOut = { records: 2, files: ['/data/dates.rejected.csv'] }
  expect(compare({ ...job, leftOut }, now(null)).account).toEqual({
    tone: 'landed',
    words: '1,000 expected, 1,000 landed, 0 missing',
    hint: '2 records left out, with line and reason: /data/dates.rejected.csv',
  })
})
