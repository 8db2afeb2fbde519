import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { rawRequest, type RawAnswer } from '../../support/raw-request'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster } = await sharedCluster()
const port = Number(new URL(cluster.clusterUri).port)
const send = (path: string, options?: Parameters<typeof rawRequest>[2]): Promise<RawAnswer> =>
  rawRequest(cluster.clusterUri, path, options)

const json = (answer: RawAnswer): unknown => JSON.parse(answer.body.toString('utf8'))
const query = (csl: string): string => JSON.stringify({ db: cluster.database, csl })

describe('who is let in', () => {
  it.each([
    ['a name that was made to point here', { host: 'evil.example' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a web page', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('not %s', async (_who, headers) => {
    const answer = await send('/v1/rest/mgmt', { headers, body: query('.show tables') })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('not a preflight either', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    expect((await send('/v1/rest/mgmt', { method: 'OPTIONS', headers })).status).toBe(403)
  })

  it.each(['localhost', '[::1]', '127.0.0.1'])('%s is', async (host) => {
    const answer = await send('/v1/rest/auth/metadata', {
      method: 'GET',
      headers: { host: `${host}:${port}` },
    })
    expect(answer.status).toBe(200)
    expect(json(answer)).toMatchObject({
      AzureAD: { KustoServiceResourceId: 'https://kusto.kusto.windows.net' },
    })
  })
})

describe('requests and answers', () => {
  it('carry the request id both ways', async () => {
    const headers = { 'x-ms-client-request-id': 'KNC.execute;abc' }
    const answer = await send('/v2/rest/query', { headers, body: query('print 1') })
    expect(answer.headers['x-ms-client-request-id']).toBe('KNC.execute;abc')
    expect(answer.headers['x-ms-activity-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('may be packed with gzip', async () => {
    const answer = await send('/v2/rest/query', {
      headers: { 'content-encoding': 'gzip', 'accept-encoding': 'gzip, deflate' },
      body: gzipSync(query('range i from 1 to 1000 step 1')),
    })
    expect(answer.headers['content-encoding']).toBe('gzip')
    const frames = JSON.parse(gunzipSync(answer.body).toString('utf8')) as { Rows?: unknown[] }[]
    expect(frames[2]?.Rows).toHaveLength(1000)
  })

  it.each([
    ['not JSON', '{"db":', 400],
    ['without csl', '{"db": "x"}', 400],
  ])('that are %s are refused', async (_what, body, status) => {
    const answer = await send('/v2/rest/query', { body })
    expect(answer.status).toBe(status)
    expect(json(answer)).toMatchObject({ error: { code: 'General_BadRequest', '@permanent': true } })
  })

  it('that are too large are refused', async () => {
    const answer = await send('/v2/rest/query', { body: Buffer.alloc(17 * 1_048_576, 0x20) })
    expect(answer.status).toBe(413)
  })

  it('to an unknown address are answered with 404', async () => {
    expect((await send('/v9/rest/query', { body: '{}' })).status).toBe(404)
  })
})

describe('errors', () => {
  it('have the service’s envelope', async () => {
    const headers = { 'x-ms-client-request-id': 'mine' }
    const answer = await send('/v2/rest/query', { headers, body: query('Nope | count') })
    expect(answer.status).toBe(400)
    expect(json(answer)).toMatchObject({
      error: {
        code: expect.any(String) as string,
        message: expect.any(String) as string,
        '@type': expect.stringContaining('Exception') as string,
        '@message': expect.stringContaining('Nope') as string,
        '@context': { clientRequestId: 'mine', database: cluster.database },
        '@permanent': true,
      },
    })
  })

  it('name a database that is not there', async () => {
    const answer = await send('/v2/rest/query', { body: JSON.stringify({ db: 'Nope', csl: 'print 1' }) })
    expect(json(answer)).toMatchObject({ error: { code: 'BadRequest_DatabaseNotExist' } })
  })
})

const everyType = `print b = true, i = int(-1), l = 9223372036854775807, r = 1.5, s = 'é', t = time(1.02:03:04.5),
  d = datetime(2018-01-26 10:00:00.1234567), g = guid(0e984725-c51c-4bf4-9960-e1c80e27aba0),
  m = decimal(1.50), y = dynamic({"a": [1, null]}), n = long(null)`
const expectedRow =
  '[true,-1,9223372036854775807,1.5,"é","1.02:03:04.5000000","2018-01-26T10:00:00.1234567Z",' +
  '"0e984725-c51c-4bf4-9960-e1c80e27aba0","1.5",{"a":[1,null]},null]'

describe('results', () => {
  it('are frames in version 2', async () => {
    const answer = await send('/v2/rest/query', { body: query(everyType) })
    expect(answer.body.toString('utf8')).toContain(expectedRow)
    const frames = json(answer) as Record<string, unknown>[]
    expect(frames.map((frame) => frame['TableKind'] ?? frame['FrameType'])).toEqual([
      'DataSetHeader',
      'QueryProperties',
      'PrimaryResult',
      'QueryCompletionInformation',
      'DataSetCompletion',
    ])
    // What it took stands beside how it ended.
    const events = frames[3]?.['Rows'] as unknown[][]
    expect(events.map((event) => event[10])).toEqual(['QueryInfo', 'QueryResourceConsumption'])
    const used = JSON.parse(String(events[1]?.[11])) as Record<string, unknown>
    expect(used['ExecutionTime']).toBeGreaterThan(0)
    expect(used['dataset_statistics']).toEqual([{ table_row_count: 1 }])
    const columns = frames[2]?.['Columns'] as { ColumnType: string }[]
    expect(columns.map(({ ColumnType }) => ColumnType)).toEqual([
      'bool',
      'int',
      'long',
      'real',
      'string',
      'timespan',
      'datetime',
      'guid',
      'decimal',
      'dynamic',
      'long',
    ])
  })

  it('are tables with a table of contents in version 1', async () => {
    const answer = await send('/v1/rest/query', { body: query(everyType) })
    expect(answer.body.toString('utf8')).toContain(expectedRow)
    const { Tables } = json(answer) as {
      Tables: { TableName: string; Columns: { DataType: string }[]; Rows: unknown[][] }[]
    }
    expect(Tables.map(({ TableName }) => TableName)).toEqual(['Table_0', 'Table_1', 'Table_2', 'Table_3'])
    expect(Tables[0]?.Columns.map(({ DataType }) => DataType)).toEqual([
      'SByte',
      'Int32',
      'Int64',
      'Double',
      'String',
      'TimeSpan',
      'DateTime',
      'Guid',
      'SqlDecimal',
      'Object',
      'Int64',
    ])
    expect(Tables[3]?.Rows.map((row) => row[1])).toEqual(['QueryResult', 'QueryProperties', 'QueryStatus'])
  })
})

describe('limits', () => {
  const run = (csl: string, options: object): Promise<RawAnswer> =>
    send('/v2/rest/query', {
      body: JSON.stringify({ db: cluster.database, csl, properties: JSON.stringify({ Options: options }) }),
    })

  it('refuse a result of too many rows, unless told otherwise', async () => {
    const many = 'range i from 1 to 600000 step 1'
    expect(json(await run(many, {}))).toMatchObject({
      error: { '@message': expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE') as string },
    })
    expect((await run(`${many} | count`, {})).status).toBe(200)
    expect((await run('range i from 1 to 20 step 1', { truncationmaxrecords: 10 })).status).toBe(400)
    expect((await run('range i from 1 to 20 step 1', { truncationmaxrecords: 20 })).status).toBe(200)
  })

  it('break off a query that takes longer than the client allows', async () => {
    const slow =
      'range i from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 1000000 step 1 | extend k = 1) on k | summarize sum(i * j)'
    const answer = await run(slow, { servertimeout: '00:00:01' })
    expect(answer.status).toBe(504)
    expect(json(answer)).toMatchObject({ error: { code: 'Timeout', '@permanent': false } })
  })
})
