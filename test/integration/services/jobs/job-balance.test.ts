import { describe, expect, test } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { balanceOf } from '../../../../electron/domain/row-accounting'
import { eventually } from '../../../support/eventually'
import { sharedJobs } from './jobs-under-test'

const studio = await sharedJobs()

const settledAs = async (job: JobSnapshot): Promise<unknown> => {
  const { status, rows, counts } = await studio.settled(job.jobId)
  return { status, ...rows, ...balanceOf({ rows, counts }) }
}

describe('rows beyond what was expected', () => {
  test('are not a success, even though every source ended well', async () => {
    await studio.createTable('Surplus', 'a: long, b: string', 2)
    const job = await studio.start({
      table: 'Surplus',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n', format: 'csv' }],
    })
    // The service takes the job's rows and these in one batch, as if it had read more than was counted.
    const tags = JSON.stringify([`drop-by:${job.tag}`])
    await studio.client.ingest('2,b\n3,c\n4,d\n', {
      table: 'Surplus',
      properties: { tags },
      flushImmediately: false,
    })
    expect(await settledAs(job)).toEqual({
      status: 'countsDiffer',
      expected: 1,
      landed: 4,
      refused: 0,
      missing: 0,
      surplus: 3,
      undecided: 0,
    })
    expect(studio.job(job.jobId)).toMatchObject({ counts: { succeeded: 1 }, undo: 'possible' })
  })

  test('do not stand for another source that fails', async () => {
    await studio.createTable('SurplusAndBad', 'a: long, b: string', 1)
    const sources = ['1,a\n', '2,b\n3,c,surplus field\n'].map((text, index) => ({
      kind: 'file' as const,
      handle: studio.file(`surplus-${index}.csv`, text),
      format: 'csv' as const,
    }))
    const job = await studio.start({ table: 'SurplusAndBad', sources, separateBlobs: true })
    const tags = JSON.stringify([`drop-by:${job.tag}`])
    await studio.client.ingest('7,x\n8,y\n9,z\n', { table: 'SurplusAndBad', properties: { tags } })
    const settled = await studio.settled(job.jobId)
    expect(settled.counts).toEqual({ succeeded: 1, failed: 1 })
    expect(settled.status).toBe('partiallySucceeded')
  })
})

test('the reason why the service retries a source is shown while it does', async () => {
  await studio.createTable('TriedAgain', 'a: long, b: string', 500)
  const job = await studio.start({
    table: 'TriedAgain',
    sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n', format: 'csv' }],
  })
  await eventually(
    () => studio.job(job.jobId),
    ({ counts }) => counts.queued === 1,
  )
  const table = await studio.client.statusTable()
  const reason = 'The disk of the cluster is full. Attempt 2 of 5; the next is in 20 seconds.'
  for await (const { partitionKey, rowKey, Table } of table.listEntities<{ Table: string }>()) {
    if (Table !== 'TriedAgain' || partitionKey === undefined || rowKey === undefined) continue
    await table.updateEntity({ partitionKey, rowKey, Status: 'Pending', Details: reason }, 'Merge')
  }
  const held = await eventually(
    () => studio.job(job.jobId).sources[0],
    (source) => source?.trouble !== null,
  )
  expect(held).toMatchObject({ state: { kind: 'queued' }, trouble: { message: reason } })
  const settled = await studio.settled(job.jobId)
  expect(settled).toMatchObject({ status: 'succeeded', sources: [{ trouble: null }] })
})

describe('one defect has one name, whoever finds it', () => {
  const open = '1,a\n2,"never closed\n3,c\n'

  test('a quote that is never closed is refused: found by the studio, and by the service', async () => {
    await studio.createTable('OpenQuote')
    const own = await studio.start({
      table: 'OpenQuote',
      sources: [{ kind: 'file', handle: studio.file('open.csv', open), format: 'csv' }],
    })
    // It is not known how many records a broken file holds, so nothing may claim that none is missing.
    expect(await settledAs(own)).toMatchObject({ status: 'failed', landed: 0, refused: null, missing: null })
    const uri = await studio.client.upload(open)
    const blob = await studio.start({
      table: 'OpenQuote',
      sources: [{ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: open.length }],
    })
    expect(await settledAs(blob)).toMatchObject({ status: 'failed', landed: 0, refused: null, missing: null })
  })

  test('what was counted and then refused by the service is refused, and not also missing', async () => {
    await studio.createTable('Refused')
    const job = await studio.start({
      table: 'Refused',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n2,b,too many\n3,c\n', format: 'csv' }],
    })
    expect(await settledAs(job)).toMatchObject({ expected: 3, landed: 0, refused: 3, missing: 0 })
  })
})
