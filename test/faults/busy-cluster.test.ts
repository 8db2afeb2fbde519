import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import type { JobSnapshot } from '../../electron/domain/schema/job'
import { csvWithHeader, JobsUnderTest } from '../integration/services/jobs/jobs-under-test'
import { eventually } from '../support/eventually'
import { slowness } from '../support/slowness'
import type { ProtocolStep } from './fault'
import { FaultProxy } from './fault-proxy'

const busy = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const
let studio: JobsUnderTest
let proxy: FaultProxy
let tables = 0

beforeAll(async () => {
  studio = await JobsUnderTest.start()
})
afterAll(() => studio.close())
beforeEach(async () => {
  proxy = await FaultProxy.start(studio.cluster.clusterUri)
  await studio.open({ clusterUri: proxy.clusterUri, asCloud: true, patienceMs: 60_000 * slowness })
})
afterEach(async () => {
  await studio.closeJobs()
  await proxy.close()
})

/** Starts a job of two files in a table of its own, whose batches are sealed after so many of them. */
async function start(items = 2): Promise<JobSnapshot> {
  const table = `Busy${++tables}`
  await studio.createTable(table, 'a: long, b: string', items)
  const sources = [0, 100].map((from) => ({
    kind: 'file' as const,
    handle: studio.file(`${table}-${from}.csv`, csvWithHeader(100, from)),
    format: 'csv' as const,
    ignoreFirstRecord: true,
  }))
  return await studio.start({ table, sources })
}

/** Waits for a job to say what it waits for. */
async function waiting({ jobId }: JobSnapshot, words: RegExp): Promise<JobSnapshot> {
  return await eventually(
    () => studio.job(jobId),
    ({ trouble }) => words.test(trouble?.message ?? '') && trouble?.nextTryAt !== undefined,
  )
}

/** Every row is there, once, and the job knows it. */
async function landedOnce({ jobId, table }: JobSnapshot): Promise<void> {
  expect(await studio.settled(jobId, 60_000)).toMatchObject({
    status: 'succeeded',
    trouble: null,
    rows: { expected: 200, landed: 200, refused: 0 },
  })
  expect(await studio.client.rows(`${table} | summarize rows = count(), different = dcount(a, 4)`)).toEqual([
    { rows: 200, different: 200 },
  ])
}

/** Waits until this many more requests of a kind were turned away. */
async function turnedAway(step: ProtocolStep, more: number): Promise<void> {
  const before = proxy.seen.get(step) ?? 0
  await eventually(
    () => proxy.seen.get(step) ?? 0,
    (seen) => seen >= before + more,
    30_000,
  )
}

/** Waits until the service has a job's files. */
async function queued({ jobId }: JobSnapshot): Promise<void> {
  await eventually(
    () => studio.job(jobId).counts,
    (counts) => (counts.queued ?? 0) + (counts.succeeded ?? 0) === 2,
  )
}

describe('a cluster that turns every request away for longer than any call is repeated', () => {
  test.each(['blob', 'queue', 'any'] as const)('at %s: the job waits and goes on', async (step) => {
    proxy.inject({ step, fault: busy, times: Infinity })
    const job = await start()
    const held = await waiting(job, /busy/)
    expect(held.trouble?.nextTryAt).toBeGreaterThan(Date.now() - 1000)
    expect(held.trouble?.givesUpAt).toBeGreaterThan(held.trouble?.nextTryAt ?? Infinity)
    await turnedAway(step === 'any' ? 'resources' : step, 3)
    const { status, counts } = studio.job(job.jobId)
    expect([status, counts.failed ?? 0]).toEqual(['running', 0])
    proxy.heal()
    await landedOnce(job)
  })

  test('while the rows are on their way: they are followed again as soon as it answers', async () => {
    const job = await start()
    await queued(job)
    proxy.inject({ step: 'any', fault: busy, times: Infinity })
    await waiting(job, /busy/)
    proxy.heal()
    await landedOnce(job)
  })
})

describe('a cluster that is paused', () => {
  const stopped = { kind: 'status', status: 503 } as const
  const ways = {
    'refuses connections': {
      words: /nothing listens/,
      pause: () => proxy.pause(),
      resume: () => proxy.resume(),
    },
    'says that it is stopped': {
      words: /HTTP 503/,
      pause: () => proxy.inject({ step: 'any', fault: stopped, times: Infinity }),
      resume: () => proxy.heal(),
    },
  }
  describe.each(Object.entries(ways))('and %s', (_name, { words, pause, resume }) => {
    test('before a job is sent', async () => {
      await pause()
      const job = await start()
      const held = await waiting(job, words)
      expect(held.trouble?.givesUpAt).toBeGreaterThan(held.trouble?.nextTryAt ?? Infinity)
      await resume()
      await landedOnce(job)
    })

    test('while its rows are on their way', async () => {
      const job = await start()
      await queued(job)
      await pause()
      await waiting(job, words)
      await resume()
      await landedOnce(job)
    })
  })
})

describe('a cluster that is scaled, and has its storage at other addresses then', () => {
  test('before a job is sent', async () => {
    await landedOnce(await start())
    await proxy.moveStorage('1')
    await landedOnce(await start())
  })

  test('between uploading its files and posting them', async () => {
    proxy.inject({ step: 'queue', fault: busy, times: Infinity })
    const job = await start()
    await waiting(job, /queue.* busy/)
    await proxy.moveStorage('1')
    proxy.heal()
    await landedOnce(job)
  })

  test('and no longer lends the container that holds what is not posted yet', async () => {
    proxy.inject({ step: 'queue', fault: busy, times: Infinity })
    const job = await start()
    await waiting(job, /queue.* busy/)
    await proxy.moveStorage('1')
    // Another job finds out about the new storage.
    const other = await start()
    await waiting(other, /queue.* busy/)
    proxy.heal()
    await Promise.all([landedOnce(job), landedOnce(other)])
  })

  test('while its rows are on their way', async () => {
    const job = await start()
    await queued(job)
    await proxy.moveStorage('1')
    await landedOnce(job)
  })
})
