import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FaultProxy } from '../../../faults/fault-proxy'
import { eventually } from '../../../support/eventually'
import { JobsUnderTest } from './jobs-under-test'

let studio: JobsUnderTest
let proxy: FaultProxy
let dataDir: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'studio-evidence-'))
  studio = await JobsUnderTest.start(dataDir)
  proxy = await FaultProxy.start(studio.cluster.clusterUri)
})

afterAll(async () => {
  await studio.close()
  await proxy.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe.each([
  {
    way: 'by message',
    step: 'queue',
    queuedVia: 'queue',
    tries: 4,
    refusal: { code: 'PostFailed', retryable: true },
  },
  { way: 'by REST', step: 'post', queuedVia: 'auto', tries: 1, refusal: { code: 'AccessDenied' } },
] as const)('on a cluster that may take a blob twice, $way', ({ step, queuedVia, tries, refusal }) => {
  const asCloud = { asCloud: true, queuedVia }
  const table = (name: string): string => `${name}_${step}`

  test('a post without an answer is not repeated; its rows tell that it arrived', async () => {
    await studio.open({ clusterUri: proxy.clusterUri, ...asCloud })
    await studio.createTable(table('Unanswered'), 'a: long, b: string', 500)
    proxy.inject({ step, fault: { kind: 'lostAnswer' }, times: 1 })
    const job = await studio.start({
      table: table('Unanswered'),
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    const unknown = await eventually(
      () => studio.job(job.jobId),
      (snapshot) => snapshot.status !== 'running',
    )
    expect(unknown).toMatchObject({
      status: 'needsAttention',
      sources: [{ state: { kind: 'unknown', reason: 'postUnanswered' } }],
    })
    expect(proxy.seen.get(step)).toBe(1)
    const settled = await eventually(
      () => studio.job(job.jobId),
      (snapshot) => snapshot.status !== 'needsAttention',
      30_000,
    )
    expect(settled).toMatchObject({ status: 'succeeded', rows: { expected: 1, landed: 1 } })
    expect(await studio.client.count(table('Unanswered'))).toBe(1)
    expect(proxy.seen.get(step)).toBe(1)
  })

  test('nor after a restart in the middle of it; checking again asks at once', async () => {
    await studio.open({ clusterUri: proxy.clusterUri, ...asCloud })
    await studio.createTable(table('Stopped'), 'a: long, b: string', 500)
    proxy.inject({ step, fault: { kind: 'blackHole' }, times: 1 })
    const job = await studio.start({
      table: table('Stopped'),
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    await studio.closeJobs()
    const before = proxy.seen.get(step)
    await studio.open({ clusterUri: proxy.clusterUri, ...asCloud })
    const unknown = await studio.settled(job.jobId)
    expect(unknown).toMatchObject({ status: 'needsAttention' })
    expect(await studio.jobs.checkAgain(job.jobId)).toMatchObject({ status: 'needsAttention' })
    expect(proxy.seen.get(step)).toBe(before)
    expect(await studio.client.count(table('Stopped'))).toBe(0)
  })

  test('a refused post is certain: the source fails, and a retry goes out under a new id', async () => {
    await studio.open({ clusterUri: proxy.clusterUri, ...asCloud })
    await studio.createTable(table('Refused'))
    proxy.inject({ step, fault: { kind: 'status', status: 403 }, times: tries })
    const job = await studio.start({
      table: table('Refused'),
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    const failed = await studio.settled(job.jobId)
    expect(failed.sources[0]?.state).toMatchObject({
      kind: 'failed',
      error: refusal,
    })
    await studio.jobs.retry({ jobId: job.jobId })
    expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
    expect(await studio.client.count(table('Refused'))).toBe(1)
  })
})

test('the reason for retrying an upload is shown until it continues', async () => {
  await studio.open({ clusterUri: proxy.clusterUri })
  await studio.createTable('Busy')
  proxy.inject({ step: 'blob', fault: { kind: 'status', status: 503 }, times: 3 })
  const job = await studio.start({
    table: 'Busy',
    sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
  })
  const held = await eventually(
    () => studio.job(job.jobId),
    ({ trouble }) => trouble !== null,
  )
  expect(held.trouble).toMatchObject({ message: expect.stringContaining('the storage is busy (HTTP 503)') })
  expect(JSON.stringify(held)).not.toContain('sig=')
  expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', trouble: null })
})

test('jobs continue on a local cluster that comes back at another address', { timeout: 90_000 }, async () => {
  await studio.open()
  await studio.createTable('Moved', 'a: long, b: string', 500)
  const job = await studio.start({
    table: 'Moved',
    sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a\n2,b', format: 'csv' }],
  })
  await eventually(
    () => studio.job(job.jobId),
    (snapshot) => snapshot.counts.queued === 1,
  )
  await studio.closeJobs()
  await studio.restartCluster(dataDir)
  await studio.open()
  studio.jobs.localClusterMoved(studio.cluster.clusterUri)
  const settled = await studio.settled(job.jobId, 60_000)
  expect(settled).toMatchObject({
    status: 'succeeded',
    clusterUri: studio.cluster.clusterUri,
    rows: { expected: 2, landed: 2 },
  })
  expect(await studio.client.count('Moved')).toBe(2)
})
