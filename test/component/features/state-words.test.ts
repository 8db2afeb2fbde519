import { expect, test } from 'vitest'
import { jobWords, sourceWords } from '../../../renderer/src/features/jobs/state-words'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

const landed = sourceSnapshot({ state: { kind: 'succeeded', landedAt: 1 } })

test('a source with nothing in it is not called landed', () => {
  const job = jobSnapshot({ sourceCount: 203, counts: { succeeded: 1, skipped: 202 } })
  expect(jobWords(job, 0)).toEqual({
    tone: 'landed',
    words: '1 of 203 landed, 202 skipped',
  })
  expect(jobWords(jobSnapshot({ sourceCount: 2, counts: { skipped: 2 } }), 0)).toEqual({
    tone: 'quiet',
    words: '0 of 2 landed, 2 skipped',
  })
})

test('more rows than expected, or fewer, are never green', () => {
  const rows = { expected: 1, landed: 20_000, refused: 0 }
  const job = jobSnapshot({ status: 'countsDiffer', rows, sources: [landed] })
  const words = { tone: 'failed', words: 'Landed, 19,999 more than expected' }
  expect(jobWords(job, 0)).toEqual(words)
  expect(sourceWords(landed, job, 0)).toEqual(words)
  const short = { ...job, rows: { expected: 10, landed: 7, refused: 0 } }
  expect(sourceWords(landed, short, 0)).toEqual({ tone: 'failed', words: 'Landed, 3 missing' })
})

test('rows that are there while their records are counted are not called landed yet', () => {
  const uncounted = { ...landed, rows: { expected: null, landed: null, refused: 0 } }
  const job = jobSnapshot({ status: 'running', rows: uncounted.rows, sources: [uncounted] })
  const words = { tone: 'running', words: 'Landed, counting records' }
  expect(sourceWords(uncounted, job, 0)).toEqual(words)
  expect(jobWords(job, 0)).toEqual(words)
})

test('rows whose values are being looked at are not called landed yet', () => {
  const job = jobSnapshot({ status: 'running', sources: [landed] })
  const words = { tone: 'running', words: 'Checking values' }
  expect(sourceWords(landed, job, 0)).toEqual(words)
  expect(jobWords(job, 0)).toEqual(words)
})

test('values that became null are told as loudly as missing rows', () => {
  const column = { column: 'Code', type: 'long', nulls: 2000, becameNull: 2000, unforeseen: 0 } as const
  const values = { basis: 'whole', isAccepted: false, columns: [column] } as const
  const job = jobSnapshot({ status: 'valuesDiffer', values, sources: [landed] })
  const words = { tone: 'failed', words: '2,000 became null' }
  expect(sourceWords(landed, job, 0)).toEqual(words)
  expect(jobWords(job, 0)).toEqual(words)
})

test('a cluster that is away is seen in what waits for it', () => {
  const trouble = { message: 'The local cluster refuses the connection.', since: 0 }
  const job = jobSnapshot({ status: 'running', trouble, counts: { pending: 1 } })
  const waiting = sourceSnapshot({ state: { kind: 'pending' }, queuedAt: null })
  expect(sourceWords(waiting, job, 0)).toEqual({ tone: 'warning', words: 'Held up' })
  expect(jobWords(job, 0).tone).toBe('warning')
})

test('a source that is converted before it is sent says how far that is', () => {
  const converted = { bytes: 40_000_000, of: 100_000_000 }
  const state = { kind: 'uploading', bytesSent: 0, bytesTotal: null, converted } as const
  const source = sourceSnapshot({ state })
  const job = jobSnapshot({ status: 'running', sources: [source] })
  expect(sourceWords(source, job, 0)).toEqual({ tone: 'running', words: 'Converting, 40 MB of 100 MB' })
})
