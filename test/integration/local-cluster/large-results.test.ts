import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DuckDbEngine } from '../../../electron/local-cluster/engine/duckdb-engine'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster } = await sharedCluster()

const count = 300_000
const query = `range x from 1 to ${count} step 1 | extend s = strcat("row ", tostring(x)), t = x * 1s`

/** Sends a query and resolves with its response, of which nothing was read yet. */
async function send(
  path: string,
  options: object,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  const body = JSON.stringify({ db: cluster.database, csl: query, properties: { Options: options } })
  return await new Promise((resolve, reject) => {
    const sent = request(`${cluster.clusterUri}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    })
    sent.once('response', resolve).once('error', reject)
    sent.end(body)
  })
}

async function readAll(response: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
  return JSON.parse(text.toString())
}

interface V1Answer {
  readonly Tables: readonly { readonly Rows: readonly unknown[][] }[]
}
interface Frame {
  readonly FrameType: string
  readonly TableKind?: string
  readonly Rows?: readonly unknown[][]
  readonly RowCount?: number
}

const isEvery = (rows: readonly unknown[][] | undefined): void => {
  expect(rows?.length).toBe(count)
  expect(rows?.[0]).toEqual([1, 'row 1', '00:00:01'])
  expect(rows?.at(-1)).toEqual([count, `row ${count}`, '3.11:20:00'])
  expect(rows?.every(([x], index) => x === index + 1)).toBe(true)
}

describe('a large result', () => {
  it.each([{}, { 'accept-encoding': 'gzip' }])('arrives whole in version 1 %o', async (headers) => {
    const response = await send('/v1/rest/query', {}, headers)
    expect(response.headers['content-encoding']).toBe(headers['accept-encoding'])
    const answer = (await readAll(response)) as V1Answer
    isEvery(answer.Tables[0]?.Rows)
    expect(answer.Tables).toHaveLength(4)
  })

  it('arrives whole in version 2', async () => {
    const frames = (await readAll(await send('/v2/rest/query', {}, {}))) as Frame[]
    isEvery(frames.find(({ TableKind }) => TableKind === 'PrimaryResult')?.Rows)
  })

  it('arrives whole in fragments of the size that was asked for', async () => {
    const options = { results_progressive_enabled: true, query_results_progressive_row_count: 70_000 }
    const frames = (await readAll(await send('/v2/rest/query', options, {}))) as Frame[]
    const fragments = frames.filter(({ FrameType }) => FrameType === 'TableFragment')
    expect(fragments.map(({ Rows }) => Rows?.length)).toEqual([70_000, 70_000, 70_000, 70_000, 20_000])
    isEvery(fragments.flatMap(({ Rows }) => Rows ?? []))
    expect(frames.find(({ FrameType }) => FrameType === 'TableCompletion')?.RowCount).toBe(count)
  })

  it('waits for a client that does not read, and leaves others their answers', async () => {
    const slow = await Promise.all(Array.from({ length: 10 }, () => send('/v1/rest/query', {}, {})))
    const other = await fetch(`${cluster.clusterUri}/v1/rest/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ db: cluster.database, csl: 'print 1' }),
    })
    expect(await other.text()).toContain('[[1]]')
    const [first, ...rest] = slow
    isEvery(((await readAll(first as IncomingMessage)) as V1Answer).Tables[0]?.Rows)
    for (const response of rest) response.destroy()
  })
})

/** Reads a result and tells how many rows came at a time. Others must have had their turn in between. */
async function pieces(sql: string): Promise<number[]> {
  const engine = await DuckDbEngine.open({
    path: ':memory:',
    readableFolder: undefined,
    spillFolder: tmpdir(),
  })
  const most = { rows: Infinity, bytes: Infinity }
  const sizes: number[] = []
  let turns = 0
  let timer = setImmediate(function turn() {
    turns++
    timer = setImmediate(turn)
  })
  let last = -1
  const isWhole = await engine.rowsUntil(sql, most, new AbortController().signal, (rows) => {
    expect(turns).toBeGreaterThan(last)
    last = turns
    sizes.push(rows.length)
  })
  clearImmediate(timer)
  await engine.close()
  expect(isWhole).toBe(true)
  return sizes
}

it.each([
  ['long', 'SELECT range AS x FROM range(200000)', 200_000, 2048],
  [
    'wide',
    `SELECT ${Array.from({ length: 1000 }, (_, index) => `range + ${index}`).join(', ')} FROM range(2000)`,
    2000,
    10,
  ],
])('a %s result is read in pieces, between which others have their turn', async (_what, sql, count, most) => {
  const sizes = await pieces(sql)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(most)
})
