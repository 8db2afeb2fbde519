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

test('a request that is throttled, or whose answer is lost, is sent again and lands once', async () => {
  await studio.createTable('Again')
  await paste('Again', '1,a')
  proxy.inject({ step: 'other', fault: { kind: 'status', status: 429, retryAfterSeconds: 0 }, times: 1 })
  proxy.inject({ step: 'other', fault: { kind: 'lostAnswer' }, times: 1 })
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
  // The post, and the question whether it is still offered.
  proxy.inject({ step: 'other', fault: { kind: 'status', status: 404 }, times: 2 })
  expect(await paste('SwitchedOff', '2,b')).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
  expect(proxy.seen.get('queue')).toBe(1)
  expect(await studio.client.count('SwitchedOff')).toBe(2)
})
