import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobSnapshot } from '../../electron/domain/schema/job'
import { startLocalCluster, type LocalCluster } from '../../electron/local-cluster/local-cluster'
import { TriedCluster } from './tried-cluster'

const busy = { kind: 'status', status: 429, retryAfterSeconds: 0 } as const
const patienceMs = 60_000
let cluster: LocalCluster

beforeAll(async () => {
  cluster = await startLocalCluster({})
})
afterAll(() => cluster.close())

/** Ends the studio while a job waits to be posted, changes its table, and starts the studio again. */
async function restartedAfter(tried: TriedCluster, change: (table: string) => string): Promise<JobSnapshot> {
  const { proxy, studio } = tried
  proxy.inject({ step: 'queue', fault: busy, times: Infinity })
  const job = await tried.start()
  await tried.waiting(job, /queue.* busy/)
  await studio.closeJobs()
  await studio.client.rows(change(job.table))
  proxy.heal()
  await studio.open({ clusterUri: proxy.clusterUri })
  return job
}

test.concurrent('a job is resumed after its table was dropped: it ends, and says which table is gone', () =>
  TriedCluster.use(cluster, patienceMs, async (tried) => {
    const job = await restartedAfter(tried, (table) => `.drop table ${table}`)
    const failed = await tried.studio.settled(job.jobId, 60_000)
    expect(failed).toMatchObject({
      status: 'failed',
      counts: { failed: 2 },
      rows: { landed: 0, refused: 200 },
    })
    for (const { state } of failed.sources) {
      if (state.kind !== 'failed') throw new Error(`It is ${state.kind}`)
      expect(state.error.message).toContain(job.table)
    }
  }),
)

test.concurrent('a job is resumed after its table got another column: every row lands, and is counted', () =>
  TriedCluster.use(cluster, patienceMs, async (tried) => {
    const job = await restartedAfter(tried, (table) => `.alter-merge table ${table} (c: real)`)
    await tried.landedOnce(job)
    const query = `${job.table} | where isnull(c) and isnotempty(b) | summarize rows = count()`
    expect(await tried.studio.client.rows(query)).toEqual([{ rows: 200 }])
  }),
)
