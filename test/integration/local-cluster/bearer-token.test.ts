import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, KustoConnectionStringBuilder } from 'azure-kusto-data'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'

const token = 'abc.DEF-123_~+/=='
let cluster: LocalCluster
const lines: string[] = []

beforeAll(async () => {
  cluster = await startLocalCluster({ token, log: (line) => lines.push(line) })
})

afterAll(async () => {
  await cluster.close()
})

const send = (path: string, authorization?: string, method = 'POST'): Promise<Response> =>
  fetch(`${cluster.clusterUri}${path}`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
    ...(method === 'GET' ? {} : { body: JSON.stringify({ db: cluster.database, csl: '.show version' }) }),
  })

const guarded: [string, string][] = [
  ['POST', '/v1/rest/mgmt'],
  ['POST', '/v1/rest/query'],
  ['POST', '/v2/rest/query'],
  ['POST', '/v1/rest/ingest/Samples/T?streamFormat=csv'],
  ['GET', '/v1/rest/ingestion/configuration'],
  ['POST', '/v1/rest/ingestion/queued/Samples/T'],
  ['GET', '/v1/rest/ingestion/queued/Samples/T/x'],
  ['GET', '/v1/rest/auth/metadata/x'],
]

describe('a cluster with a token', () => {
  it.each(guarded)('refuses %s %s without it', async (method, path) => {
    const answer = await send(path, undefined, method)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Kusto local cluster"')
    expect(answer.headers.get('x-ms-activity-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await answer.json()).toMatchObject({ error: { code: 'Unauthorized', '@permanent': true } })
  })

  it.each(['abc', `${token}x`, token.toLowerCase(), 'ABC.DEF-123_~+/=='])(
    'refuses another one (%s)',
    async (other) => {
      const answer = await send('/v1/rest/mgmt', `Bearer ${other}`)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
    },
  )

  it.each([`Basic ${token}`, token, 'Bearer', `Bearer ${token} ${token}`])(
    'refuses what is no bearer token (%s)',
    async (authorization) => {
      expect((await send('/v1/rest/mgmt', authorization)).status).toBe(401)
    },
  )

  it('takes it, whatever the case of the scheme', async () => {
    for (const scheme of ['Bearer', 'bearer']) {
      expect((await send('/v1/rest/mgmt', `${scheme} ${token}`)).status).toBe(200)
    }
  })

  it('tells a client without it how to sign in', async () => {
    expect((await send('/v1/rest/auth/metadata', undefined, 'GET')).status).toBe(200)
  })

  it('is open to the Node client that has it', async () => {
    const connection = KustoConnectionStringBuilder.withAccessToken(cluster.clusterUri, token)
    const client = new Client(connection)
    const result = await client.execute(cluster.database, 'print x = 1')
    expect(result.primaryResults[0]?.toJSON<{ x: number }>().data).toEqual([{ x: 1 }])
    client.close()
  })

  it('never writes it into its log', () => {
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toContain(token)
  })
})
