import { expect, test } from 'vitest'
import { countsWords, outcomeWords } from '../../../electron/domain/outcome-words'
import type { HistoryEntry } from '../../../electron/domain/schema/history'

const entry = (change: Partial<HistoryEntry>): HistoryEntry => ({
  jobId: 'j',
  clusterUri: 'http://127.0.0.1:1',
  isLocalCluster: true,
  database: 'D',
  table: 'T',
  createdAt: 0,
  endedAt: 1,
  status: 'succeeded',
  outcome: 'landed',
  rows: { expected: 10, landed: 10, refused: 0 },
  sourceCount: 1,
  first: { kind: 'file', name: 'a.csv' },
  counts: { succeeded: 1 },
  rawDataSizeBytes: 1,
  values: null,
  tag: 't',
  undoneAt: null,
  undoneRows: null,
  operations: null,
  isOneKind: true,
  folder: null,
  failedCount: 0,
  retryableCount: 0,
  reason: null,
  ...change,
})

test('what landed in part counts as that everywhere, never as landed here and failed there', () => {
  const counts = { succeeded: 4, partiallySucceeded: 1, failed: 3 }
  expect(countsWords({ counts, sourceCount: 8 })).toBe('4 of 8 landed, 1 in part, 3 failed')
  const eight = entry({ status: 'partiallySucceeded', outcome: 'failed', sourceCount: 8, counts })
  expect(outcomeWords(eight).words).toBe('4 of 8 landed, 1 in part, 3 failed')
  expect(outcomeWords({ ...eight, values: '267 became null' }).words).toBe(
    '4 of 8 landed, 1 in part, 3 failed, 267 became null',
  )
})

test('an undone ingestion keeps its number, and one whose values differ says how', () => {
  const undone = entry({ status: 'undone', outcome: 'undone', undoneAt: 2, undoneRows: 3551 })
  expect(outcomeWords(undone)).toEqual({ tone: 'quiet', words: '3,551 undone' })
  const differs = entry({ status: 'valuesDiffer', outcome: 'differs', values: '267 became null' })
  expect(outcomeWords(differs)).toEqual({ tone: 'failed', words: 'Landed, 267 became null' })
  const rows = { expected: 10, landed: 7, refused: 0 }
  expect(outcomeWords(entry({ status: 'countsDiffer', outcome: 'differs', rows })).words).toBe(
    'Landed, 3 missing',
  )
})
