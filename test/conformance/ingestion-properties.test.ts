import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import {
  BlobDescriptor,
  CompressionType,
  DataFormat,
  IngestClient,
  IngestionProperties,
  StreamDescriptor,
  ValidationImplications,
  ValidationOptions,
  ValidationPolicy,
} from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually'
import { connection, count, database, makeTable, rows, waitForRows } from './cluster-under-test'
import { uploadText } from './ingestion-sources'

type Fields = NonNullable<ConstructorParameters<typeof IngestionProperties>[0]>

let client: IngestClient

beforeAll(() => {
  client = new IngestClient(connection())
})

afterAll(() => client.close())

const stream = (text: string): StreamDescriptor => new StreamDescriptor(Readable.from([Buffer.from(text)]))

async function ingest(table: string, text: string, fields: Fields = {}): Promise<void> {
  await client.ingestFromStream(
    stream(text),
    new IngestionProperties({ database, table, flushImmediately: true, ...fields }),
  )
}

describe('tags', () => {
  it('of all kinds are on the extent', async () => {
    const table = await makeTable('tagged', 'Number: long')
    await ingest(table, '1\n', { additionalTags: ['blue'], ingestByTags: ['today'], dropByTags: ['batch 1'] })
    await waitForRows(table, 1)
    expect(await rows(`${table} | project Tags = array_sort_asc(extent_tags())`)).toEqual([
      { Tags: ['blue', 'drop-by:batch 1', 'ingest-by:today'] },
    ])
    expect(await rows(`.show table ${table} extents where tags has 'ingest-by:today' | count`)).toEqual([
      { Count: 1 },
    ])
  })

  it('keep data out that is there already', async () => {
    const table = await makeTable('once', 'Number: long')
    const once = { ingestByTags: ['file-1'], ingestIfNotExists: JSON.stringify(['file-1']) }
    await ingest(table, '1\n2\n', once)
    await waitForRows(table, 2)
    await ingest(table, '3\n', once)
    // The second is skipped for good once a third, sent after it, has landed.
    await ingest(table, '4\n', { ingestByTags: ['file-2'], ingestIfNotExists: JSON.stringify(['file-2']) })
    await waitForRows(table, 3)
    expect(await rows(`${table} | order by Number asc`)).toEqual([
      { Number: 1 },
      { Number: 2 },
      { Number: 4 },
    ])
  })
})

describe('additional properties', () => {
  it('creationTime is the extent’s', async () => {
    const table = await makeTable('created', 'Number: long')
    await ingest(table, '1\n', { additionalProperties: { creationTime: '2020-05-06T07:08:09Z' } })
    await waitForRows(table, 1)
    expect(await rows(`.show table ${table} extents | project MaxCreatedOn`)).toEqual([
      { MaxCreatedOn: new Date('2020-05-06T07:08:09Z') },
    ])
  })

  it('one that is not known is passed over', async () => {
    const table = await makeTable('unknown_property', 'Number: long')
    await ingest(table, '1\n', { additionalProperties: { somethingNew: 'x' } })
    await waitForRows(table, 1)
  })

  it('a validation policy that rows break fails the source', async () => {
    const table = await makeTable('validated', 'A: long, B: long')
    const validationPolicy = new ValidationPolicy(
      ValidationOptions.ValidateCsvInputConstantColumns,
      ValidationImplications.Fail,
    )
    await ingest(table, '1,2\n3\n', { validationPolicy })
    const failures = await eventually(
      () => rows(`.show ingestion failures | where Table == '${table}'`),
      (found) => found.length > 0,
      30_000,
    )
    expect(failures).toMatchObject([{ FailureKind: 'Permanent', Database: database }])
    expect(await count(table)).toBe(0)
  })
})

describe('sources', () => {
  it.each([
    ['of a size that is not known', undefined],
    ['said to be empty', 0],
    ['said to be larger than it is', 50_000_000],
  ])('a blob %s', async (_what, size) => {
    const table = await makeTable('sized', 'Number: long')
    const blob = new BlobDescriptor(await uploadText('numbers.csv', '1\n2\n3\n'), size)
    await client.ingestFromBlob(blob, new IngestionProperties({ database, table, flushImmediately: true }))
    await waitForRows(table, 3)
  })

  it('a stream that is compressed already', async () => {
    const table = await makeTable('compressed', 'Number: long')
    const zipped = new StreamDescriptor(Readable.from([gzipSync('1\n2\n')]), null, CompressionType.GZIP)
    await client.ingestFromStream(
      zipped,
      new IngestionProperties({ database, table, flushImmediately: true }),
    )
    await waitForRows(table, 2)
  })

  it('sent twice under one id land once', async () => {
    const table = await makeTable('twice', 'Number: long')
    const sourceId = randomUUID()
    const properties = new IngestionProperties({ database, table, flushImmediately: true })
    for (const number of [1, 1, 2]) {
      const text = `${number}\n`
      const id = number === 1 ? sourceId : randomUUID()
      const blob = new BlobDescriptor(await uploadText('numbers.csv', text), text.length, id)
      await client.ingestFromBlob(blob, properties)
      await waitForRows(table, number)
    }
    expect(await rows(`${table} | summarize Rows = count() by Number | order by Number asc`)).toEqual([
      { Number: 1, Rows: 1 },
      { Number: 2, Rows: 1 },
    ])
  })

  it('a blob whose SAS is refused fails, without the signature in its report', async () => {
    const table = await makeTable('foreign', 'Number: long')
    const blob = (await uploadText('numbers.csv', '1\n')).replace(/sig=[^&]+/, 'sig=AAAA')
    const properties = new IngestionProperties({ database, table, flushImmediately: true })
    await client.ingestFromBlob(new BlobDescriptor(blob, 2), properties)
    const [failure] = await eventually(
      () => rows(`.show ingestion failures | where Table == '${table}'`),
      (found) => found.length > 0,
      50_000,
    )
    expect(failure).toMatchObject({ Database: database, Table: table })
    expect(JSON.stringify(failure)).not.toContain('sig=')
  })

  it('are batched when nobody asks for a flush', async () => {
    const table = await makeTable('batched', 'Number: long')
    const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 3 })
    await rows(`.alter table ${table} policy ingestionbatching '${policy}'`)
    for (const text of ['1\n', '2\n', '3\n'])
      await ingest(table, text, { flushImmediately: false, format: DataFormat.CSV })
    await waitForRows(table, 3)
    expect(await rows(`.show table ${table} extents | count`)).toEqual([{ Count: 1 }])
  })
})
