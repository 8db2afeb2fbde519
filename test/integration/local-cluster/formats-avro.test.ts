import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DataFormat, IngestClient, IngestionProperties } from 'azure-kusto-ingest'
import { beforeEach, describe, expect, it } from 'vitest'
import { avroFile } from '../../support/avro-file'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster, client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
})

async function ingest(content: Buffer, properties: Record<string, unknown>): Promise<void> {
  expect(await client.ended(await client.ingest(content, { properties }))).toMatchObject({
    Status: 'Succeeded',
  })
}

const schema = {
  type: 'record',
  name: 'Event',
  fields: [
    { name: 'N', type: 'long' },
    { name: 'S', type: ['null', 'string'] },
    { name: 'D', type: { type: 'map', values: { type: 'array', items: 'int' } } },
    { name: 'T', type: { type: 'long', logicalType: 'timestamp-micros' } },
    { name: 'M', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 2 }] },
    { name: 'G', type: { type: 'string', logicalType: 'uuid' } },
    { name: 'R', type: 'double' },
  ],
}
const id = '0e984725-c51c-4bf4-9960-e1c80e27aba0'
const events = [
  { N: 1, S: 'a', D: { x: [1, 2] }, T: 1_516_924_800_123_456, M: Buffer.from([0x01, 0x00]), G: id, R: 0.1 },
  { N: -2, S: null, D: {}, T: 0, M: null, G: id, R: Number.NEGATIVE_INFINITY },
]
const columns = 'R: real, N: long, S: string, D: dynamic, T: datetime, M: decimal, G: guid, Absent: int'

describe('Avro', () => {
  it.each(['null', 'deflate'])(
    'takes fields by name with logical types as apacheavro (%s)',
    async (codec) => {
      await client.rows(`.create table T (${columns})`)
      await ingest(await avroFile(schema, events, { codec }), { format: 'apacheavro' })
      expect(await client.rows('T | order by N desc | extend T = tostring(T)')).toEqual([
        {
          R: 0.1,
          N: 1,
          S: 'a',
          D: { x: [1, 2] },
          T: '2018-01-26T00:00:00.1234560Z',
          M: '2.56',
          G: id,
          Absent: null,
        },
        {
          R: '-Infinity',
          N: -2,
          S: '',
          D: {},
          T: '1970-01-01T00:00:00.0000000Z',
          M: null,
          G: id,
          Absent: null,
        },
      ])
    },
  )

  it('knows no logical types as avro, but mappings with transformations', async () => {
    await client.rows('.create table T (Num: long, Raw: long, When: datetime, Inner: int, All: dynamic)')
    const mapping = [
      { Column: 'Num', Properties: { Field: 'N' } },
      { Column: 'Raw', Properties: { Path: '$.T' } },
      { Column: 'When', Properties: { Field: 'T', Transform: 'DateTimeFromUnixMicroseconds' } },
      { Column: 'Inner', Properties: { Path: '$.D.x[1]' } },
      { Column: 'All', Properties: { Path: '$' } },
    ]
    await client.rows(`.create table T ingestion avro mapping "M" '${JSON.stringify(mapping)}'`)
    await ingest(await avroFile(schema, events.slice(0, 1)), {
      format: 'avro',
      ingestionMappingReference: 'M',
    })
    expect(await client.rows('T | project Num, Raw, When = tostring(When), Inner, S = All.S')).toEqual([
      { Num: 1, Raw: 1_516_924_800_123_456, When: '2018-01-26T00:00:00.1234560Z', Inner: 2, S: 'a' },
    ])
    await client.rows('.clear table T data')
    await ingest(await avroFile(schema, events), { format: 'apacheavro', ingestionMappingReference: 'M' })
    expect(await client.count('T')).toBe(2)
  })

  it('is taken from a file by the SDK, which compresses it again', async () => {
    await client.rows(`.create table T (${columns})`)
    const folder = await mkdtemp(join(tmpdir(), 'avro-'))
    const properties = new IngestionProperties({
      database: cluster.database,
      table: 'T',
      format: DataFormat.APACHEAVRO,
      flushImmediately: true,
    })
    const ingestClient = new IngestClient(cluster.dataIngestionUri, properties)
    try {
      const path = join(folder, 'events.avro')
      await writeFile(path, await avroFile(schema, events))
      await ingestClient.ingestFromFile(path)
      await client.waitForCount('T', 2)
    } finally {
      ingestClient.close()
      await rm(folder, { recursive: true })
    }
    await ingest(gzipSync(await avroFile(schema, events)), { format: 'apacheavro' })
    expect(await client.count('T')).toBe(4)
  })

  it('takes more than fits into a block, in order', async () => {
    await client.rows('.create table T (N: long, S: string)')
    const rows = 50_000
    const values = Array.from({ length: rows }, (_, N) => ({ ...events[0], N, S: 'x'.repeat(N % 50) }))
    await ingest(await avroFile(schema, values, { codec: 'deflate' }), { format: 'avro' })
    expect(await client.rows('T | summarize n = count(), s = sum(N), l = sum(strlen(S))')).toEqual([
      { n: rows, s: (rows * (rows - 1)) / 2, l: (rows / 50) * 1225 },
    ])
  })

  it.each([
    ['CSV', Buffer.from('1,a\n'), 'BadRequest_InvalidBlob'],
    ['a file without its end', 'cut', 'BadRequest_InvalidBlob'],
    ['a file without records', 'none', 'BadRequest_NoRecordsOrWrongFormat'],
  ] as const)('refuses %s', async (_what, content, code) => {
    await client.rows('.create table T (N: long, S: string)')
    const file = await avroFile(schema, content === 'none' ? [] : events)
    const bytes = content === 'cut' ? file.subarray(0, -1) : content === 'none' ? file : content
    const end = await client.ended(await client.ingest(bytes, { properties: { format: 'avro' } }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(await client.count('T')).toBe(0)
  })
})

describe('formats that are not read here', () => {
  it.each(['orc', 'w3clogfile', 'sstream', 'azmonstream'])('%s is refused by name', async (format) => {
    await client.rows('.create table T (N: long)')
    const end = await client.ended(await client.ingest('1\n', { properties: { format } }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: 'BadRequest_FormatNotSupported' })
    expect(end.Details).toContain(`'${format}'`)
  })
})
