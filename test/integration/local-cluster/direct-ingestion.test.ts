import { Readable } from 'node:stream'
import {
  DataFormat,
  IngestionProperties,
  ManagedStreamingIngestClient,
  StreamDescriptor,
  StreamingIngestClient,
} from 'azure-kusto-ingest'
import { beforeEach, describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster, client } = await sharedCluster()

beforeEach(async () => {
  for (const name of ['T', 'U']) await client.rows(`.drop table ${name} ifexists`)
  await client.rows('.create table T (N: int, S: string)')
})

const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: { response?: { data?: { error?: { code: string; '@message': string } } } }) =>
      error.response?.data?.error?.code,
  )

describe('.ingest', () => {
  it('inline takes records, with properties', async () => {
    const [row] = await client.rows(`.ingest inline into table T with (tags='["drop-by:x"]') <| 1,"a
b"
2,c`)
    expect(row).toMatchObject({ HasErrors: false })
    expect(await client.rows('T | order by N asc')).toEqual([
      { N: 1, S: 'a\nb' },
      { N: 2, S: 'c' },
    ])
    expect(await client.rows('.show table T extents where tags has "drop-by:x"')).toHaveLength(1)
  })

  it('inline refuses uneven records, and nothing lands', async () => {
    expect(await failureOf(client.rows('.ingest inline into table T <| 1,a\n2'))).toBe(
      'Stream_WrongNumberOfFields',
    )
    expect(await client.count('T')).toBe(0)
  })

  it('into takes blobs, all or none', async () => {
    const blobs = await Promise.all(['1,a\n', '2,b\n'].map((content) => client.upload(content)))
    const list = blobs.map((blob) => `h'${blob}'`).join(', ')
    await client.rows(`.ingest into table T (${list}) with (format='csv')`)
    expect(await client.count('T')).toBe(2)
    const bad = new URL(blobs[0] ?? '')
    bad.pathname += 'x'
    const csl = `.ingest into table T (h'${blobs[1] ?? ''}', h'${bad.href}')`
    expect(await failureOf(client.rows(csl))).toBe('Download_SourceNotFound')
    expect(await client.count('T')).toBe(2)
  })

  it('async answers with an operation that can be shown', async () => {
    const [row] = await client.rows(`.ingest async into table T (h'${await client.upload('1,a\n')}')`)
    const id = String(row?.['OperationId'])
    expect(await client.rows(`.show operations ${id} | project State`)).toEqual([{ State: 'Completed' }])
    expect(await client.count('T')).toBe(1)
  })
})

describe('ingestion from a query', () => {
  it('makes, appends to and replaces a table', async () => {
    await client.rows('.set U <| range N from 1 to 3 step 1 | project N = toint(N), S = "x"')
    expect(await client.count('U')).toBe(3)
    expect(await failureOf(client.rows('.set U <| print N = 1'))).toBe('BadRequest_EntityAlreadyExists')
    await client.rows('.append U <| T')
    await client.rows('.set-or-append U <| print N = int(4), S = "y"')
    expect(await client.count('U')).toBe(4)
    await client.rows('.set-or-replace U <| U | where N > 2')
    expect(await client.rows('U | order by N asc | project N')).toEqual([{ N: 3 }, { N: 4 }])
    expect(await client.rows('.show table U extents | project RowCount')).toEqual([{ RowCount: 2 }])
  })

  it('refuses columns that are not the table’s', async () => {
    expect(await failureOf(client.rows('.append T <| print N = "text", S = "y"'))).toBe(
      'BadRequest_SchemaMismatch',
    )
  })
})

describe('.execute database script', () => {
  it('runs commands in order, and stops at the first that fails', async () => {
    const rows = await client.rows(`.execute database script <|
.create table U (N: int)
.append Nope <| print 1
.drop table U`)
    expect(rows.map(({ Result }) => Result)).toEqual(['Completed', 'Failed', 'Skipped'])
    expect(await client.count('U')).toBe(0)
  })
})

describe('streaming ingestion by the SDK', () => {
  const properties = (): IngestionProperties =>
    new IngestionProperties({ database: cluster.database, table: 'T', format: DataFormat.CSV })

  it('is refused until the policy allows it', async () => {
    const streaming = new StreamingIngestClient(cluster.clusterUri, properties())
    const ingest = (): Promise<unknown> =>
      streaming.ingestFromStream(new StreamDescriptor(Readable.from([Buffer.from('1,a\n')])))
    await expect(ingest()).rejects.toThrow()
    await client.rows('.alter table T policy streamingingestion enable')
    await ingest()
    expect(await client.rows('T')).toEqual([{ N: 1, S: 'a' }])
    streaming.close()
  })

  it('takes a blob by its URI, and JSON by a saved mapping', async () => {
    await client.rows('.alter table T policy streamingingestion enable')
    await client.rows(
      `.create table T ingestion json mapping 'M' '[{"column":"N","Properties":{"Path":"$.n"}},{"column":"S","Properties":{"Path":"$.s"}}]'`,
    )
    const streaming = new StreamingIngestClient(cluster.clusterUri, properties())
    await streaming.ingestFromBlob(await client.upload('1,a\n'))
    const json = new IngestionProperties({ format: DataFormat.JSON, ingestionMappingReference: 'M' })
    await streaming.ingestFromStream(Readable.from([Buffer.from('{"n": 2, "s": "b"}\n')]), json)
    expect(await client.rows('T | order by N asc')).toEqual([
      { N: 1, S: 'a' },
      { N: 2, S: 'b' },
    ])
    streaming.close()
  })

  it('works through the managed client too', async () => {
    await client.rows('.alter table T policy streamingingestion enable')
    const managed = new ManagedStreamingIngestClient(
      cluster.clusterUri,
      cluster.dataIngestionUri,
      properties(),
    )
    await managed.ingestFromStream(new StreamDescriptor(Readable.from([Buffer.from('3,c\n')])))
    await client.waitForCount('T', 1)
    managed.close()
  })
})
