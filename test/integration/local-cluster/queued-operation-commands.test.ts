import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'
import { sharedCluster } from '../../support/shared-cluster'

const clock = new HandClock(Date.now())
const servers: Server[] = []
const { cluster, client } = await sharedCluster({ allowLocalBlobs: true, clock })

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (N: int)')
})

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** Posts blobs that wait in their batch, and returns the operation's id. */
async function post(blobs: readonly object[], properties: object = {}): Promise<string> {
  const response = await fetch(`${cluster.clusterUri}/v1/rest/ingestion/queued/${cluster.database}/T`, {
    method: 'POST',
    body: JSON.stringify({ blobs, properties: { format: 'csv', enableTracking: true, ...properties } }),
  })
  return ((await response.json()) as { ingestionOperationId: string }).ingestionOperationId
}

const show = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (await client.rows(`.show queued ingestion operations "${id}"`))[0]
const cancel = (id: string): Promise<Record<string, unknown>[]> =>
  client.rows(`.cancel queued ingestion operation '${id}'`)

/** Serves one blob; the response does not finish until `finish` is called. */
async function slowBlob(): Promise<{ url: string; asked: Promise<void>; finish: () => void }> {
  let ask = (): void => undefined
  let finish = (): void => undefined
  const asked = new Promise<void>((resolve) => (ask = resolve))
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const server = createServer((_request, response) => {
    ask()
    void finished.then(() => response.end('7\n'))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a/b.csv`, asked, finish }
}

describe('.cancel queued ingestion operation', () => {
  it('cancels blobs that wait, and only those of the operation', async () => {
    const sourceId = randomUUID()
    const id = await post([
      { url: await client.upload('1\n'), rawSize: 2, sourceId },
      { url: await client.upload('2\n'), rawSize: 2 },
    ])
    const other = await post([{ url: await client.upload('3\n'), rawSize: 2 }])
    expect(await show(id)).toMatchObject({ State: 'InProgress', Discovered: 2, Pending: 2, Canceled: 0 })
    expect(await cancel(id)).toMatchObject([
      { IngestionOperationId: id, State: 'Canceled', Discovered: 2, Pending: 0, Canceled: 2, Ingested: 0 },
    ])
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 1}'`)
    await eventually(
      () => show(other),
      (row) => row?.['State'] === 'Completed',
    )
    expect(await client.rows('T')).toEqual([{ N: 3 }])
    const details = await client.rows(`.show queued ingestion operations ("${id}", "${other}") details`)
    expect(details.map((row) => row['IngestionStatus'])).toEqual(['Canceled', 'Canceled', 'Succeeded'])
  })

  it('lets a canceled blob be posted again', async () => {
    const blob = { url: await client.upload('1\n'), rawSize: 2, sourceId: randomUUID() }
    await cancel(await post([blob]))
    const again = await post([blob], { skipBatching: true })
    await eventually(
      () => show(again),
      (row) => row?.['State'] === 'Completed',
    )
    expect(await client.rows('T')).toEqual([{ N: 1 }])
  })

  it('leaves alone what is being ingested, and what has ended', async () => {
    const blob = await slowBlob()
    const id = await post([{ url: blob.url, rawSize: 2 }], { skipBatching: true })
    await blob.asked
    expect(await cancel(id)).toMatchObject([{ State: 'InProgress', Pending: 1, Canceled: 0 }])
    blob.finish()
    await eventually(
      () => show(id),
      (row) => row?.['State'] === 'Completed',
    )
    expect(await cancel(id)).toMatchObject([{ State: 'Completed', Ingested: 1, Canceled: 0 }])
    expect(await client.rows('T')).toEqual([{ N: 7 }])
  })

  it('names an operation that does not exist', async () => {
    await expect(cancel(randomUUID())).rejects.toMatchObject({
      response: { data: { error: { code: 'BadRequest_EntityNotFound' } } },
    })
  })
})

describe('.show queued ingestion operations', () => {
  it('says why blobs failed, and takes a query', async () => {
    const id = await post([{ url: await client.upload('1\n2,3\n') }, { url: await client.upload('4\n') }], {
      skipBatching: true,
    })
    await eventually(
      () => show(id),
      (row) => row?.['State'] === 'Failed',
    )
    expect(await show(id)).toMatchObject({ Ingested: 1, Failed: 1, Table: 'T', Database: cluster.database })
    const reasons = await client.rows(
      `.show queued ingestion operations "${id}" details | where IngestionStatus == "Failed" | project FailedReason`,
    )
    expect(reasons).toMatchObject([{ FailedReason: expect.stringContaining('Record 2') as string }])
  })

  it('has no row for an operation that does not exist', async () => {
    expect(await show(randomUUID())).toBeUndefined()
  })
})

describe('.get ingestion resources', () => {
  it('takes a query', async () => {
    const query = '.get ingestion resources | where ResourceTypeName == "TempStorage" | count'
    expect(await client.rows(query)).toEqual([{ Count: 2 }])
    expect(await client.rows('.get kusto identity token | count;')).toEqual([{ Count: 1 }])
  })

  it.each([
    ['.get ingestion resources with (EnableBlobMetadata=true, x = 1)', /'x' is not a property/],
    ['.get ingestion resources twice', /expected the end/],
    ['.get kusto identity token x', /expected the end/],
  ])('refuses what it does not know: %s', async (command, message) => {
    await expect(client.rows(command)).rejects.toMatchObject({
      response: { data: { error: { '@message': expect.stringMatching(message) as string } } },
    })
  })
})
