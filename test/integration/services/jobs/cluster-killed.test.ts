import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClusterProcess } from '../../../support/cluster-process'
import { eventually } from '../../../support/eventually'
import { JobsUnderTest } from './jobs-under-test'

let dataDir: string
let cluster: ClusterProcess
let studio: JobsUnderTest
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'studio-killed-'))
  cluster = await ClusterProcess.start(dataDir)
  studio = new JobsUnderTest(cluster)
  await studio.open()
})
afterAll(async () => {
  await studio.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const files = (prefix: string, count: number): { kind: 'file'; handle: string; format: 'csv' }[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'file',
    handle: studio.file(`${prefix}-${index}.csv`, `${index},x\n${index + 1000},y\n`),
    format: 'csv',
  }))

test('a cluster that was killed and has another status table: all that was queued is settled', async () => {
  await studio.createTable('Moved', 'a: long, b: string', 500)
  const job = await studio.start({ table: 'Moved', sources: files('moved', 30), separateBlobs: true })
  await eventually(
    () => studio.job(job.jobId),
    ({ counts }) => counts.queued === 30,
  )
  await cluster.kill()
  const [blob, queue, table] = cluster.storagePorts
  cluster.storagePorts = [blob ?? 0, queue ?? 0, 0]
  await cluster.restart()
  expect(cluster.storagePorts[2]).not.toBe(table)
  const settled = await studio.settled(job.jobId, 30_000)
  expect(settled).toMatchObject({
    status: 'succeeded',
    counts: { succeeded: 30 },
    rows: { expected: 60, landed: 60, refused: 0 },
  })
  expect(await studio.client.count('Moved')).toBe(60)
})

test('a cluster that was killed in an upload comes back to its ports, and every row is accounted for', async () => {
  await studio.createTable('Killed', 'a: long, b: string', 1)
  const rows = 100_000
  const large = studio.file('large.csv', `1,${'x'.repeat(100)}\n`.repeat(rows))
  const sources = [...files('killed', 202), { kind: 'file' as const, handle: large, format: 'csv' as const }]
  const ports = cluster.storagePorts
  const job = await studio.start({ table: 'Killed', sources })
  await eventually(
    () => studio.job(job.jobId).counts,
    ({ uploading = 0, posting = 0, queued = 0 }) => uploading + posting + queued > 0,
  )
  await cluster.kill()
  await eventually(
    () => studio.job(job.jobId).trouble,
    (trouble) => trouble?.message.includes('nothing listens at that address') === true,
  )
  await cluster.restart()
  expect(cluster.storagePorts).toEqual(ports)
  const settled = await studio.settled(job.jobId, 30_000)
  expect(settled).toMatchObject({
    status: 'succeeded',
    counts: { succeeded: 203 },
    rows: { expected: rows + 404, landed: rows + 404, refused: 0 },
    trouble: null,
  })
  const all = studio.jobs.sources({ jobId: job.jobId, offset: 0, limit: 1000 })
  expect(all.filter(({ rows: account }) => account.landed !== account.expected)).toEqual([])
  expect(await studio.client.count('Killed')).toBe(rows + 404)
})
