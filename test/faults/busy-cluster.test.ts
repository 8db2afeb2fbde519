import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../electron/local-cluster/local-cluster'
import { rounds } from '../support/rounds'
import { TriedCluster } from './tried-cluster'

const busy = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const
const busyMs = rounds.busySeconds * 1000
let cluster: LocalCluster

beforeAll(async () => {
  cluster = await startLocalCluster({})
})
afterAll(() => cluster.close())

const withCluster =
  (run: (tried: TriedCluster) => Promise<void>): (() => Promise<void>) =>
  () =>
    TriedCluster.use(cluster, 60_000 + 2 * busyMs, run)

describe.concurrent('a cluster that is busy for longer than a call is repeated', () => {
  test.each(['blob', 'queue', 'any'] as const)('at %s: the job waits and goes on', async (step) => {
    await withCluster(async (tried) => {
      tried.proxy.inject({ step, fault: busy, times: Infinity })
      const job = await tried.start()
      const { trouble } = await tried.waiting(job, /busy/)
      expect(trouble?.nextTryAt).toBeGreaterThan(trouble?.since ?? Infinity)
      expect(trouble?.givesUpAt).toBeGreaterThan(trouble?.nextTryAt ?? Infinity)
      await Promise.all([tried.seen(step === 'any' ? 'resources' : step, 2), delay(busyMs)])
      const { status, counts } = tried.studio.job(job.jobId)
      expect([status, counts.failed]).toEqual(['running', undefined])
      tried.proxy.heal()
      await tried.landedOnce(job)
    })()
  })

  test(
    'while the rows are on their way: they are followed again as soon as it answers',
    withCluster(async (tried) => {
      const job = await tried.start()
      await tried.queued(job)
      tried.proxy.inject({ step: 'any', fault: busy, times: Infinity })
      await tried.waiting(job, /busy/)
      await delay(busyMs)
      tried.proxy.heal()
      await tried.landedOnce(job)
    }),
  )
})

const stopped = { kind: 'status', status: 503 } as const
const pauses = [
  {
    name: 'refuses connections',
    words: /nothing listens/,
    pause: ({ proxy }: TriedCluster) => proxy.pause(),
    resume: ({ proxy }: TriedCluster) => proxy.resume(),
  },
  {
    name: 'says that it is stopped',
    words: /HTTP 503/,
    pause: ({ proxy }: TriedCluster) => proxy.inject({ step: 'any', fault: stopped, times: Infinity }),
    resume: ({ proxy }: TriedCluster) => proxy.heal(),
  },
]

describe.concurrent.each(pauses)('a cluster that is paused and $name', ({ words, pause, resume }) => {
  test(
    'before a job is sent',
    withCluster(async (tried) => {
      await pause(tried)
      const job = await tried.start()
      const { trouble } = await tried.waiting(job, words)
      expect(trouble?.givesUpAt).toBeGreaterThan(trouble?.nextTryAt ?? Infinity)
      await resume(tried)
      await tried.landedOnce(job)
    }),
  )

  test(
    'while its rows are on their way',
    withCluster(async (tried) => {
      const job = await tried.start()
      await tried.queued(job)
      await pause(tried)
      await tried.waiting(job, words)
      await resume(tried)
      await tried.landedOnce(job)
    }),
  )
})

describe.concurrent('a cluster that is scaled, and has its storage at other addresses then', () => {
  test(
    'between two jobs',
    withCluster(async (tried) => {
      await tried.landedOnce(await tried.start())
      await tried.proxy.moveStorage('1')
      await tried.landedOnce(await tried.start())
    }),
  )

  test(
    'between uploading files and posting them',
    withCluster(async (tried) => {
      tried.proxy.inject({ step: 'queue', fault: busy, times: Infinity })
      const job = await tried.start()
      await tried.waiting(job, /queue.* busy/)
      await tried.proxy.moveStorage('1')
      tried.proxy.heal()
      await tried.landedOnce(job)
    }),
  )

  test(
    'and no longer lends the container that holds what is not posted yet',
    withCluster(async (tried) => {
      tried.proxy.inject({ step: 'queue', fault: busy, times: Infinity })
      const job = await tried.start()
      await tried.waiting(job, /queue.* busy/)
      await tried.proxy.moveStorage('1')
      // Another job finds out about the new storage.
      const other = await tried.start()
      await tried.waiting(other, /queue.* busy/)
      tried.proxy.heal()
      await Promise.all([tried.landedOnce(job), tried.landedOnce(other)])
    }),
  )

  test(
    'while its rows are on their way',
    withCluster(async (tried) => {
      const job = await tried.start()
      await tried.queued(job)
      await tried.proxy.moveStorage('1')
      await tried.landedOnce(job)
    }),
  )
})
