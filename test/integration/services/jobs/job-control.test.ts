import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendFileSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FaultProxy } from '../../../faults/fault-proxy'
import { eventually } from '../../../support/eventually'
import { JobsUnderTest, csvWithHeader } from './jobs-under-test'

let studio: JobsUnderTest
let proxy: FaultProxy

beforeAll(async () => {
  studio = await JobsUnderTest.start()
  proxy = await FaultProxy.start(studio.cluster.clusterUri)
})

afterAll(async () => {
  await studio.close()
  await proxy.close()
})

describe('what the user does to a running job', () => {
  test('cancel before anything is posted: nothing lands, and the job can start again', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('Canceled')
    proxy.inject({ step: 'blob', fault: { kind: 'blackHole' }, times: 1 })
    const job = await studio.start({
      table: 'Canceled',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    // Whoever closes the studio now is asked: nothing of it is with the service.
    expect(studio.jobs.unsentSources()).toBe(1)
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    const canceled = await studio.jobs.cancel({ jobId: job.jobId })
    expect(canceled).toMatchObject({ status: 'canceled', retryableCount: 1, undo: 'notPossible' })
    expect(studio.jobs.unsentSources()).toBe(0)
    proxy.heal()
    await studio.jobs.retry({ jobId: job.jobId })
    expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
    expect(await studio.client.count('Canceled')).toBe(1)
  })

  test('until the message is in the queue, from the click on, the source counts as unsent', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('Unsent', 'a: long, b: string', 500)
    proxy.inject({ step: 'queue', fault: { kind: 'latency', milliseconds: 1000 }, times: 1 })
    const starting = studio.start({
      table: 'Unsent',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    // It is not even in the journal.
    expect(studio.jobs.list({ limit: 1, table: 'Unsent' })).toEqual([])
    expect(studio.jobs.unsentSources()).toBe(1)
    const { jobId } = await starting
    expect(studio.jobs.unsentSources()).toBe(1)
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    expect(studio.job(jobId).counts).toEqual({ posting: 1 })
    expect(studio.jobs.unsentSources()).toBe(1)
    await eventually(
      () => studio.job(jobId).counts.queued,
      (queued) => queued === 1,
    )
    expect(studio.jobs.unsentSources()).toBe(0)
    await studio.jobs.cancel({ jobId })
  })

  test('to stop waiting for what is queued takes nothing back; it can be watched again', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('TooLate', 'a: long, b: string', 500)
    const job = await studio.start({
      table: 'TooLate',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    const queued = await eventually(
      () => studio.job(job.jobId),
      (snapshot) => snapshot.counts.queued === 1,
    )
    expect(queued.sealsAt).toBeGreaterThan(Date.now())
    await expect(studio.jobs.undo(job.jobId)).rejects.toMatchObject({
      code: 'RequestInvalid',
      retryable: true,
    })
    const posted = proxy.seen.get('queue')
    const left = {
      status: 'needsAttention',
      sources: [{ state: { kind: 'unknown', reason: 'stoppedWaiting' } }],
    }
    expect(await studio.jobs.cancel({ jobId: job.jobId })).toMatchObject(left)
    await studio.open({ clusterUri: proxy.clusterUri })
    await eventually(
      () => studio.client.count('TooLate'),
      (count) => count === 1,
      30_000,
    )
    expect(studio.job(job.jobId)).toMatchObject(left)
    expect(await studio.jobs.retry({ jobId: job.jobId })).toMatchObject({
      status: 'running',
      sources: [{ state: { kind: 'queued', queuedAt: queued.sources[0]?.queuedAt } }],
    })
    expect(proxy.seen.get('queue')).toBe(posted)
    expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', sealsAt: null })
  })

  test('pause stops what is not posted, and resume continues it', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('Paused')
    proxy.inject({ step: 'blob', fault: { kind: 'blackHole' }, times: 1 })
    const job = await studio.start({
      table: 'Paused',
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    expect((await studio.jobs.pause(job.jobId)).status).toBe('paused')
    await eventually(
      () => studio.job(job.jobId),
      (snapshot) => snapshot.counts.pending === 1,
    )
    proxy.heal()
    expect((await studio.jobs.resume(job.jobId)).status).toBe('running')
    expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
  })

  test('jobs run in the order that the user gives', async () => {
    await studio.open()
    await studio.createTable('Order')
    const names = ['first', 'second', 'third']
    const jobs = []
    for (const name of names) {
      const job = await studio.start({
        table: 'Order',
        sources: [{ kind: 'paste', text: `1,${name}`, format: 'csv', name }],
      })
      jobs.push(await studio.jobs.pause(job.jobId))
    }
    const [first, second, third] = jobs.map(({ jobId }) => jobId)
    const moved = studio.jobs.move({ jobId: String(third), before: String(first) })
    // Jobs of other tests may stand between them.
    const order = moved.map(({ jobId }) => jobId).filter((id) => [first, second, third].includes(id))
    expect(order).toEqual([second, first, third])
    studio.jobs.move({ jobId: String(third), before: null })
    expect(studio.jobs.list({ table: 'Order', limit: 3 })[0]?.jobId).toBe(third)
    for (const { jobId } of jobs) await studio.jobs.resume(jobId)
    for (const { jobId } of jobs) await studio.settled(jobId)
    expect(await studio.client.count('Order')).toBe(3)
  })

  test('a file that is written to meanwhile is refused, and nothing of it lands', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('Changing')
    const path = studio.file('changing.csv', csvWithHeader(10))
    proxy.inject({ step: 'blob', fault: { kind: 'latency', milliseconds: 700 }, times: 1 })
    const job = await studio.start({
      table: 'Changing',
      sources: [{ kind: 'file', handle: path, format: 'csv' }],
    })
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    appendFileSync(path, '99,later\n')
    const settled = await studio.settled(job.jobId)
    expect(settled.sources[0]?.state).toMatchObject({ kind: 'failed', error: { code: 'FileChanged' } })
    expect(await studio.client.count('Changing')).toBe(0)
  })
})

test('a retry of what landed in part sends the rest, and nothing twice', async () => {
  await studio.open({ clusterUri: proxy.clusterUri, asCloud: true, targetBlobBytes: 300_000 })
  await studio.createTable('InPart')
  const path = studio.file('in-part.csv', csvWithHeader(16_000))
  // Two blobs, and four tries for each: all but one are refused.
  proxy.inject({ step: 'queue', fault: { kind: 'status', status: 403 }, times: 7 })
  const job = await studio.start({
    table: 'InPart',
    sources: [{ kind: 'file', handle: path, format: 'csv', ignoreFirstRecord: true }],
  })
  const inPart = await studio.settled(job.jobId)
  expect(inPart.sources[0]?.state).toMatchObject({
    kind: 'partiallySucceeded',
    error: { code: 'PostFailed', retryable: true },
  })
  const landed = inPart.rows.landed ?? 0
  expect(landed).toBeGreaterThan(0)
  expect(landed).toBeLessThan(16_000)
  expect(inPart.rows).toEqual({ expected: 16_000, landed, refused: 0 })
  const posted = proxy.seen.get('queue') ?? 0

  // Canceled in the middle, it still counts as landed in part.
  proxy.inject({ step: 'blob', fault: { kind: 'blackHole' }, times: 50 })
  await studio.jobs.retry({ jobId: job.jobId })
  await eventually(
    () => proxy.pending,
    (pending) => pending < 50,
  )
  await studio.jobs.cancel({ jobId: job.jobId })
  expect(studio.job(job.jobId)).toMatchObject({
    status: 'partiallySucceeded',
    rows: { expected: 16_000, landed },
  })
  proxy.heal()
  await studio.open({ clusterUri: proxy.clusterUri, asCloud: true, targetBlobBytes: 300_000 })
  await studio.jobs.retry({ jobId: job.jobId })
  expect(await studio.settled(job.jobId)).toMatchObject({
    status: 'succeeded',
    rows: { expected: 16_000, landed: 16_000, refused: 0 },
  })
  expect(proxy.seen.get('queue')).toBe(posted + 1)
  expect(
    await studio.client.rows('InPart | summarize n = count(), low = min(a), high = max(a)'),
  ).toMatchObject([{ n: 16_000, low: 0, high: 15_999 }])
})

describe('a start after the process was gone', () => {
  test('continues by itself from every state and doubles nothing', async () => {
    await studio.open({ clusterUri: proxy.clusterUri, targetBlobBytes: 300_000 })
    await studio.createTable('Restarted')
    const path = studio.file('restarted.csv', csvWithHeader(60_000))
    // The second blob hangs in the middle of the upload.
    proxy.inject({ step: 'blob', fault: { kind: 'latency', milliseconds: 5 }, times: 1 })
    proxy.inject({ step: 'blob', fault: { kind: 'blackHole' }, times: 50 })
    const job = await studio.start({
      table: 'Restarted',
      sources: [{ kind: 'file', handle: path, format: 'csv', ignoreFirstRecord: true }],
    })
    await eventually(
      () => proxy.seen.get('blob') ?? 0,
      (seen) => seen > 2,
    )
    await studio.closeJobs()
    proxy.heal()
    await studio.open({ clusterUri: proxy.clusterUri, targetBlobBytes: 300_000 })
    const settled = await studio.settled(job.jobId)
    expect(settled).toMatchObject({
      status: 'succeeded',
      rows: { expected: 60_000, landed: 60_000, refused: 0 },
    })
    expect(
      await studio.client.rows('Restarted | summarize n = count(), low = min(a), high = max(a)'),
    ).toEqual([{ n: 60_000, low: 0, high: 59_999 }])
  })

  test.each([
    ['messages', 'queue', 'queue'],
    ['requests', 'post', 'auto'],
  ] as const)('posts unanswered and waiting %s again, under the same id', async (_what, step, queuedVia) => {
    await studio.open({ clusterUri: proxy.clusterUri, queuedVia })
    const table = `Posting_${step}`
    await studio.createTable(table, 'a: long, b: string', 500)
    const waiting = await studio.start({
      table,
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
    })
    await eventually(
      () => studio.job(waiting.jobId),
      (snapshot) => snapshot.counts.queued === 1,
    )
    proxy.inject({ step, fault: { kind: 'lostAnswer' }, times: 50 })
    const posting = await studio.start({
      table,
      sources: [{ kind: 'paste', name: 'Pasted rows', text: '2,b', format: 'csv' }],
    })
    await eventually(
      () => studio.job(posting.jobId),
      (snapshot) => snapshot.counts.posting === 1 && proxy.pending < 50,
    )
    await studio.closeJobs()
    proxy.heal()
    await studio.open({ clusterUri: proxy.clusterUri, queuedVia })
    expect(await studio.settled(waiting.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
    expect(await studio.settled(posting.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
    expect(await studio.client.count(table)).toBe(2)
  })

  test('asks for the secret of a blob that was not posted, and keeps none on disk', async () => {
    await studio.open({ clusterUri: proxy.clusterUri })
    await studio.createTable('Secret')
    const uri = await studio.client.upload('1,a\n2,b\n')
    const secret = decodeURIComponent(/sig=([^&]+)/.exec(uri)?.[1] ?? '')
    proxy.inject({ step: 'identityToken', fault: { kind: 'blackHole' }, times: 1 })
    const job = await studio.start({
      table: 'Secret',
      sources: [{ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: 8 }],
    })
    await eventually(
      () => proxy.pending,
      (pending) => pending === 0,
    )
    await studio.closeJobs()
    for (const name of readdirSync(studio.home)) {
      if (name.startsWith('journal'))
        expect(readFileSync(join(studio.home, name), 'latin1')).not.toContain(secret)
    }
    await studio.open()
    const asking = await studio.settled(job.jobId)
    const [source] = asking.sources
    expect(source?.state).toMatchObject({ kind: 'failed', error: { code: 'SasNeeded' } })
    const sourceId = String(source?.sourceId)
    await expect(
      studio.jobs.provideBlobUri({
        jobId: job.jobId,
        sourceId,
        uri: 'https://elsewhere.blob.core.windows.net/a/b.csv',
      }),
    ).rejects.toMatchObject({ code: 'BlobUriInvalid' })
    await studio.jobs.provideBlobUri({ jobId: job.jobId, sourceId, uri })
    expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 2 } })
  })

  test('a settled job is still there, and its content is known', async () => {
    await studio.open()
    await studio.createTable('Known')
    const path = studio.file('known.csv', csvWithHeader(20))
    const job = await studio.start({
      table: 'Known',
      sources: [{ kind: 'file', handle: path, format: 'csv' }],
    })
    await studio.settled(job.jobId)
    await studio.open()
    expect(studio.job(job.jobId)).toMatchObject({ status: 'succeeded', rows: { expected: 21, landed: 21 } })
    const copy = studio.file('another-name.csv', csvWithHeader(20))
    expect(await studio.jobs.previousIngestion({ path: copy })).toMatchObject({
      table: 'Known',
      jobId: job.jobId,
    })
    const other = studio.file('other.csv', csvWithHeader(21))
    expect(await studio.jobs.previousIngestion({ path: other })).toBeNull()
    await studio.jobs.undo(job.jobId)
    expect(await studio.jobs.previousIngestion({ path: copy })).toBeNull()
  })
})

describe('troubles of the way', () => {
  test('one call for resources and one for the identity token, however many sources', async () => {
    const own = await FaultProxy.start(studio.cluster.clusterUri)
    try {
      await studio.open({ clusterUri: own.clusterUri })
      await studio.createTable('Flight', 'a: long, b: string', 30)
      const sources = Array.from({ length: 30 }, (_, index) => ({
        kind: 'paste' as const,
        name: 'Pasted rows',
        text: `${index},a`,
        format: 'csv' as const,
      }))
      const job = await studio.start({ table: 'Flight', sources })
      await studio.settled(job.jobId)
      expect(own.seen.get('resources')).toBe(1)
      expect(own.seen.get('identityToken')).toBe(1)
    } finally {
      await studio.closeJobs()
      await own.close()
    }
  })

  test('a refused permission is asked for again, once', async () => {
    const own = await FaultProxy.start(studio.cluster.clusterUri)
    try {
      await studio.open({ clusterUri: own.clusterUri })
      await studio.createTable('Expired')
      own.inject({ step: 'blob', fault: { kind: 'status', status: 403 }, times: 2 })
      const job = await studio.start({
        table: 'Expired',
        sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
      })
      expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded' })
      expect(own.seen.get('resources')).toBe(2)
    } finally {
      await studio.closeJobs()
      await own.close()
    }
  })

  test('a cluster that is away holds up the job, which continues when the cluster is back', async () => {
    const own = await FaultProxy.start(studio.cluster.clusterUri)
    try {
      await studio.open({ clusterUri: own.clusterUri })
      await studio.createTable('Away')
      own.inject({ step: 'resources', fault: { kind: 'status', status: 503 }, times: 2 })
      const job = await studio.start({
        table: 'Away',
        sources: [{ kind: 'paste', name: 'Pasted rows', text: '1,a', format: 'csv' }],
      })
      expect(await studio.settled(job.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 1 } })
      expect(own.pending).toBe(0)
    } finally {
      await studio.closeJobs()
      await own.close()
    }
  })
})
