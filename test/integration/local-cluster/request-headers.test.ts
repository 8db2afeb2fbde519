import { gunzipSync, gzipSync } from 'node:zlib'
import type { OutgoingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { rawRequest, type RawAnswer } from '../../support/raw-request'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster } = await sharedCluster()

const send = (path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<RawAnswer> =>
  rawRequest(cluster.clusterUri, path, { body, headers })

const query = (csl: string): string => JSON.stringify({ db: cluster.database, csl })
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('ids', () => {
  it.each(['/v1/rest/query', '/v2/rest/query', '/v1/rest/mgmt', '/v1/rest/nothing'])(
    'are in every answer of %s, the activity’s anew each time',
    async (path) => {
      const headers = { 'x-ms-client-request-id': 'mine;1' }
      const answers = [await send(path, query('print 1'), headers), await send(path, '{', headers)]
      for (const answer of answers) {
        expect(answer.headers['x-ms-client-request-id']).toBe('mine;1')
        expect(answer.headers['x-ms-activity-id']).toMatch(guid)
      }
      expect(new Set(answers.map((answer) => answer.headers['x-ms-activity-id'])).size).toBe(2)
    },
  )

  it('are made up for a client that gives none', async () => {
    const [first, second] = [
      await send('/v2/rest/query', query('print 1')),
      await send('/v2/rest/query', '{'),
    ]
    expect(first.headers['x-ms-client-request-id']).toMatch(/\S/)
    expect(second.headers['x-ms-client-request-id']).not.toBe(first.headers['x-ms-client-request-id'])
  })
})

describe('gzip', () => {
  it('compresses responses if it is worth it and the client accepts it', async () => {
    const many = query('range i from 1 to 2000 step 1')
    const packed = await send('/v1/rest/query', many, { 'accept-encoding': 'deflate, gzip;q=0.8' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    const plain = await send('/v1/rest/query', many)
    expect(plain.headers['content-encoding']).toBeUndefined()
    const rows = (body: Buffer): unknown =>
      (JSON.parse(body.toString()) as { Tables: { Rows: unknown }[] }).Tables[0]?.Rows
    expect(rows(gunzipSync(packed.body))).toEqual(rows(plain.body))
    const short = await send('/v1/rest/mgmt', query('.show databases | count'), { 'accept-encoding': 'gzip' })
    expect(short.headers['content-encoding']).toBeUndefined()
  })

  it('is unpacked from requests to every address', async () => {
    const headers = { 'content-encoding': 'gzip' }
    await send('/v1/rest/mgmt', gzipSync(query('.create table T (N: int)')), headers)
    await send('/v1/rest/mgmt', gzipSync(query('.alter table T policy streamingingestion enable')), headers)
    const target = `${cluster.database}/T`
    const stream = await send(`/v1/rest/ingest/${target}?streamFormat=csv`, gzipSync('1\n2\n'), headers)
    expect(stream.status).toBe(200)
    const body = JSON.stringify({ blobs: [{ url: 'http://127.0.0.1:1/a/b' }], properties: { format: 'csv' } })
    expect((await send(`/v1/rest/ingestion/queued/${target}`, gzipSync(body), headers)).status).toBe(200)
    expect((await send('/v2/rest/query', gzipSync(query('T | count')), headers)).body.toString()).toContain(
      '[[2]]',
    )
  })

  it.each([
    ['that is cut', gzipSync('{"db": "x", "csl": "print 1"}').subarray(0, 15), 'gzip', 400],
    ['that is none', Buffer.from('{}'), 'gzip', 400],
    ['under another name', Buffer.from('{}'), 'br', 415],
  ])('%s is refused', async (_what, body, encoding, status) => {
    const answer = await send('/v2/rest/query', body, { 'content-encoding': encoding })
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { '@permanent': true } })
  })
})
