import Database from 'libsql'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { phasesUntil } from '../../../../electron/domain/job-phases'
import type { HistoryEntry, HistoryFilter } from '../../../../electron/domain/schema/history'
import { eventually } from '../../../support/eventually'
import { sharedJobs } from './jobs-under-test'

const studio = await sharedJobs()
const everything: HistoryFilter = { text: '', outcome: null, since: null }

async function found(filter: Partial<HistoryFilter>): Promise<readonly HistoryEntry[]> {
  const request = { ...everything, ...filter, offset: 0, limit: 100 }
  return (await studio.jobs.history.list(request)).entries
}

/** Sends a file, and waits until nothing more happens. */
async function sent(table: string, name: string, content: string): Promise<string> {
  const handle = studio.file(name, content)
  const { jobId } = await studio.start({ table, sources: [{ kind: 'file', handle, format: 'csv' }] })
  await studio.settled(jobId)
  return jobId
}

test('a job that landed says what became of it and where its time went; one that failed, what and where', async () => {
  await studio.createTable('Told')
  const good = await sent('Told', 'told-good.csv', '1,a\n2,b\n')
  const bad = await sent('Told', 'told-bad.csv', '1,a\n2,"never closed\n')
  expect(await found({ text: 'told-', outcome: 'landed' })).toMatchObject([
    { jobId: good, table: 'Told', rows: { expected: 2, landed: 2, refused: 0 }, sourceCount: 1 },
  ])
  expect(await found({ text: 'told-', outcome: 'failed' })).toMatchObject([{ jobId: bad, failedCount: 1 }])

  const told = studio.jobs.history.job({ jobId: good })
  const phases = phasesUntil(told.job.time, Date.now())
  expect(phases.map(({ kind }) => kind)).toEqual(['checked', 'uploaded', 'queued', 'waited', 'landed'])
  const [source] = told.job.sources
  const total = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  expect(total).toBe((source?.settledAt ?? 0) - told.job.createdAt)
  // The table seals a batch with its first item.
  expect(told.job.time.seal).toMatchObject({ reason: 'items', items: 1 })
  expect(told).toMatchObject({ failures: [], failedCount: 0, cannotRunAgain: null })

  const failed = studio.jobs.history.job({ jobId: bad })
  expect(failed.failures).toMatchObject([
    { name: 'told-bad.csv', canRetry: false, error: { code: 'ClosingQuoteMissing', record: 2, line: 2 } },
  ])
})

test('a job runs again as one of its own, with the same properties, and the file as it is now', async () => {
  await studio.createTable('Again')
  const handle = studio.file('again.csv', 'a,b\n1,x\n')
  const { jobId } = await studio.start({
    table: 'Again',
    tag: 'mine',
    sources: [{ kind: 'file', handle, format: 'csv', ignoreFirstRecord: true }],
  })
  await studio.settled(jobId)
  studio.file('again.csv', 'a,b\n2,y\n3,z\n')
  const again = await studio.jobs.runAgain(jobId)
  expect(again.jobId).not.toBe(jobId)
  expect(await studio.settled(again.jobId)).toMatchObject({
    status: 'succeeded',
    rowsBefore: 1,
    rows: { expected: 2, landed: 2 },
  })
  expect(studio.jobs.history.job({ jobId: again.jobId }).tags).toEqual(['mine'])
  expect(await studio.client.rows('Again | order by a asc')).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'y' },
    { a: 3, b: 'z' },
  ])
  // The first job is as it was, and can still be undone by itself.
  await studio.jobs.undo(jobId)
  expect(await studio.client.count('Again')).toBe(2)
})

test('a job whose file is gone, or whose rows were pasted, says why it cannot run again', async () => {
  await studio.createTable('Gone')
  const jobId = await sent('Gone', 'gone.csv', '1,a\n')
  rmSync(join(studio.folder, 'gone.csv'))
  expect(studio.jobs.history.job({ jobId }).cannotRunAgain).toMatch(/gone\.csv” is no longer there/)
  await expect(studio.jobs.runAgain(jobId)).rejects.toMatchObject({ code: 'FileNotFound' })
  const pasted = await studio.start({
    table: 'Gone',
    sources: [{ kind: 'paste', text: '2,b\n', format: 'csv', name: 'Pasted rows' }],
  })
  await studio.settled(pasted.jobId)
  await eventually(
    () => studio.jobs.history.job({ jobId: pasted.jobId }).cannotRunAgain,
    (why) => why !== null,
  )
  await expect(studio.jobs.runAgain(pasted.jobId)).rejects.toMatchObject({ nextStep: 'Paste them again.' })
  expect(await studio.client.count('Gone')).toBe(2)
})

test('the export is CSV that survives commas, quotes and line ends', async () => {
  await studio.createTable('Exported')
  await sent('Exported', 'exported, "odd".csv', '1,a\n')
  let csv = ''
  for await (const piece of studio.jobs.history.csv({ ...everything, text: 'exported' })) csv += piece
  const [head, line, end] = csv.split('\r\n')
  expect(head).toMatch(/^Started,Ended,Seconds,Cluster,Database,Table,First source,/)
  expect(line).toContain(',Exported,"exported, ""odd"".csv",1,succeeded,1,1,0,0,0,,')
  expect(end).toBe('')
})

test('a journal of the version before gets its history, and nobody hears of it', async () => {
  await studio.createTable('Before')
  const jobId = await sent('Before', 'before.csv', '1,a\n')
  await studio.closeJobs()
  const journal = new Database(join(studio.home, 'journal.sqlite'))
  journal.exec(`
    DROP INDEX sources_by_words; ALTER TABLE sources DROP COLUMN words; DROP TABLE history; DROP TABLE snapshots;
    UPDATE sources SET body = json_remove(body, '$.retriedAt', '$.uploadingAt', '$.uploadedAt');
    PRAGMA user_version = 2`)
  journal.close()
  const jobs = await studio.open()
  const heard: string[] = []
  jobs.onChange((change) => heard.push(change.jobId))
  expect(await found({ text: 'before.csv' })).toMatchObject([{ jobId, outcome: 'landed' }])
  expect(await found({ text: 'told-bad', outcome: 'failed' })).toHaveLength(1)
  expect(heard).toEqual([])
})

test('the journal, the history and its export keep no secret of a blob', async () => {
  await studio.createTable('Secret')
  const uri = await studio.client.upload('1,a\n')
  const secret = new URL(uri).search
  const { jobId } = await studio.start({
    table: 'Secret',
    sources: [{ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: 4 }],
  })
  await studio.settled(jobId)
  const told = JSON.stringify([studio.jobs.history.job({ jobId }), await found({ text: 'secret' })])
  let csv = ''
  for await (const piece of studio.jobs.history.csv(everything)) csv += piece
  const signature = new URLSearchParams(secret).get('sig') ?? 'none'
  expect(signature.length).toBeGreaterThan(20)
  for (const text of [told, csv, await studio.jobs.history.copyAs({ jobId }, 'node')]) {
    expect(text).not.toContain(signature)
    expect(text).not.toContain(encodeURIComponent(signature))
  }
  await studio.closeJobs()
  const journal = readFileSync(join(studio.home, 'journal.sqlite'), 'latin1')
  expect(journal).not.toContain(signature)
  expect(journal).not.toContain(encodeURIComponent(signature))
  await studio.open()
})
