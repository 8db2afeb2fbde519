import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal } from '../../../../../electron/services/jobs/journal/journal'
import { putJournalAside } from '../../../../../electron/services/jobs/journal/journal-aside'
import { JournalReader } from '../../../../../electron/services/jobs/journal/journal-reader'
import { salvageJournal } from '../../../../../electron/services/jobs/journal/salvage-journal'
import { exampleJob, exampleSource } from './journal-examples'

const jobs = 400
let home: string
let to: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'salvage-'))
  to = join(home, 'read-only')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const path = (): string => join(home, 'journal.sqlite')

/** A journal of many jobs with a source each. */
function writeJournal(): Journal {
  const journal = new Journal(home, () => undefined)
  for (let index = 0; index < jobs; index++) {
    const jobId = `job-${index}`
    journal.saveJob({ ...exampleJob, jobId, createdAt: index }, () => false)
    journal.saveSource({ ...exampleSource, jobId, sourceId: `source-${index}` })
  }
  journal.commitNow()
  return journal
}

function salvagedIds(): string[] {
  const journal = new Journal(to, () => undefined)
  try {
    const rows = journal.database.prepare('SELECT job_id FROM jobs').all() as { readonly job_id: string }[]
    const reader = new JournalReader(journal)
    for (const { job_id: jobId } of rows) expect(reader.job(jobId)?.sources.length).toBeLessThanOrEqual(1)
    return rows.map(({ job_id: jobId }) => jobId)
  } finally {
    journal.close()
  }
}

test('of a damaged journal everything outside of the damage can be read, and it is left as it is', () => {
  writeJournal().close()
  const pageBytes = 4096
  const pages = statSync(path()).size / pageBytes
  const file = openSync(path(), 'r+')
  // In the middle of the tables.
  for (const page of [Math.floor(pages / 2), Math.floor(pages / 2) + 1])
    writeSync(file, Buffer.alloc(pageBytes, 0xee), 0, pageBytes, page * pageBytes)
  closeSync(file)
  expect(() => new Journal(home, () => undefined)).toThrow(/damaged/)
  const damaged = readFileSync(path())
  const salvaged = salvageJournal(path(), to)
  expect(salvaged.isWhole).toBe(false)
  expect(salvaged.jobs).toBeGreaterThan(jobs / 4)
  expect(salvagedIds()).toHaveLength(salvaged.jobs)
  expect(readFileSync(path())).toEqual(damaged)
})

test('a record that is damaged is left out, and the others are there', () => {
  const journal = writeJournal()
  journal.database.prepare(`UPDATE jobs SET body = '{"jobId":' WHERE job_id = 'job-7'`).run()
  journal.close()
  expect(salvageJournal(path(), to)).toEqual({ jobs: jobs - 1, isWhole: false })
  expect(salvagedIds()).not.toContain('job-7')
})

test('a journal that another process has open, and one of a newer studio, are read whole', () => {
  const held = writeJournal()
  expect(() => new Journal(home, () => undefined)).toThrow(/using this home folder/)
  expect(salvageJournal(path(), to)).toEqual({ jobs, isWhole: true })
  held.database.exec('ALTER TABLE jobs ADD COLUMN later TEXT')
  held.database.pragma('user_version = 99')
  held.close()
  expect(() => new Journal(home, () => undefined)).toThrow(/version 99/)
  expect(salvageJournal(path(), join(home, 'again'))).toEqual({ jobs, isWhole: true })
})

test('a journal that is put aside keeps all it holds, and a new one begins', () => {
  writeJournal().close()
  writeFileSync(`${path()}-wal`, 'x')
  const aside = putJournalAside(home, Date.UTC(2026, 10, 30))
  expect(
    readdirSync(home)
      .filter((name) => name.includes('aside'))
      .sort(),
  ).toEqual([
    'journal.sqlite.aside-2026-11-30T00-00-00-000Z',
    'journal.sqlite.aside-2026-11-30T00-00-00-000Z-wal',
  ])
  rmSync(`${aside}-wal`)
  const fresh = new Journal(home, () => undefined)
  expect(fresh.database.prepare('SELECT count(*) AS n FROM jobs').get()).toMatchObject({ n: 0 })
  fresh.close()
  expect(salvageJournal(aside, to)).toEqual({ jobs, isWhole: true })
})
