import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobRecord, SourceRecord } from '../../../../../electron/services/jobs/state/job-record'
import { Journal } from '../../../../../electron/services/jobs/journal/journal'
import { journalVersion } from '../../../../../electron/services/jobs/journal/journal-schema'
import { JournalReader } from '../../../../../electron/services/jobs/journal/journal-reader'
import { createRowCountStore } from '../../../../../electron/services/jobs/journal/journal-row-counts'
import { exampleJob as job, exampleSource as source } from './journal-examples'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const open = (): Journal =>
  new Journal(folder, (error) => {
    throw error
  })

test('jobs of two clusters with the same table do not mix', () => {
  const journal = open()
  const cloud = { ...job, isLocalCluster: false }
  journal.saveJob({ ...cloud, jobId: 'one', clusterUri: 'https://one.kusto.windows.net' }, () => false)
  journal.saveJob({ ...cloud, jobId: 'two', clusterUri: 'https://two.kusto.windows.net' }, () => false)
  journal.saveJob({ ...job, jobId: 'local' }, () => false)
  journal.commitNow()
  const reader = new JournalReader(journal)
  const of = (clusterUri?: string): string[] =>
    reader.newestJobs({ clusterUri, database: 'D', table: 'T' }, 10).sort()
  expect(of('https://two.kusto.windows.net')).toEqual(['two'])
  // Another port than it had then.
  expect(of('http://127.0.0.1:2')).toEqual(['local'])
  expect(of()).toEqual(['local', 'one', 'two'])
  journal.close()
})

test('a large commit leaves turns to others, and keeps what changes meanwhile for the next', async () => {
  const journal = open()
  journal.saveJob(job, () => true)
  const sources = Array.from({ length: 20_000 }, (_, ordinal) => ({
    ...source,
    sourceId: `source-${ordinal}`,
    ordinal,
  }))
  for (const one of sources) journal.saveSource(one)
  const last = sources[19_999]
  let turns = 0
  let isDone = false
  const turn = (): void => {
    turns += 1
    // In the middle of the commit: it is written as it was at its beginning.
    if (turns === 3 && last !== undefined) {
      last.state = { kind: 'succeeded', landedAt: 9 }
      journal.saveSource(last)
    }
    if (!isDone) setImmediate(turn)
  }
  const committed = journal.commit()
  while (!journal.database.inTransaction) await new Promise((resolve) => setImmediate(resolve))
  turn()
  await committed
  isDone = true
  expect(turns).toBeGreaterThan(3)
  const stored = (): string | undefined => new JournalReader(journal).job('job-1')?.sources.at(-1)?.state.kind
  expect(stored()).toBe('queued')
  await journal.commit()
  expect(stored()).toBe('succeeded')
  journal.close()
})

describe('a journal that is only read', () => {
  const read = (): Journal => new Journal(folder, () => undefined, undefined, 'read')
  const kinds = (journal: Journal): string[] =>
    new JournalReader(journal).job('job-1')?.sources.map(({ state }) => state.kind) ?? []

  test('shows what another is writing, keeps nobody out, and changes nothing', () => {
    const writer = open()
    writer.saveJob(job, () => true)
    writer.saveSource(source)
    writer.commitNow()
    // Also before whoever writes has caught up with the history of an earlier version.
    const reader = read()
    expect(reader.isReadOnly).toBe(true)
    expect(kinds(reader)).toEqual(['queued'])
    writer.saveSource({ ...source, state: { kind: 'succeeded', landedAt: 9 } })
    writer.commitNow()
    expect(kinds(reader)).toEqual(['succeeded'])
    expect(() => reader.saveJob(job, () => false)).toThrow('only read')
    writer.close()

    const next = open()
    expect(kinds(next)).toEqual(['succeeded'])
    expect(kinds(reader)).toEqual(['succeeded'])
    reader.close()
    next.database.exec('DELETE FROM jobs')
    next.close()
    const alone = read()
    expect(alone.isReadOnly).toBe(true)
    expect(kinds(alone)).toEqual([])
    expect(() => alone.database.exec('DELETE FROM jobs')).toThrow('readonly')
    alone.close()
  })

  test('is opened to be changed where there is none, or none of today', () => {
    const first = read()
    expect(first.isReadOnly).toBe(false)
    first.saveJob(job, () => false)
    first.commitNow()
    first.database.exec('DELETE FROM history')
    first.close()
    const behind = read()
    expect(behind.isReadOnly).toBe(false)
    behind.close()
  })
})

describe('what was committed', () => {
  test('is there after the process was killed, and what was not is not', () => {
    const script = `
      import { Journal } from '${process.cwd()}/electron/services/jobs/journal/journal'
      const journal = new Journal('${folder}', () => undefined)
      journal.saveJob(${JSON.stringify(job)}, () => true)
      journal.saveSource(${JSON.stringify(source)})
      journal.commitNow()
      journal.saveSource({ ...${JSON.stringify({ ...source, sourceId: 'source-2' })} })
      process.kill(process.pid, 'SIGKILL')`
    writeFileSync(join(folder, 'killed.mts'), script)
    expect(() =>
      execFileSync(process.execPath, ['--import', 'tsx', join(folder, 'killed.mts')], { stdio: 'ignore' }),
    ).toThrow()
    const journal = open()
    const [stored] = new JournalReader(journal).openJobs()
    expect(stored).toEqual({ job, sources: [source], blobs: [] })
    journal.close()
  })

  test('shares one commit, and the last change of a record is the one that counts', async () => {
    const journal = open()
    const changing = { ...source }
    journal.saveJob(job, () => false)
    journal.saveSource(changing)
    const first = journal.commit()
    changing.name = 'b.csv'
    journal.saveSource(changing)
    await Promise.all([first, journal.commit()])
    const reader = new JournalReader(journal)
    expect(reader.openJobs()).toEqual([])
    expect(reader.job('job-1')?.sources[0]?.name).toBe('b.csv')
    journal.close()
  })
})

describe('a journal of version 1', () => {
  /** Turns records of today into what version 1 wrote. */
  const asVersion1 = (hasHeader: boolean): void => {
    const journal = open()
    const oldJob: Record<string, unknown> = { ...job }
    delete oldJob['undoneRows']
    const oldSource: Record<string, unknown> = { ...source }
    delete oldSource['ignoreFirstRecord']
    journal.saveJob({ ...oldJob, ignoreFirstRecord: hasHeader } as unknown as JobRecord, () => true)
    journal.saveSource(oldSource as unknown as SourceRecord)
    journal.commitNow()
    journal.database.exec(
      'DROP INDEX sources_by_words; ALTER TABLE sources DROP COLUMN words; DROP TABLE history; DROP TABLE snapshots',
    )
    journal.database.pragma('user_version = 1')
    journal.close()
  }

  test.each([true, false])(
    'is brought to today: each source says whether it has a header (%s)',
    (hasHeader) => {
      asVersion1(hasHeader)
      // Converted, then opened as it is.
      for (let time = 0; time < 2; time++) {
        const journal = open()
        const [stored] = new JournalReader(journal).openJobs()
        expect(stored).toEqual({ job, sources: [{ ...source, ignoreFirstRecord: hasHeader }], blobs: [] })
        journal.close()
      }
      expect(readFileSync(join(folder, 'journal.sqlite')).readUInt32BE(60)).toBe(journalVersion)
    },
  )
})

describe('a commit that is under way while the journal closes', () => {
  test('is written by the closing', async () => {
    const journal = open()
    journal.saveJob(job, () => true)
    const late = journal.commit()
    journal.close()
    await late
    const again = open()
    expect(new JournalReader(again).openJobs()).toMatchObject([{ job }])
    again.close()
  })

  test('fails, like the closing, if nothing can be written, and does not end the process', async () => {
    const journal = open()
    journal.save('any', () => () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' })
    })
    const late = journal.commit()
    expect(() => journal.close()).toThrow(expect.objectContaining({ code: 'JournalFailed' }))
    await expect(late).rejects.toMatchObject({ code: 'JournalFailed', retryable: true })
  })

  test('does not reach the file once it is closed', async () => {
    const journal = open()
    journal.close()
    journal.saveJob(job, () => true)
    await expect(journal.commit()).rejects.toMatchObject({ code: 'JournalFailed' })
    const next = open()
    expect(new JournalReader(next).openJobs()).toEqual([])
    next.close()
  })
})

describe('who may have it', () => {
  test('a second one gets a clear error, and the journal is free when the first is closed', () => {
    const first = open()
    expect(open).toThrow(expect.objectContaining({ code: 'JournalFailed', retryable: true }))
    first.close()
    open().close()
  })

  test('a journal of a newer version is refused and left as it is', () => {
    const path = join(folder, 'journal.sqlite')
    open().close()
    const bytes = readFileSync(path)
    bytes.writeUInt32BE(99, 60)
    writeFileSync(path, bytes)
    expect(open).toThrow(
      expect.objectContaining({ code: 'JournalFailed', message: expect.stringContaining('99') }),
    )
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })
})

test('the series of row counts is kept, bounded to what is asked for', async () => {
  const journal = open()
  const store = createRowCountStore(journal)
  const table = { clusterUri: 'http://127.0.0.1:1', database: 'D', table: 'T' }
  for (let at = 1; at <= 5; at++) store.append(table, { at, rows: at * 10, ours: at })
  store.append({ ...table, table: 'U' }, { at: 1, rows: 7, ours: 0 })
  await journal.commit()
  expect(store.series(table, 2)).toEqual([
    { at: 4, rows: 40, ours: 4 },
    { at: 5, rows: 50, ours: 5 },
  ])
  journal.close()
})
