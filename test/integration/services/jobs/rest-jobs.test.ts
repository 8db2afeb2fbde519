import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import { eventually } from '../../../support/eventually'
import { FaultProxy } from '../../../faults/fault-proxy'
import { JobsUnderTest } from './jobs-under-test'

let studio: JobsUnderTest
let proxy: FaultProxy

beforeAll(async () => {
  studio = await JobsUnderTest.start()
})

afterAll(() => studio.close())

/** A studio that has not asked the cluster yet which way it prefers. */
beforeEach(async () => {
  proxy = await FaultProxy.start(studio.cluster.clusterUri)
  await studio.open({ clusterUri: proxy.clusterUri, queuedVia: 'auto' })
  return async () => {
    await studio.closeJobs()
    await proxy.close()
  }
})

async function paste(table: string, text: string): Promise<JobSnapshot> {
  const { jobId } = await studio.start({
    table,
    sources: [{ kind: 'paste', name: 'Pasted rows', text, format: 'csv' }],
  })
  return await studio.settled(jobId)
}

test('a job by REST uses no queue and no status table; a blob that fails says why, the others land', async () => {
  await studio.createTable('ByRest')
  const [place, sas] = (await studio.client.upload('3,c')).split('?')
  const { jobId } = await studio.start({
    table: 'ByRest',
    sources: [
      { kind: 'paste', name: 'Pasted rows', text: '1,a\n2,b', format: 'csv' },
      { kind: 'blob', uri: `${place}.gone?${sas}`, format: 'csv', rawDataSizeBytes: null },
    ],
  })
  expect(await studio.settled(jobId)).toMatchObject({
    status: 'partiallySucceeded',
    sources: [
      { state: { kind: 'succeeded' }, rows: { expected: 2, landed: 2, refused: 0 } },
      { state: { kind: 'failed', error: { serviceCode: 'Download_SourceNotFound' } } },
    ],
  })
  expect(proxy.seen.get('queue')).toBeUndefined()
  expect(proxy.seen.get('statusTable')).toBeUndefined()
})

test('what landed in part is told from what landed whole, though its operation says that it succeeded', async () => {
  await studio.createTable('InPart', 'a: long, b: string', 2)
  const sources = ['{"a":1}\n{"a":2\n{"a":3}\n', '{"a":4}\n'].map((text, index) => ({
    kind: 'file' as const,
    handle: studio.file(`part-${index}.json`, text),
    format: 'json' as const,
  }))
  const { jobId } = await studio.start({ table: 'InPart', sources, separateBlobs: true })
  expect(await studio.settled(jobId)).toMatchObject({
    status: 'partiallySucceeded',
    sources: [
      { state: { kind: 'partiallySucceeded', error: { code: 'RowsMissing' } } },
      { state: { kind: 'succeeded' } },
    ],
    rows: { landed: 3 },
  })
  expect(proxy.seen.get('post')).toBe(2)
})

test('a request that is throttled, or whose answer is lost, is sent again and lands once', async () => {
  await studio.createTable('Again')
  await paste('Again', '1,a')
  proxy.inject({ step: 'post', fault: { kind: 'status', status: 429, retryAfterSeconds: 0 }, times: 1 })
  proxy.inject({ step: 'post', fault: { kind: 'lostAnswer' }, times: 1 })
  expect(await paste('Again', '2,b')).toMatchObject({ status: 'succeeded', rows: { expected: 1, landed: 1 } })
  expect(proxy.pending).toBe(0)
  expect(await studio.client.count('Again')).toBe(2)
  expect(proxy.seen.get('queue')).toBeUndefined()
})

test('a cluster that does not know the way gets a message', async () => {
  await studio.createTable('ByQueue')
  proxy.inject({ step: 'other', fault: { kind: 'status', status: 404 }, times: 1 })
  expect(await paste('ByQueue', '1,a')).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
  expect(proxy.seen.get('queue')).toBe(1)
})

test('a cluster that stops to offer it between two posts gets a message for the second only', async () => {
  await studio.createTable('SwitchedOff')
  await paste('SwitchedOff', '1,a')
  expect(proxy.seen.get('queue')).toBeUndefined()
  proxy.inject({ step: 'post', fault: { kind: 'status', status: 404 }, times: 1 })
  // The question whether it is still offered.
  proxy.inject({ step: 'other', fault: { kind: 'status', status: 404 }, times: 1 })
  expect(await paste('SwitchedOff', '2,b')).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
  expect(proxy.seen.get('queue')).toBe(1)
  expect(await studio.client.count('SwitchedOff')).toBe(2)
})

test.each([
  ['auto', 'queue'],
  ['rest', 'post'],
] as const)('a cluster that has REST and prefers its queues gets, by “%s”, a %s', async (queuedVia, step) => {
  await studio.open({ clusterUri: proxy.clusterUri, queuedVia, prefersQueues: true })
  const table = `Prefers_${queuedVia}`
  await studio.createTable(table)
  expect(await paste(table, '1,a')).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
  const other = step === 'queue' ? 'post' : 'queue'
  expect([proxy.seen.get(step), proxy.seen.get(other)]).toEqual([1, undefined])
})

describe('a cancel of what was queued by REST', () => {
  const row = (text: string): SourceRequest => ({ kind: 'paste', name: text, text, format: 'csv' })
  const queued = (jobId: string, count = 1): Promise<JobSnapshot> =>
    eventually(
      () => studio.job(jobId),
      ({ counts }) => counts.queued === count,
    )

  test('is the service’s own: nothing lands, and a retry sends it again', async () => {
    await studio.createTable('Canceled', 'a: long, b: string', 100)
    const { jobId } = await studio.start({ table: 'Canceled', sources: [row('1,a\n2,b')] })
    await queued(jobId)
    const canceled = await studio.jobs.cancel({ jobId })
    const operations = { count: 1, inProgress: 0, canceled: 1, cancelAsked: 1, cancelTooLate: 0 }
    expect(canceled).toMatchObject({
      status: 'canceled',
      operations,
      sources: [{ state: { kind: 'canceled' }, operations }],
    })
    expect(
      await studio.client.rows(`.show queued ingestion operations "${canceled.operations?.ids[0]}"`),
    ).toMatchObject([{ State: 'Canceled', Canceled: 1, Ingested: 0 }])
    expect(studio.jobs.history.job({ jobId }).entry.operations).toMatchObject(operations)
    await studio.sealAfter('Canceled', 1)
    const { jobId: later } = await studio.start({ table: 'Canceled', sources: [row('3,c')] })
    await studio.settled(later)
    expect(await studio.client.count('Canceled')).toBe(1)
    await studio.jobs.retry({ jobId })
    expect(await studio.settled(jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 2 } })
    expect(await studio.client.count('Canceled')).toBe(3)
  })

  test('that comes too late for one source leaves that one to land, and counts it', async () => {
    await studio.createTable('TooLate', 'a: long, b: string', 1)
    const slow = await slowBlob('1,a\n')
    const { jobId } = await studio.start({
      table: 'TooLate',
      sources: [{ kind: 'blob', uri: slow.url, format: 'csv', rawDataSizeBytes: 4 }],
    })
    await slow.asked
    await queued(jobId)
    expect(await studio.jobs.cancel({ jobId })).toMatchObject({ status: 'running', counts: { queued: 1 } })
    slow.finish()
    expect(await studio.settled(jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 1, landed: 1 },
      operations: { succeeded: 1, cancelAsked: 1, cancelTooLate: 1 },
    })
  })

  test('that the cluster refuses leaves the source unwatched, and says why', async () => {
    await studio.createTable('Refused', 'a: long, b: string', 100)
    const { jobId } = await studio.start({ table: 'Refused', sources: [row('1,a')] })
    await queued(jobId)
    proxy.inject({ step: 'cancel', fault: { kind: 'status', status: 400 }, times: 1 })
    await expect(studio.jobs.cancel({ jobId })).rejects.toMatchObject({ code: 'CommandFailed' })
    expect(studio.job(jobId).sources).toMatchObject([
      { state: { kind: 'unknown', reason: 'stoppedWaiting' } },
    ])
    await studio.jobs.retry({ jobId })
    expect(await studio.jobs.cancel({ jobId })).toMatchObject({ status: 'canceled' })
  })

  test('of one source leaves the others in its blob alone', async () => {
    await studio.createTable('Shared', 'a: long, b: string', 100)
    const sources = Array.from({ length: 20 }, (_, index) => ({
      kind: 'file' as const,
      handle: studio.file(`shared-${index}.csv`, `${index},a\n`),
      format: 'csv' as const,
    }))
    const { jobId } = await studio.start({ table: 'Shared', sources })
    const { sources: sent } = await queued(jobId, 20)
    const [first] = sent
    const left = await studio.jobs.cancel({ jobId, sourceIds: [first?.sourceId ?? ''] })
    expect(left.counts).toEqual({ queued: 19, unknown: 1 })
    expect(proxy.seen.get('cancel')).toBeUndefined()
    expect(await studio.jobs.cancel({ jobId })).toMatchObject({ counts: { canceled: 20 } })
  })

  test('that a studio was closed over is asked for again by the next', async () => {
    await studio.createTable('ClosedOver', 'a: long, b: string', 100)
    const { jobId } = await studio.start({ table: 'ClosedOver', sources: [row('1,a')] })
    await queued(jobId)
    proxy.inject({ step: 'cancel', fault: { kind: 'blackHole' }, times: 1 })
    const canceling = studio.jobs.cancel({ jobId }).catch(() => undefined)
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    await studio.open({ clusterUri: proxy.clusterUri, queuedVia: 'auto' })
    await canceling
    expect(await studio.settled(jobId)).toMatchObject({ status: 'canceled' })
    expect(proxy.seen.get('post')).toBe(1)
  })
})

/** Serves a blob whose content does not end before `finish` is called. */
async function slowBlob(text: string): Promise<{ url: string; asked: Promise<void>; finish: () => void }> {
  let ask = (): void => undefined
  let finish = (): void => undefined
  const asked = new Promise<void>((resolve) => (ask = resolve))
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') return response.writeHead(200, { 'content-length': text.length }).end()
    ask()
    return void finished.then(() => response.end(text))
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a/b.csv`, asked, finish }
}
