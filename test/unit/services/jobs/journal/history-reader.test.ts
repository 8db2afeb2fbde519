import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HistoryFilter } from '../../../../../electron/domain/schema/history'
import { systemClock } from '../../../../../electron/services/clock'
import { HistoryReader } from '../../../../../electron/services/jobs/journal/history-reader'
import { Journal } from '../../../../../electron/services/jobs/journal/journal'
import type { JobRecord, SourceRecord } from '../../../../../electron/services/jobs/state/job-record'
import { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { exampleJob, exampleSource } from './journal-examples'

let folder: string
let journal: Journal
let reader: HistoryReader
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'))
  journal = new Journal(folder, (error) => {
    throw error
  })
  reader = new HistoryReader(journal)
})
afterEach(() => {
  journal.close()
  rmSync(folder, { recursive: true, force: true })
})

const landed: Partial<SourceRecord> = {
  state: { kind: 'succeeded', landedAt: 9 },
  landed: 1,
  refused: 0,
  settledAt: 9,
}
const failedBy = (message: string): Partial<SourceRecord> => ({
  state: { kind: 'failed', error: { code: 'IngestionFailed', message, retryable: true } },
  refused: 1,
  settledAt: 9,
})

/** Writes a job with these sources, as the studio does. */
function keep(jobId: string, job: Partial<JobRecord>, ...sources: readonly Partial<SourceRecord>[]): void {
  const stored = {
    job: { ...exampleJob, jobId, landed: 1, ...job },
    sources: sources.map((source, ordinal) => ({
      ...exampleSource,
      jobId,
      sourceId: `${jobId}-${ordinal}`,
      ordinal,
      ...source,
    })),
    blobs: [],
  }
  new LiveJob(stored, { journal, clock: systemClock, onChange: () => undefined }).keep()
  journal.commitNow()
}

const everything: HistoryFilter = { text: '', outcome: null, since: null }
const found = (filter: Partial<HistoryFilter> = {}, offset = 0, limit = 100): string[] =>
  reader.entries({ ...everything, ...filter }, offset, limit).map(({ jobId }) => jobId)

test('a job is found by file, folder, table, database, cluster, tag and error, in any case and by part of a word', () => {
  keep(
    'by file',
    { createdAt: 7 },
    { ...landed, name: 'Überblick-0412.csv', location: '/data/plant-7/x.csv' },
  )
  keep('by table', { createdAt: 6, table: 'Readings', database: 'Factory' }, landed)
  keep('by tag', { createdAt: 5, userTag: ['drop-by:nightly', 'team-blue'] }, landed)
  keep('by error', { createdAt: 4 }, landed, failedBy('A quote is opened and never closed.'))
  const clusterUri = 'https://adx.westeurope.kusto.windows.net'
  keep('by cluster', { createdAt: 3, clusterUri, isLocalCluster: false }, landed)
  keep(
    'pasted',
    { createdAt: 2 },
    { ...landed, kind: 'paste', name: 'Pasted rows', location: '/home/pastes/1' },
  )
  expect(found({ text: 'überBLICK' })).toEqual(['by file'])
  expect(found({ text: 'plant-7' })).toEqual(['by file'])
  expect(found({ text: 'reading' })).toEqual(['by table'])
  expect(found({ text: 'FACTORY' })).toEqual(['by table'])
  expect(found({ text: 'team-blue' })).toEqual(['by tag'])
  expect(found({ text: 'never closed' })).toEqual(['by error'])
  expect(found({ text: 'ingestionfailed' })).toEqual(['by error'])
  expect(found({ text: 'adx.westeurope' })).toEqual(['by cluster'])
  expect(found({ text: 'pasted' })).toEqual(['pasted'])
  // Words may be in different places, and all of them must be there.
  expect(found({ text: 'factory  READINGS' })).toEqual(['by table'])
  expect(found({ text: 'factory nightly' })).toEqual([])
  // No word is a pattern.
  expect(found({ text: '%' })).toEqual([])
  expect(found({ text: 'a_csv' })).toEqual([])
})

test('jobs are filtered by outcome and time, counted by outcome, and read page by page, newest first', () => {
  keep('old', { createdAt: 10 }, landed)
  keep('failed', { createdAt: 20, landed: 0 }, failedBy('No.'))
  keep('part', { createdAt: 30 }, landed, failedBy('No.'))
  keep('short', { createdAt: 40, landed: 0 }, { ...landed, landed: 0 })
  keep(
    'skipped',
    { createdAt: 50, landed: 0 },
    { state: { kind: 'skipped', reason: 'It is empty.' }, settledAt: 9 },
  )
  keep('undone', { createdAt: 60, undoneAt: 99, landed: 0 }, landed)
  keep('lost', { createdAt: 70 }, { state: { kind: 'unknown', reason: 'stoppedWaiting' } })
  keep('waiting', { createdAt: 80 }, {})
  expect(found()).toEqual(['waiting', 'lost', 'undone', 'skipped', 'short', 'part', 'failed', 'old'])
  expect(found({}, 2, 3)).toEqual(['undone', 'skipped', 'short'])
  expect(found({ outcome: 'failed' })).toEqual(['part', 'failed'])
  expect(found({ outcome: 'differs' })).toEqual(['short'])
  expect(found({ since: 60 })).toEqual(['waiting', 'lost', 'undone'])
  expect(reader.counts(everything)).toEqual({
    open: 1,
    notKnown: 1,
    undone: 1,
    skipped: 1,
    differs: 1,
    failed: 2,
    landed: 1,
  })
  expect(reader.counts({ ...everything, since: 30, outcome: 'undone' })).toMatchObject({
    failed: 1,
    undone: 1,
  })
  const [part] = reader.entries({ ...everything, outcome: 'failed' }, 0, 1)
  expect(part).toMatchObject({ sourceCount: 2, failedCount: 1, retryableCount: 1, reason: 'No.', endedAt: 9 })
})

test('an entry follows its job', () => {
  keep('job', { createdAt: 1 }, {})
  expect(found({ outcome: 'open' })).toEqual(['job'])
  keep('job', { createdAt: 1 }, landed)
  expect(found({ outcome: 'open' })).toEqual([])
  expect(found({ outcome: 'landed' })).toEqual(['job'])
})

test('the folder that all files of a job are in is named, and only then', () => {
  const inFolder = (location: string): Partial<SourceRecord> => ({ ...landed, location })
  keep('one folder', { createdAt: 2 }, inFolder('/data/sensors/a.csv'), inFolder('/data/sensors/b.csv'))
  keep('two folders', { createdAt: 1 }, inFolder('/data/sensors/a.csv'), inFolder('/data/other/b.csv'))
  const folders = reader.entries(everything, 0, 10).map((entry) => entry.folder)
  expect(folders).toEqual(['sensors', null])
})
