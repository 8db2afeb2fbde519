import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ContainerClient } from '@azure/storage-blob'
import { beforeEach, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'
import { sharedCluster } from '../../support/shared-cluster'

interface BlobStatus {
  readonly sourceId?: string
  readonly url: string
  readonly status: string
  readonly startedAt: string
  readonly lastUpdateTime: string
  readonly errorCode?: string
  readonly failureStatus?: string
  readonly details?: string
}

interface OperationStatus {
  readonly startTime: string
  readonly lastUpdated: string
  readonly status: { succeeded: number; failed: number; inProgress: number; canceled: number }
  readonly details?: readonly BlobStatus[]
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function ask(cluster: LocalCluster, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${cluster.clusterUri}/v1/rest/ingestion/${path}`, init)
  return { status: response.status, body: await response.json() }
}

const post = (cluster: LocalCluster, target: string, body: unknown): Promise<Answer> =>
  ask(cluster, `queued/${target}`, { method: 'POST', body: JSON.stringify(body) })

interface Blob {
  readonly url: string
  readonly sourceId?: string
  readonly rawSize?: number
}

/** Posts a tracked request for table T and returns its operation's path. */
async function track(
  cluster: LocalCluster,
  blobs: readonly Blob[],
  properties: object = {},
): Promise<string> {
  const answer = await post(cluster, `${cluster.database}/T`, {
    timestamp: new Date().toISOString(),
    blobs,
    properties: { format: 'csv', enableTracking: true, skipBatching: true, ...properties },
  })
  expect(answer.status).toBe(200)
  const { ingestionOperationId } = answer.body as { ingestionOperationId: string }
  return `${cluster.database}/T/${ingestionOperationId}`
}

async function statusOf(cluster: LocalCluster, operation: string, details = true): Promise<OperationStatus> {
  return (await ask(cluster, `queued/${operation}?details=${details}`)).body as OperationStatus
}

const ended = (cluster: LocalCluster, operation: string): Promise<OperationStatus> =>
  eventually(
    () => statusOf(cluster, operation),
    ({ status }) => status.inProgress === 0,
  )

const clock = new HandClock(Date.now())
const { cluster, client } = await sharedCluster({ allowLocalBlobs: true, clock })

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (N: int)')
})

describe('the configuration', () => {
  it('names containers that take uploads, and prefers this way', async () => {
    const { status, body } = await ask(cluster, 'configuration')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      containerSettings: { lakeFolders: [], refreshInterval: '01:00:00', preferredUploadMethod: 'Storage' },
      ingestionSettings: {
        maxBlobsPerBatch: 20,
        maxDataSize: 6_442_450_944,
        preferredIngestionMethod: 'REST',
      },
    })
    const { containers } = (body as { containerSettings: { containers: { path: string }[] } })
      .containerSettings
    const blob = new ContainerClient(containers[0]?.path ?? '').getBlockBlobClient('x.csv')
    await blob.uploadData(Buffer.from('5\n'))
    await ended(cluster, await track(cluster, [{ url: blob.url }]))
    expect(await client.rows('T')).toEqual([{ N: 5 }])
  })
})

describe('an operation', () => {
  it('ends with its blobs in the table, and says so for each', async () => {
    const sourceId = randomUUID()
    const url = await client.upload('1\n2\n')
    const operation = await track(cluster, [
      { url, sourceId, rawSize: 4 },
      { url: await client.upload('3\n'), sourceId: 'source_2' },
    ])
    const status = await ended(cluster, operation)
    expect(status.status).toEqual({ succeeded: 2, failed: 0, inProgress: 0, canceled: 0 })
    expect(status.details?.map((blob) => [blob.sourceId, blob.status, blob.url.includes('?')])).toEqual([
      [sourceId, 'Succeeded', false],
      ['source_2', 'Succeeded', false],
    ])
    expect(status.lastUpdated >= status.startTime).toBe(true)
    expect(await client.count('T')).toBe(3)
    expect((await statusOf(cluster, operation, false)).details).toBeUndefined()
  })

  it('names the failure of a blob with the codes of queue messages', async () => {
    const missing = (await client.upload('1\n')).replace(/[^/]+\.csv/, 'nothing.csv')
    const operation = await track(cluster, [{ url: missing }, { url: await client.upload('1\n') }], {
      ingestionMappingReference: 'Nope',
    })
    const { status, details } = await ended(cluster, operation)
    expect(status).toMatchObject({ succeeded: 0, failed: 2 })
    expect(details?.[0]).toMatchObject({
      status: 'Failed',
      errorCode: 'BadRequest_MappingReferenceWasNotFound',
      failureStatus: 'Permanent',
      details: expect.stringContaining('Nope') as string,
    })
    const other = await ended(cluster, await track(cluster, [{ url: missing, rawSize: 1 }]))
    const id = await client.post(missing)
    const queued = await client.ended(id)
    expect(other.details?.[0]).toMatchObject({
      errorCode: queued.ErrorCode,
      failureStatus: queued.FailureStatus,
    })
  })

  it('says what was left out of a blob that landed, as the status of a message does', async () => {
    const url = await client.upload('{"N": 1}\n[2]\n{"N": 3}\n')
    const operation = await track(cluster, [{ url }], { format: 'json' })
    const { status, details } = await ended(cluster, operation)
    expect(status).toMatchObject({ succeeded: 1, failed: 0 })
    expect(details?.[0]).toMatchObject({
      status: 'Succeeded',
      details: 'Line 2 is not a JSON object and was left out.',
    })
    expect(details?.[0]).not.toHaveProperty('errorCode')
  })

  it('takes the properties that messages have', async () => {
    const operation = await track(cluster, [{ url: await client.upload('{"a": 7}\n') }], {
      format: 'json',
      ingestionMapping: '[{"column": "N", "Properties": {"Path": "$.a"}}]',
      tags: ['drop-by:x'],
      ingestIfNotExists: ['x'],
      creationTime: '2020-01-02T03:04:05Z',
    })
    expect((await ended(cluster, operation)).status.succeeded).toBe(1)
    expect(await client.rows('T')).toEqual([{ N: 7 }])
    const [extent] = await client.rows(
      '.show table T extents | project Tags, Created = tostring(MinCreatedOn)',
    )
    expect(extent).toMatchObject({
      Tags: 'drop-by:x',
      Created: expect.stringContaining('2020-01-02') as string,
    })
  })

  it('deletes its blobs once they have landed, if asked to', async () => {
    const good = await client.upload('1\n')
    const bad = await client.upload('1\n2,3\n')
    const kept = await client.upload('2\n')
    await ended(cluster, await track(cluster, [{ url: good }, { url: bad }], { deleteAfterDownload: true }))
    await ended(cluster, await track(cluster, [{ url: kept }]))
    const statuses = (): Promise<number[]> =>
      Promise.all([good, bad, kept].map(async (url) => (await fetch(url, { method: 'HEAD' })).status))
    await eventually(statuses, ([first]) => first === 404)
    expect(await statuses()).toEqual([404, 200, 200])
  })

  it('deletes a blob elsewhere by its own address', async () => {
    const requests: string[] = []
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`)
      response.statusCode = request.method === 'DELETE' ? 202 : 200
      response.end(request.method === 'GET' ? '9\n' : undefined)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/container/name.csv?sig=s`
    await ended(cluster, await track(cluster, [{ url, rawSize: 2 }], { deleteAfterDownload: true }))
    await eventually(
      () => requests,
      (all) => all.includes('DELETE /container/name.csv?sig=s'),
    )
    expect(await client.rows('T')).toEqual([{ N: 9 }])
    server.close()
    server.closeAllConnections()
  })

  it('lands once although it is posted again, whichever way', async () => {
    const sourceId = randomUUID()
    const url = await client.upload('1\n')
    await ended(cluster, await track(cluster, [{ url, sourceId }]))
    const again = await ended(cluster, await track(cluster, [{ url, sourceId }]))
    expect(again.status.succeeded).toBe(1)
    await client.ended(await client.post(url, { id: sourceId }))
    expect(await client.count('T')).toBe(1)
  })

  it('lands again if the source id is only a name', async () => {
    const url = await client.upload('1\n')
    for (let round = 0; round < 2; round++) {
      await ended(cluster, await track(cluster, [{ url, sourceId: 'nightly' }]))
    }
    expect(await client.count('T')).toBe(2)
  })

  it('shares a batch with queue messages', async () => {
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 2}'`)
    const operation = await track(cluster, [{ url: await client.upload('1\n'), rawSize: 2 }], {
      skipBatching: false,
    })
    await eventually(
      () => clock.alarms,
      (open) => open === 1,
    )
    expect((await statusOf(cluster, operation)).status.inProgress).toBe(1)
    await client.ingest('2\n', { flushImmediately: false })
    await ended(cluster, operation)
    expect(await client.rows('.show table T extents | project RowCount')).toEqual([{ RowCount: 2 }])
  })

  it('is not tracked unless the request asks for it', async () => {
    const { body } = await post(cluster, `${cluster.database}/T`, {
      blobs: [{ url: await client.upload('1\n') }],
      properties: { format: 'csv', skipBatching: true },
    })
    expect(body).toEqual({ ingestionOperationId: '' })
    await client.waitForCount('T', 1)
  })

  it('is only found where it belongs', async () => {
    const operation = await track(cluster, [{ url: await client.upload('1\n') }])
    await ended(cluster, operation)
    const id = operation.split('/')[2] ?? ''
    for (const path of [`${cluster.database}/Other/${id}`, `${cluster.database}/T/${randomUUID()}`]) {
      expect(await ask(cluster, `queued/${path}`)).toMatchObject({
        status: 404,
        body: { error: { code: 'BadRequest_EntityNotFound' } },
      })
    }
  })
})

describe('a request', () => {
  const good = { blobs: [{ url: 'http://127.0.0.1/a/b' }], properties: { format: 'csv' } }

  it.each([
    ['without blobs', { ...good, blobs: [] }, 'blobs'],
    ['with too many blobs', { ...good, blobs: Array.from({ length: 21 }, () => good.blobs[0]) }, 'blobs'],
    ['with a blob without an address', { ...good, blobs: [{}] }, 'blobs.0.url'],
    ['without a format', { ...good, properties: {} }, 'properties.format'],
    [
      'with one id for two blobs',
      { ...good, blobs: ['A', 'a'].map((sourceId) => ({ url: 'http://x/y', sourceId })) },
      "source id 'a'",
    ],
    ['that is no object', 'text', ''],
  ])('%s is refused', async (_what, body, named) => {
    expect(await post(cluster, `${cluster.database}/T`, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'General_BadRequest', '@message': expect.stringContaining(named) as string } },
    })
  })

  it.each([
    ['table', 'Samples/Nope', 'BadRequest_EntityNotFound'],
    ['database', 'Nope/T', 'BadRequest_DatabaseNotExist'],
  ])('for a %s that is not there is refused', async (_what, target, code) => {
    expect(await post(cluster, target, good)).toMatchObject({ status: 400, body: { error: { code } } })
  })

  it('finds tables whose names need encoding', async () => {
    await client.rows(".create table ['A b.c-1'] (N: int)")
    const target = `${cluster.database}/${encodeURIComponent('A b.c-1')}`
    await post(cluster, target, {
      blobs: [{ url: await client.upload('1\n') }],
      properties: { format: 'csv', skipBatching: true },
    })
    await client.waitForCount('A b.c-1', 1)
  })
})

describe('a restart', () => {
  it('keeps operations, those that ended and those that are still waiting', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cluster-test-'))
    try {
      const time = new HandClock(Date.now())
      let own = await startLocalCluster({ dataDir, clock: time })
      let ownClient = new ClusterClient(own)
      await ownClient.rows('.create table T (N: int)')
      const done = await track(own, [{ url: await ownClient.upload('1\n') }])
      const before = await ended(own, done)
      const waiting = await track(own, [{ url: await ownClient.upload('2\n'), rawSize: 2 }], {
        skipBatching: false,
      })
      await own.close()

      own = await startLocalCluster({ dataDir, clock: time })
      ownClient = new ClusterClient(own)
      expect(await statusOf(own, done)).toEqual(before)
      expect((await statusOf(own, waiting)).status).toMatchObject({ inProgress: 1 })
      time.pass(5 * 60_000)
      expect((await ended(own, waiting)).status).toMatchObject({ succeeded: 1 })
      expect(await ownClient.count('T')).toBe(2)
      await own.close()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})
