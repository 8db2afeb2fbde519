import { randomUUID } from 'node:crypto'
import { Client, ClientRequestProperties } from 'azure-kusto-data'
import { afterAll, describe, expect, it } from 'vitest'
import { clusterUri, connection, database, makeTable, rows } from './cluster-under-test'
import { serviceError } from './service-error'

const client = new Client(connection())
afterAll(() => client.close())

function withParameters(parameters: Readonly<Record<string, unknown>>): ClientRequestProperties {
  return new ClientRequestProperties(undefined, parameters)
}

describe('query parameters', () => {
  it.each([
    ['string', 'it\'s "q" \\ ü', 'it\'s "q" \\ ü'],
    ['long', 5, 5],
    ['int', -5, -5],
    ['real', 1.5, 1.5],
    ['bool', true, true],
    ['decimal', '1.5', '1.5'],
    ['datetime', 'datetime(2020-01-01)', new Date('2020-01-01T00:00:00Z')],
    ['datetime', '2020-01-01T00:00:00Z', new Date('2020-01-01T00:00:00Z')],
    ['timespan', 'time(1d)', 86_400_000],
    ['guid', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    ['dynamic', 'dynamic({"a": 1})', { a: 1 }],
  ])('%s: %j', async (type, given, value) => {
    const csl = `declare query_parameters(given: ${type}); print Value = given`
    expect(await rows(csl, withParameters({ given }))).toEqual([{ Value: value }])
  })

  it.each([`"; print Value = 'injected`, `'a' + 'b'`, '"', 'h"'])(
    '%j is never a part of the query',
    async (given) => {
      const csl = 'declare query_parameters(given: string); print Value = given'
      expect(await rows(csl, withParameters({ given }))).toEqual([{ Value: given }])
    },
  )

  it('name a table', async () => {
    const table = await makeTable('named', 'Number: long')
    await rows(`.ingest inline into table ${table} <|\n1\n2\n`)
    const csl = 'declare query_parameters(tableName: string); table(tableName) | count'
    expect(await rows(csl, withParameters({ tableName: table }))).toEqual([{ Count: 2 }])
  })

  it('have defaults', async () => {
    expect(await rows('declare query_parameters(given: long = 7); print Value = given')).toEqual([
      { Value: 7 },
    ])
  })

  it('are refused when they are missing or of another type', async () => {
    const csl = 'declare query_parameters(given: long); print given'
    for (const properties of [withParameters({}), withParameters({ given: 'many' })]) {
      const error = await serviceError(client.execute(database, csl, properties))
      expect(error['@message']).toContain("'given'")
    }
  })
})

describe('options', () => {
  it('query_now is what now() gives', async () => {
    const properties = new ClientRequestProperties({ query_now: '2026-01-02T03:04:05Z' })
    expect(await rows('print Now = now()', properties)).toEqual([{ Now: new Date('2026-01-02T03:04:05Z') }])
  })

  it('that the cluster has no use for are taken', async () => {
    const properties = new ClientRequestProperties({
      norequesttimeout: true,
      notruncation: true,
      queryconsistency: 'weakconsistency',
      request_app_name: 'conformance',
      request_description: 'many options',
      request_readonly: true,
      additional: 'additional',
    })
    expect(await rows('range Number from 1 to 3 step 1 | count', properties)).toEqual([{ Count: 3 }])
  })
})

describe('what names a request', () => {
  it('goes there in headers with any letters, and comes back', async () => {
    const traced = connection()
    traced.applicationNameForTracing = 'Conformance_ø'
    traced.userNameForTracing = 'Zoë'
    const named = new Client(traced)
    const properties = new ClientRequestProperties()
    properties.clientRequestId = `Conformance;${randomUUID()}`
    const { statusTable } = await named.execute(database, 'print 1', properties)
    named.close()
    const [status] = statusTable?.toJSON<{ ClientRequestId: string }>().data ?? []
    expect(status?.ClientRequestId).toBe(properties.clientRequestId)
  })

  it('a client that hangs up leaves a cluster that answers', async () => {
    const body = JSON.stringify({
      db: database,
      csl: 'range i from 1 to 100000000 step 1 | summarize sum(i * i)',
    })
    const headers = { 'content-type': 'application/json' }
    const request = fetch(`${clusterUri}/v2/rest/query`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(50),
    })
    await expect(request).rejects.toThrow()
    expect(await rows('print Value = 1')).toEqual([{ Value: 1 }])
  })
})

describe('several results', () => {
  it('come in order', async () => {
    const { primaryResults } = await client.execute(database, 'print A = 1; print B = 2, C = 3')
    expect(primaryResults.map((table) => table.toJSON().data)).toEqual([[{ A: 1 }], [{ B: 2, C: 3 }]])
  })

  it('of a command and of the queries behind it', async () => {
    const csl = '.show databases | project A = "1" | take 1; datatable(B: int) [3] | project A = "2"'
    const { primaryResults } = await client.execute(database, csl)
    expect(primaryResults.map((table) => table.toJSON().data)).toEqual([[{ A: '1' }], [{ A: '2' }]])
  })

  it('an empty one has its columns', async () => {
    const { primaryResults } = await client.execute(database, 'datatable(A: long, B: string) []')
    expect(primaryResults[0]?.columns.map(({ name }) => name)).toEqual(['A', 'B'])
    expect(primaryResults[0]?.toJSON().data).toEqual([])
  })
})
