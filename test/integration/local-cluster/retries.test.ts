import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StatusEntity } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'
import { sharedCluster } from '../../support/shared-cluster'

const clock = new HandClock(Date.now())
const lines: string[] = []
const { cluster, client } = await sharedCluster({
  allowLocalBlobs: true,
  clock,
  log: (line) => lines.push(line),
})

let server: Server
let blob = ''
/** How many more requests for the blob to answer as storage that is too busy. */
let refusals = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const isRefused = request.method === 'GET' && refusals-- > 0
    response.writeHead(isRefused ? 503 : 200)
    response.end(isRefused ? '' : '1,a\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  blob = `http://127.0.0.1:${(server.address() as AddressInfo).port}/c/file.csv?sig=secret`
})

afterAll(() => {
  server.close()
})

beforeEach(async () => {
  lines.length = 0
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (N: int, S: string)')
})

const status = async (id: string): Promise<StatusEntity> => {
  const table = await client.statusTable()
  try {
    return await table.getEntity<StatusEntity>(id, id)
  } catch (error) {
    // A message posted by a test has no status entity before its first report.
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return {}
    throw error
  }
}

const detailed = (id: string, details: string): Promise<StatusEntity> =>
  eventually(
    () => status(id),
    ({ Details }) => Details === details,
  )

describe('an ingestion that is tried again', () => {
  it('says why, how often and when, while it is still pending', async () => {
    refusals = 2
    const id = await client.post(blob)
    const reason = 'The storage answered HTTP 503.'
    expect(await detailed(id, `${reason} Attempt 1 of 6; the next is in 2 seconds.`)).toMatchObject({
      Status: 'Pending',
      ErrorCode: 'Download_UnknownError',
      FailureStatus: 'Transient',
    })
    expect(lines.filter((line) => line.includes(id)).join('\n')).toContain(`${reason} Attempt 1 of 6`)
    await eventually(
      () => clock.alarms,
      (waiting) => waiting > 0,
    )
    clock.pass(2_000)
    await detailed(id, `${reason} Attempt 2 of 6; the next is in 4 seconds.`)
    clock.pass(4_000)
    expect(await client.ended(id)).toMatchObject({
      Status: 'Succeeded',
      Details: '',
      ErrorCode: 'Unknown',
      FailureStatus: 'Unknown',
    })
    expect(await client.rows('T')).toEqual([{ N: 1, S: 'a' }])
    expect(lines.join('\n')).not.toContain('secret')
  })

  it('fails for good a minute later, and is in the list of failures only then', async () => {
    refusals = Number.POSITIVE_INFINITY
    const failures = (id: string): Promise<unknown[]> =>
      client.rows(`.show ingestion failures | where IngestionSourceId == '${id}'`)
    const id = await client.post(blob)
    for (const [index, seconds] of [2, 4, 8, 16, 32].entries()) {
      await detailed(
        id,
        `The storage answered HTTP 503. Attempt ${index + 1} of 6; the next is in ${seconds} seconds.`,
      )
      expect(await failures(id)).toEqual([])
      clock.pass(seconds * 1000)
    }
    expect(await client.ended(id)).toMatchObject({
      Status: 'Failed',
      Details: 'The storage answered HTTP 503.',
      FailureStatus: 'Exhausted',
    })
    expect(await failures(id)).toHaveLength(1)
  })

  it('says so to those who ask for a tracked operation', async () => {
    refusals = 1
    const answer = await fetch(`${cluster.clusterUri}/v1/rest/ingestion/queued/${cluster.database}/T`, {
      method: 'POST',
      body: JSON.stringify({
        timestamp: new Date().toISOString(),
        blobs: [{ url: blob, sourceId: randomUUID() }],
        properties: { format: 'csv', enableTracking: true, skipBatching: true },
      }),
    })
    const { ingestionOperationId } = (await answer.json()) as { ingestionOperationId: string }
    const details = async (): Promise<{ status: string; details?: string }[]> => {
      const path = `v1/rest/ingestion/queued/${cluster.database}/T/${ingestionOperationId}?details=true`
      const response = await fetch(`${cluster.clusterUri}/${path}`)
      return ((await response.json()) as { details: { status: string; details?: string }[] }).details
    }
    const [pending] = await eventually(details, ([one]) => one?.details !== undefined)
    expect(pending).toMatchObject({
      status: 'InProgress',
      details: 'The storage answered HTTP 503. Attempt 1 of 6; the next is in 2 seconds.',
    })
    await eventually(
      () => clock.alarms,
      (waiting) => waiting > 0,
    )
    clock.pass(2_000)
    const [ended] = await eventually(details, ([one]) => one?.status !== 'InProgress')
    expect(ended).toMatchObject({ status: 'Succeeded' })
    expect(ended).not.toHaveProperty('details')
  })
})

describe('a message that comes again while its blob is being ingested', () => {
  it('changes nothing: the rows land once, at the first attempt', async () => {
    const id = randomUUID()
    const records = 400_000
    const content = Array.from({ length: records }, (_, index) => `${index},${'x'.repeat(40)}\n`).join('')
    const uri = await client.upload(content)
    await client.post(uri, { id })
    const isOver = async (): Promise<boolean> => (await status(id)).Status !== undefined
    let copies = 0
    while (!(await isOver())) {
      await client.post(uri, { id })
      copies++
    }
    expect(copies).toBeGreaterThan(3)
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(records)
    expect(lines.filter((line) => line.startsWith('batch '))).toEqual([
      expect.stringContaining('1 of 1 ingested') as string,
    ])
    expect(lines.filter((line) => /failed|Error|not read/.test(line))).toEqual([])
  })
})
