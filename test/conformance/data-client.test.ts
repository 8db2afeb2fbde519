import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { Client, ClientRequestProperties, type KustoConnectionStringBuilder } from 'azure-kusto-data'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { clusterUri, connection, database, enableStreaming, makeTable, rows } from './cluster-under-test'

const frames = z.array(z.looseObject({ FrameType: z.string(), TableKind: z.string().optional() }))

/** Runs `work` with a client that is closed afterwards. */
async function withClient<T>(
  from: string | KustoConnectionStringBuilder,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(from)
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

describe('a connection', () => {
  it.each([
    ['its address alone', clusterUri],
    ['a connection string', `Data Source=${clusterUri};Initial Catalog=${database}`],
    ['a builder', connection()],
  ])('by %s', async (_by, from) => {
    const { primaryResults } = await withClient(from, (client) => client.execute(database, 'print Value = 1'))
    expect(primaryResults[0]?.toJSON().data).toEqual([{ Value: 1 }])
  })

  it('without a database takes the first', async () => {
    const { primaryResults } = await withClient(clusterUri, (client) => client.execute(null, '.show tables'))
    expect(primaryResults).toHaveLength(1)
  })

  it('with a database of its own takes that', async () => {
    const from = `Data Source=${clusterUri};Initial Catalog=${database}`
    const csl = 'print Name = current_database()'
    const { primaryResults } = await withClient(from, (client) => client.execute(null, csl))
    expect(primaryResults[0]?.toJSON().data).toEqual([{ Name: database }])
  })
})

describe('a query', () => {
  it('over version 1 of the protocol', async () => {
    const { primaryResults } = await withClient(connection(), (client) =>
      client.executeQueryV1(database, 'print A = 1; print A = 2'),
    )
    expect(primaryResults.map((table) => table.toJSON().data)).toEqual([[{ A: 1 }], [{ A: 2 }]])
  })

  it('in raw form has the frames of version 2, properties and completion beside the result', async () => {
    const properties = new ClientRequestProperties()
    properties.raw = true
    const answer = await withClient(connection(), (client) =>
      client.executeQuery(database, 'print Value = 1', properties),
    )
    expect(frames.parse(answer).map(({ FrameType, TableKind }) => TableKind ?? FrameType)).toEqual([
      'DataSetHeader',
      'QueryProperties',
      'PrimaryResult',
      'QueryCompletionInformation',
      'DataSetCompletion',
    ])
  })
})

describe('a stream through the data client', () => {
  it('is there when the call returns', async () => {
    const table = await makeTable('data_client', 'Number: long')
    await enableStreaming(table)
    await withClient(connection(), (client) =>
      client.executeStreamingIngest(database, table, Readable.from([gzipSync('1\n2\n')]), 'csv', null),
    )
    expect(await rows(`${table} | summarize sum(Number)`)).toEqual([{ sum_Number: 3 }])
  })
})
