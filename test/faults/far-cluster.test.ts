import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkedHosts } from '../../electron/domain/checked-host'
import { createCredentialStore } from '../../electron/services/auth/credential-store'
import { createConnectionCheck } from '../../electron/services/connection-check/connection-check-service'
import { createClusterRegistry } from '../../electron/services/kusto/cluster-registry'
import { csvWithHeader, JobsUnderTest } from '../integration/services/jobs/jobs-under-test'
import { slowness } from '../support/slowness'
import { FaultProxy } from './fault-proxy'

const table = 'Far'
let studio: JobsUnderTest
let proxy: FaultProxy

beforeAll(async () => {
  studio = await JobsUnderTest.start()
  await studio.createTable(table, 'a: long, b: string', 3)
  proxy = await FaultProxy.start(studio.cluster.clusterUri)
  // A region at the other end of the world, whose data management is slow besides.
  const slow = { kind: 'latency', milliseconds: 2000 } as const
  proxy.inject({ step: 'resources', fault: slow, times: Infinity })
  proxy.inject({ step: 'identityToken', fault: slow, times: Infinity })
  proxy.inject({ step: 'any', fault: { kind: 'latency', milliseconds: 300 }, times: Infinity })
})
afterAll(async () => {
  await studio.closeJobs()
  await proxy.close()
  await studio.close()
})

test('a job in a far region lands and is accounted for, and nothing on its way counts as a trouble', async () => {
  const jobs = await studio.open({ clusterUri: proxy.clusterUri, asCloud: true })
  const troubles: string[] = []
  jobs.onChange((change) => {
    const { trouble, sources } = change.snapshot()
    const told = [trouble, ...sources.map((source) => source.trouble)]
    troubles.push(...told.flatMap((one) => (one === null ? [] : [one.message])))
  })
  const files = [
    studio.file('one.csv', csvWithHeader(1000)),
    studio.file('two.csv', csvWithHeader(1000, 1000)),
    studio.file('three.csv.gz', gzipSync(csvWithHeader(1000, 2000))),
  ]
  const sources = files.map((handle) => ({
    kind: 'file' as const,
    handle,
    format: 'csv' as const,
    ignoreFirstRecord: true,
  }))
  const { jobId } = await studio.start({ table, sources })
  expect(await studio.settled(jobId, 60_000 * slowness)).toMatchObject({
    status: 'succeeded',
    rows: { expected: 3000, landed: 3000, refused: 0 },
    counts: { succeeded: 3 },
  })
  expect(await studio.client.rows(`${table} | summarize rows = count(), different = dcount(a, 4)`)).toEqual([
    { rows: 3000, different: 3000 },
  ])
  expect(troubles).toEqual([])
})

test('the connection check calls such a cluster slow, and nothing of it blocked', async () => {
  const registry = createClusterRegistry({
    isLocalCluster: () => false,
    credentials: createCredentialStore({ openBrowser: undefined }),
  })
  try {
    const { check } = createConnectionCheck({ connectionTo: registry.connectionTo })
    const found = await Promise.all(checkedHosts.map((host) => check({ clusterUri: proxy.clusterUri, host })))
    for (const { state, message } of found) expect(state, message).toBe('ok')
    const service = found.find(({ host }) => host === 'dataManagement')
    expect(service).toMatchObject({ obstacle: 'slow', ask: null })
    expect(service?.message).toMatch(/^127\.0\.0\.1:\d+ answers, but only after 2\.\d s\.$/)
    expect(service?.nextStep).toContain('takes longer')
  } finally {
    registry.close()
  }
})
