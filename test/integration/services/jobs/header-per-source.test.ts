import Database from 'libsql'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventually } from '../../../support/eventually'
import { sharedJobs } from './jobs-under-test'

const studio = await sharedJobs()

const values = async (table: string): Promise<unknown[]> =>
  (await studio.client.rows(`${table} | sort by a asc | project a`)).map(({ a }) => a)

describe('each source has a header or not', () => {
  test('a CSV loses its header, and lines of text beside it lose nothing', async () => {
    await studio.createTable('TwoKinds', 'a: string')
    const job = await studio.start({
      table: 'TwoKinds',
      sources: [
        { kind: 'file', handle: studio.file('a.csv', 'name\nx1\nx2\n'), ignoreFirstRecord: true },
        { kind: 'file', handle: studio.file('notes.txt', 'y1\ny2\ny3\n') },
        { kind: 'paste', name: 'Pasted rows', text: 'z0\nz1\n', format: 'csv' },
        { kind: 'paste', name: 'Pasted rows', text: 'title\nz2\n', format: 'txt', ignoreFirstRecord: true },
      ],
    })
    expect(await studio.settled(job.jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 8, landed: 8, refused: 0 },
      sources: [2, 3, 2, 1].map((expected) => ({ rows: { expected, landed: expected } })),
    })
    expect(await values('TwoKinds')).toEqual(['x1', 'x2', 'y1', 'y2', 'y3', 'z0', 'z1', 'z2'])
  })

  test('files with and without a header share one blob', async () => {
    await studio.createTable('OneBlob', 'a: string')
    const sources = Array.from({ length: 20 }, (_, index) => ({
      kind: 'file' as const,
      handle: studio.file(`shared-${index}.csv`, `first-${index}\nsecond-${index}\n`),
      ignoreFirstRecord: index % 2 === 0,
    }))
    const job = await studio.start({ table: 'OneBlob', sources })
    expect(await studio.settled(job.jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 30, landed: 30 },
    })
    expect(await studio.client.rows('.show table OneBlob extents')).toHaveLength(1)
    const left = await values('OneBlob')
    expect(left.filter((value) => String(value).startsWith('first'))).toHaveLength(10)
    expect(left).not.toContain('first-0')
  })
})

test('an open job in a journal of version 1 continues and leaves its headers out', async () => {
  await studio.createTable('OldJournal', 'a: string')
  const job = await studio.start({
    table: 'OldJournal',
    sources: [
      { kind: 'paste', name: 'Pasted rows', text: 'name\nx1\n', format: 'csv' },
      { kind: 'paste', name: 'Pasted rows', text: 'name\nx2\n', format: 'csv' },
    ],
  })
  await studio.jobs.pause(job.jobId)
  await studio.closeJobs()
  const journal = new Database(join(studio.home, 'journal.sqlite'))
  journal.exec(`
    UPDATE sources SET body = json_remove(body, '$.ignoreFirstRecord');
    UPDATE jobs SET body = json_set(json_remove(body, '$.undoneRows'), '$.ignoreFirstRecord', json('true'),
      '$.paused', json('false'));
    DROP TABLE snapshots; DROP INDEX sources_by_words; ALTER TABLE sources DROP COLUMN words; DROP TABLE history;
    PRAGMA user_version = 1;`)
  journal.close()
  await studio.open()
  const settled = await eventually(
    () => studio.job(job.jobId),
    ({ status }) => status === 'succeeded',
  )
  expect(settled).toMatchObject({ rows: { expected: 2, landed: 2 }, sourceCount: 2 })
  expect(await values('OldJournal')).toEqual(['x1', 'x2'])
})
