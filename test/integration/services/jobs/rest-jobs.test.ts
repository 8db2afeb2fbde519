import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
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
  await studio.open({ clusterUri: proxy.clusterUri, byRest: true })
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
