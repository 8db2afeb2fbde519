import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { avroFile, avroFileOf } from '../../support/avro-file'
import type { StatusEntity } from '../../support/cluster-client'
import { sharedCluster } from '../../support/shared-cluster'
import { parquetFile } from '../../support/parquet-file'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (A: string, B: string, C: string)')
})

type Properties = Record<string, unknown>

const ingest = async (content: string | Buffer, properties: Properties = {}): Promise<StatusEntity> =>
  client.ended(await client.ingest(content, { properties }))

const utf32 = (text: string): Buffer =>
  Buffer.concat([...text].map((character) => Buffer.from([character.codePointAt(0) ?? 0, 0, 0, 0])))

describe('the reason of a failure', () => {
  it.each<[string, string | Buffer, Properties, string, string]>([
    [
      'text after a closing quote',
      '1,"a"b,c\n2,d,e\n',
      {},
      'Stream_ClosingQuoteMissing',
      'Record 1 (line 1) has text after the closing quote of field 2; a quote inside a quoted field is written twice.',
    ],
    [
      'a quote that is never closed',
      'a,b,c\n"d\nd",e,"f\n',
      {},
      'Stream_ClosingQuoteMissing',
      'Record 2 (line 2) opens a quote in field 3 that is never closed.',
    ],
    [
      'an empty field too many',
      '1,a,b\r\n2,,c,\n3,d,e\n',
      {},
      'Stream_WrongNumberOfFields',
      'Record 2 (line 2) has 4 fields where the first has 3.',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('a,b,c\nd,e,f\n', 'utf16le'),
      {},
      'BadRequest_InvalidBlob',
      'The blob is UTF-16; text must be UTF-8.',
    ],
    [
      'UTF-16 of other letters, big end first, packed',
      gzipSync(Buffer.from('имя,город\nИван,Москва\n', 'utf16le').swap16()),
      {},
      'BadRequest_InvalidBlob',
      'The blob is UTF-16; text must be UTF-8.',
    ],
    ['UTF-32', utf32('a,b,c\n'), {}, 'BadRequest_InvalidBlob', 'The blob is UTF-32; text must be UTF-8.'],
    [
      'UTF-32 with a mark',
      utf32('\ufeff{"A":"a"}\n'),
      { format: 'json' },
      'BadRequest_InvalidBlob',
      'The blob is UTF-32; text must be UTF-8.',
    ],
    [
      'a byte that is not UTF-8 after the first 64 KB',
      Buffer.concat([Buffer.from('a,é,"c\n"\n'.repeat(20_000)), Buffer.from('\xe4,b,c\n', 'latin1')]),
      {},
      'BadRequest_InvalidBlob',
      'The blob is not UTF-8 at byte 200001 (line 40001); text must be UTF-8.',
    ],
    [
      'a character that the end cuts, as JSON',
      Buffer.from('{"A":"a"}\n{"A":"\xc3', 'latin1'),
      { format: 'json' },
      'BadRequest_InvalidBlob',
      'The blob is not UTF-8 at byte 17 (line 2); text must be UTF-8.',
    ],
    [
      'another kind of file',
      Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
      {},
      'BadRequest_InvalidBlob',
      'The blob is a PDF document, not csv.',
    ],
    [
      'Avro compressed with snappy',
      avroFileOf('"string"', 1, Buffer.from('x'), 'snappy'),
      { format: 'avro' },
      'BadRequest_InvalidBlob',
      'The blob is compressed with snappy, which avro does not support; send it as apacheavro.',
    ],
    [
      'Avro whose values are no records',
      avroFileOf('"boolean"', 2, Buffer.from([0, 1])),
      { format: 'avro' },
      'BadRequest_InvalidBlob',
      'The blob is not valid avro: its value 1 is not a record.',
    ],
    [
      'gzip that was cut',
      gzipSync('a,b,c\n'.repeat(9999)).subarray(0, -9),
      {},
      'BadRequest_InvalidArchive',
      'The compressed blob cannot be unpacked: it ends too early.',
    ],
    [
      'one value that is too long',
      gzipSync(Buffer.alloc(70_000_000, 0x78), { level: 1 }),
      { format: 'raw' },
      'Stream_InputStreamTooLarge',
      'The blob is longer than 64 MB, which is the most that one value may have.',
    ],
    [
      'a line of JSON that is too long',
      gzipSync(`{"A":"a"}\n\n{"A":"${'x'.repeat(68_000_000)}"}\n`, { level: 1 }),
      { format: 'json' },
      'Stream_InputStreamTooLarge',
      'Record 2 (line 3) is longer than 64 MB.',
    ],
    [
      'an object of multijson that is too long',
      gzipSync(`[\n{"A":"${'x'.repeat(68_000_000)}"}]`, { level: 1 }),
      { format: 'multijson' },
      'Stream_InputStreamTooLarge',
      'Record 1 (line 2, column 1) is longer than 64 MB.',
    ],
  ])('names %s', async (_what, content, properties, ErrorCode, Details) => {
    expect(await ingest(content, properties)).toMatchObject({
      ErrorCode,
      Details,
      FailureStatus: 'Permanent',
    })
    expect(await client.count('T')).toBe(0)
  })
})

describe('lines of JSON that are not records', () => {
  it.each([
    ['{"A":"1"}\n\n{"A":tru}\n{"A":"3"}\n', 2, 'Line 3 is not a JSON object and was left out.'],
    ['{"A":"1"}\r\n{"A":"\\ud800"}\r\n', 1, 'Line 2 is not a JSON object and was left out.'],
    ['[1]\n{"A":"1"}\n5\n', 1, '2 lines are not JSON objects and were left out; the first is line 1.'],
    ['{"A":"1"}\n{"A":"2"', 1, 'Line 2 is not a JSON object and was left out.'],
    ['{"A":"1"}\n{"A":"2"}\n', 2, ''],
  ])('are counted in %j: %i rows', async (content, rows, Details) => {
    expect(await ingest(content, { format: 'json' })).toMatchObject({ Status: 'Succeeded', Details })
    expect(await client.count('T')).toBe(rows)
  })

  it('takes a record of 20 MB', async () => {
    const content = gzipSync(`{"A":"${'x'.repeat(20_000_000)}"}\n{"A":"y"}`, { level: 1 })
    expect(await ingest(content, { format: 'json' })).toMatchObject({ Status: 'Succeeded', Details: '' })
    expect(await client.rows('T | project n = strlen(A) | order by n asc')).toEqual([
      { n: 1 },
      { n: 1_048_576 },
    ])
  })
})

describe('logical types of Avro', () => {
  const schema = {
    type: 'record',
    name: 'Sale',
    fields: [
      { name: 'Price', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }] },
      { name: 'At', type: { type: 'long', logicalType: 'timestamp-millis' } },
    ],
  }
  const sales = [{ Price: Buffer.from([0x01, 0x00]), At: 1_516_924_800_123 }]

  it.each([
    [
      'Price: decimal',
      /'Price' has the logical type decimal.* column 'Price' \(decimal\).*send it as apacheavro/,
    ],
    ['Price: real', /'Price' has the logical type decimal/],
    ['At: datetime', /'At' has the logical type timestamp-millis/],
  ])('are refused as avro where a column would lose them (%s)', async (columns, details) => {
    await client.rows(`.create table S (${columns})`)
    try {
      const blob = await client.upload(await avroFile(schema, sales))
      const end = await client.ended(await client.post(blob, { table: 'S', properties: { format: 'avro' } }))
      expect(end).toMatchObject({ Status: 'Failed', FailureStatus: 'Permanent' })
      expect(end.Details).toMatch(details)
      const again = await client.post(blob, { table: 'S', properties: { format: 'apacheavro' } })
      expect(await client.ended(again)).toMatchObject({ Status: 'Succeeded' })
    } finally {
      await client.rows('.drop table S')
    }
  })

  it('are read as their base type where a column takes that', async () => {
    await client.rows('.create-merge table T (Price: dynamic, At: long)')
    expect(await ingest(await avroFile(schema, sales), { format: 'avro' })).toMatchObject({
      Status: 'Succeeded',
    })
    expect(await client.rows('T | project Price, At')).toEqual([{ Price: [1, 0], At: 1_516_924_800_123 }])
  })
})

describe('Parquet', () => {
  // Columns N (long) and W (int96), three rows; written by pyarrow 26 with use_deprecated_int96_timestamps.
  const int96 = Buffer.from(
    [
      'UEFSMRUAFTwVPCwVBhUAFQYVBhwAAAACAAAABgEBAAAAAAAAAAIAAAAAAAAAAwAAAAAAAAAVABU8FTwsFQYVABUGFQYcAAAAAgAA',
      'AAMDAErkZFohAAAhgiUAAAAAAAAAAACt2SQAFQQZPDUAGAZzY2hlbWEVBAAVBCUCGAFOABUGJQIYAVcAFgYZHBksJgAcFQQZJQYA',
      'GRgBThUAFgYWYhZiJghJHBUAFQAVAgA8KQYZJgAGAAAAJgAcFQYZJQYAGRgBVxUAFgYWYhZiJmpJHBUAFQAVAgA8KQYZJgIEAAAA',
      'FsQBFgYmCBbEAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGSwcAAAcAAAAsQAAAFBBUjE=',
    ].join(''),
    'base64',
  )

  it('takes 96-bit times, and null for those beyond the calendar', async () => {
    await client.rows('.create-merge table T (N: long, W: datetime)')
    const far = Buffer.from(int96)
    // The day of 1900-01-01 (Julian) becomes one in the year 287396, which Spark writes for times without a limit.
    const day = Buffer.alloc(4)
    day.writeUInt32LE(2_415_021)
    far.writeUInt32LE(107_000_000, far.indexOf(day))
    for (const content of [int96, far])
      expect(await ingest(content, { format: 'parquet' })).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows('T | project N, W = tostring(W) | order by N asc, W desc')).toEqual([
      { N: 1, W: '2018-01-26T10:11:12.1234560Z' },
      { N: 1, W: '2018-01-26T10:11:12.1234560Z' },
      { N: 2, W: '1900-01-01T00:00:00.0000000Z' },
      { N: 2, W: '' },
      { N: 3, W: '' },
      { N: 3, W: '' },
    ])
  })

  it('that asks for a terabyte of memory fails for good, at once', async () => {
    const file = await parquetFile(
      `SELECT 'text' || md5(CAST(range AS VARCHAR)) AS A FROM range(1000)`,
      'COMPRESSION uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1',
    )
    // The number of lengths in the encoding DELTA_LENGTH_BYTE_ARRAY, which follows block size 2048 and 8
    // miniblocks.
    const count = file.indexOf(Buffer.from([0x80, 0x10, 0x08, 0xe8, 0x07]))
    expect(count).toBeGreaterThan(0)
    Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]).copy(file, count + 3)
    expect(await ingest(file, { format: 'parquet' })).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'BadRequest_InvalidBlob',
      FailureStatus: 'Permanent',
      Details: 'The blob is not valid parquet: it asks for more memory than the local cluster has.',
    })
  })

  it.each([
    ['is cut', int96.subarray(0, -20), /^The blob is not valid parquet: .+\.$/],
    ['is none', Buffer.from('PAR1 nonsense'), /^The blob is not valid parquet: .+\.$/],
  ])('that %s fails with what is wrong, without a path of this machine', async (_what, content, details) => {
    const end = await ingest(content, { format: 'parquet' })
    expect(end).toMatchObject({ ErrorCode: 'BadRequest_InvalidBlob', FailureStatus: 'Permanent' })
    expect(end.Details).toMatch(details)
    expect(end.Details).not.toContain('/')
  })

  it('is unpacked from gzip', async () => {
    await client.rows('.create-merge table T (N: long)')
    expect(await ingest(gzipSync(int96), { format: 'parquet' })).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(3)
  })
})
