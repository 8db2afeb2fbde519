import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import { stormEventsSchema } from '../../../electron/domain/storm-events'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { createCredentialStore } from '../../../electron/services/auth/credential-store'
import { createCatalogService } from '../../../electron/services/catalog-service'
import {
  createClusterRegistry,
  type ClusterRegistry,
} from '../../../electron/services/kusto/cluster-registry'
import type { KustoConnection } from '../../../electron/services/kusto/connection'
import type { CatalogService } from '../../../electron/services/studio-services'
import { ingestRows } from './ingest-rows'

let cluster: LocalCluster
let registry: ClusterRegistry
let connection: KustoConnection
let catalog: CatalogService
let database: string
let made = 0
let table: string

beforeAll(async () => {
  cluster = await startLocalCluster()
  registry = createClusterRegistry({
    isLocalCluster: () => true,
    credentials: createCredentialStore({ openBrowser: undefined }),
  })
  connection = await registry.connectionTo(cluster.clusterUri)
  catalog = createCatalogService(() => connection)
  database = cluster.database
})
afterAll(async () => {
  registry.close()
  await cluster.close()
})
beforeEach(() => {
  table = `T${++made}`
})
afterEach(async () => {
  const names = (await catalog.tables(database)).map((item) => item.name)
  for (const name of names) await catalog.dropTable({ database, table: name })
})

const columns = [...stormEventsSchema]

describe('the catalog of the local cluster', () => {
  it('lists databases', async () => {
    expect(await catalog.databases()).toContainEqual({ name: database })
  })

  it('lists the ingestion mappings of a table, with their kinds', async () => {
    await catalog.createTable({ database, table, columns, batchingPolicy: null })
    expect(await catalog.mappings({ database, table })).toEqual([])
    const mapping = (kind: string, name: string, path: string): string =>
      `.create table ${table} ingestion ${kind} mapping '${name}' '[{"column":"State","Properties":{${path}}}]'`
    await connection.execute(database, mapping('json', 'by_name', '"Path":"$.state"'))
    await connection.execute(database, mapping('csv', 'a_position', '"Ordinal":"2"'))
    expect(await catalog.mappings({ database, table })).toEqual([
      { name: 'a_position', kind: 'Csv', columns: [{ column: 'State', type: 'string', ordinal: 2 }] },
      { name: 'by_name', kind: 'Json', columns: [{ column: 'State', type: 'string', path: '$.state' }] },
    ])
    await expect(catalog.mappings({ database, table: 'Missing' })).rejects.toMatchObject({
      code: 'TableNotFound',
    })
  })

  it('adds columns after those that are there, and leaves rows and columns as they are', async () => {
    const two = [
      { name: 'Id', type: 'long' },
      { name: 'Name', type: 'string' },
    ] as const
    await catalog.createTable({ database, table, columns: [...two], batchingPolicy: null })
    const more = { name: 'Last seen', type: 'datetime' } as const
    const details = await catalog.addColumns({ database, table, columns: [more] })
    expect(details.columns).toEqual([...two, more])
    await expect(
      catalog.addColumns({ database, table, columns: [{ name: 'a;b', type: 'long' }] }),
    ).rejects.toMatchObject({ code: 'EntityNameInvalid' })
  })

  it('stores a mapping with the table, and replaces it under the same name', async () => {
    await catalog.createTable({ database, table, columns, batchingPolicy: null })
    const first = { column: 'State', type: 'string', path: "$['the state']" } as const
    const mapping = { database, table, name: "it's mine", kind: 'Json' as const }
    await expect(catalog.saveMapping({ ...mapping, columns: [first] })).rejects.toMatchObject({
      code: 'EntityNameInvalid',
    })
    const named = { ...mapping, name: 'by name' }
    await catalog.saveMapping({ ...named, columns: [first] })
    const constant = { column: 'Source', type: 'string', constant: 'radar "7"' } as const
    await catalog.saveMapping({ ...named, columns: [first, constant] })
    expect(await catalog.mappings({ database, table })).toEqual([
      { name: 'by name', kind: 'Json', columns: [first, constant] },
    ])
  })

  it('creates a table with a policy, and lists it with its columns and rows', async () => {
    const details = await catalog.createTable({
      database,
      table,
      columns,
      batchingPolicy: studioBatchingPolicy,
    })
    expect(details).toEqual({
      database,
      table,
      columns,
      batchingPolicy: { policy: studioBatchingPolicy, origin: 'table' },
    })
    await ingestRows(connection, { database, table }, ['2018-01-26,2018-01-27,MEXICO,0,0,x,"{}"'])
    expect(await catalog.tables(database)).toEqual([{ name: table, columnCount: 7, rowCount: 1 }])
  })

  it('keeps apart names that need quoting', async () => {
    const odd = "it.s a-table ['x']"
    const names = ['a b', 'select', 'x.y-z']
    await expect(
      catalog.createTable({ database, table: odd, columns, batchingPolicy: null }),
    ).rejects.toMatchObject({ code: 'EntityNameInvalid' })
    const spaced = 'storm events 2.0'
    const details = await catalog.createTable({
      database,
      table: spaced,
      columns: names.map((name) => ({ name, type: 'long' })),
      batchingPolicy: null,
    })
    expect(details.columns.map((column) => column.name)).toEqual(names)
    expect(await catalog.lastRow({ database, table: spaced, timeColumn: 'x.y-z' })).toMatchObject({
      rows: [],
    })
  })

  it('says where the policy in force comes from', async () => {
    const created = await catalog.createTable({ database, table, columns, batchingPolicy: null })
    expect(created.batchingPolicy).toEqual({ policy: defaultBatchingPolicy, origin: 'default' })
    const policy = { ...defaultBatchingPolicy, maximumBatchingTimeSpanMs: 20_000 }
    const altered = await catalog.setBatchingPolicy({ database, table, policy })
    expect(altered.batchingPolicy).toEqual({ policy, origin: 'table' })
    const inherited = await catalog.setBatchingPolicy({ database, table, policy: null })
    expect(inherited.batchingPolicy).toEqual({ policy: defaultBatchingPolicy, origin: 'default' })
  })

  it('refuses to create a table that is there, and leaves it as it is', async () => {
    await catalog.createTable({ database, table, columns, batchingPolicy: null })
    await expect(
      catalog.createTable({
        database,
        table,
        columns: [{ name: 'other', type: 'long' }],
        batchingPolicy: null,
      }),
    ).rejects.toMatchObject({ code: 'TableAlreadyExists', subject: table })
    expect((await catalog.table({ database, table })).columns).toEqual(columns)
  })

  it('names the table that is not there, and what to do', async () => {
    const expected = {
      code: 'TableNotFound',
      message: `Table “Missing” is not in database “${database}”.`,
      nextStep: 'Choose another table, or create this one.',
    }
    const ref = { database, table: 'Missing' }
    await expect(catalog.table(ref)).rejects.toMatchObject(expected)
    await expect(catalog.dropTable(ref)).rejects.toMatchObject(expected)
    await expect(catalog.lastRow({ ...ref, timeColumn: 'x' })).rejects.toMatchObject(expected)
    await expect(catalog.setBatchingPolicy({ ...ref, policy: studioBatchingPolicy })).rejects.toMatchObject(
      expected,
    )
  })

  it('names the database that is not there', async () => {
    await expect(catalog.tables('nowhere')).rejects.toMatchObject({ code: 'DatabaseNotFound' })
  })

  it('refuses a policy outside the limits before it creates anything', async () => {
    await expect(
      catalog.createTable({
        database,
        table,
        columns,
        batchingPolicy: { ...defaultBatchingPolicy, maximumBatchingTimeSpanMs: 1000 },
      }),
    ).rejects.toMatchObject({ code: 'PolicyInvalid' })
    expect(await catalog.tables(database)).toEqual([])
  })

  it('does not take a missing column for a missing table', async () => {
    await catalog.createTable({ database, table, columns, batchingPolicy: null })
    await expect(catalog.lastRow({ database, table, timeColumn: 'Nope' })).rejects.toMatchObject({
      code: 'QueryFailed',
      message: expect.stringContaining('Nope') as string,
    })
  })

  it('reads the last row, with dynamic as its JSON', async () => {
    await catalog.createTable({ database, table, columns, batchingPolicy: null })
    await ingestRows(connection, { database, table }, [
      '2017-01-01,2017-01-02,OHIO,1,2,a,"{""n"":1}"',
      '2018-01-26,2018-01-27,MEXICO,0,0,b,"{}"',
      '2016-01-01,2016-01-02,UTAH,0,0,c,"{}"',
    ])
    const last = await catalog.lastRow({ database, table, timeColumn: 'EndTime' })
    expect(last.columns).toEqual(columns)
    expect(last.rows).toEqual([
      [
        expect.stringMatching(/^2018-01-26T/),
        expect.stringMatching(/^2018-01-27T/),
        'MEXICO',
        0,
        0,
        'b',
        '{}',
      ],
    ])
  })
})
