import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
})

/** Ingests text into a new table and returns the result of `query`. */
async function roundTrip(
  schema: string,
  content: string | Buffer,
  query: string,
  properties: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  await client.rows(`.create table T (${schema})`)
  const id = await client.ingest(content, { properties })
  expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
  return client.rows(query)
}

describe('values of CSV', () => {
  it.each([
    ['datetime', '2018-01-26 00:00:00.0000001', '2018-01-26T00:00:00.0000001Z'],
    ['datetime', '2018-01-26T10:11:12.1234567Z', '2018-01-26T10:11:12.1234567Z'],
    ['datetime', '2018-01-26T00:00:00.5+02:00', '2018-01-25T22:00:00.5000000Z'],
    ['datetime', '0001-01-01', '0001-01-01T00:00:00.0000000Z'],
    ['datetime', '9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
    ['datetime', '"Sat, 8 Nov 14 15:05:02 GMT"', '2014-11-08T15:05:02.0000000Z'],
    ['datetime', 'yesterday', ''],
    ['timespan', '1.02:03:04.1234567', '1.02:03:04.1234567'],
    ['timespan', '-00:00:00.5', '-00:00:00.5000000'],
    ['timespan', '24:00:00', ''],
    ['long', '9223372036854775807', '9223372036854775807'],
    ['long', '9223372036854775808', ''],
    ['long', '1.5', ''],
    ['int', '-2147483648', '-2147483648'],
    ['int', '2147483648', ''],
    ['bool', 'TRUE', 'True'],
    ['bool', '0', 'False'],
    ['bool', 'maybe', ''],
    ['guid', '0e984725-c51c-4bf4-9960-e1c80e27aba0', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    ['guid', 'not one', ''],
    ['string', 'NULL', 'NULL'],
    ['string', '', ''],
    ['dynamic', '"{""a"": [1, 2]}"', '{"a":[1,2]}'],
    ['dynamic', 'plain text', 'plain text'],
    ['dynamic', '', ''],
    ['dynamic', 'null', ''],
    ['dynamic', '"""null"""', 'null'],
    ['dynamic', '"[null]"', '[null]'],
    ['dynamic', '5', '5'],
    ['dynamic', 'true', 'true'],
    ['dynamic', 'NaN', 'NaN'],
    ['dynamic', '"{""a"":-Infinity}"', '{"a":-Infinity}'],
    ['dynamic', '"[1,]"', '[1,]'],
    ['dynamic', '"[""nan,]""]"', '["nan,]"]'],
    ['bool', 'false', 'False'],
    ['bool', ' True ', 'True'],
    ['bool', '1', 'True'],
    ['bool', '7', 'True'],
    ['bool', 'yes', ''],
    ['bool', 't', ''],
    ['bool', '', ''],
    ['int', '+5', '5'],
    ['int', ' 5 ', '5'],
    ['int', '0x1F', '31'],
    ['int', '1_000', ''],
    ['int', '"1,000"', ''],
    ['int', '1e3', ''],
    ['int', '', ''],
    ['long', '0x7fffffffffffffff', '9223372036854775807'],
    ['long', '-9223372036854775808', '-9223372036854775808'],
    ['long', '-9223372036854775809', ''],
    ['long', '99999999999999999999999999', ''],
    ['long', '5.0', ''],
    ['real', '1_000', ''],
    ['real', '"1,5"', ''],
    ['real', '.5', '0.5'],
    ['real', '+inf', 'Infinity'],
    ['real', 'nan', 'NaN'],
    ['real', '', ''],
    ['decimal', '0.1', '0.1'],
    ['decimal', '1e3', '1000'],
    ['decimal', '-12345678901234567890.123456789012345678', '-12345678901234567890.123456789012345678'],
    ['decimal', '1_0', ''],
    ['decimal', 'nan', ''],
    ['guid', '{0e984725-c51c-4bf4-9960-e1c80e27aba0}', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    ['guid', '(0e984725-c51c-4bf4-9960-e1c80e27aba0)', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    ['guid', '0E984725C51C4BF49960E1C80E27ABA0', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    ['guid', ' 0e984725-c51c-4bf4-9960-e1c80e27aba0 ', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    ['guid', '0e984725-c51c-4bf4-9960-e1c80e27aba', ''],
    ['datetime', '2018-01-26T10:11:12-08:00', '2018-01-26T18:11:12.0000000Z'],
    ['datetime', '2018-01-26T10:11:12+0530', '2018-01-26T04:41:12.0000000Z'],
    ['datetime', '2018-01-26T10:11Z', '2018-01-26T10:11:00.0000000Z'],
    ['datetime', '2018-01-26T10:11:12z', '2018-01-26T10:11:12.0000000Z'],
    ['datetime', '2018-01-26T10:11', '2018-01-26T10:11:00.0000000Z'],
    ['datetime', '2018-01-26 10:11:12', '2018-01-26T10:11:12.0000000Z'],
    ['datetime', '2018-01-26', '2018-01-26T00:00:00.0000000Z'],
    ['datetime', '1600-02-29T00:00:00.1234567Z', '1600-02-29T00:00:00.1234567Z'],
    ['datetime', '"Sat, 8 Nov 14 15:05"', '2014-11-08T15:05:00.0000000Z'],
    ['datetime', '"Saturday, 08-Nov-14 15:05:02 UTC"', '2014-11-08T15:05:02.0000000Z'],
    ['datetime', '8 Nov 14 15:05:02', '2014-11-08T15:05:02.0000000Z'],
    ['datetime', '08-Nov-14 15:05:02', '2014-11-08T15:05:02.0000000Z'],
    ['datetime', '1516924800', ''],
    ['datetime', '1516924800123', ''],
    ['datetime', '636525216000000000', ''],
    ['datetime', '2018-02-30', ''],
    ['datetime', '2018-13-01', ''],
    ['datetime', 'infinity', ''],
    ['datetime', 'epoch', ''],
    ['datetime', '10000-01-01', ''],
    ['timespan', '10:11:12', '10:11:12'],
    ['timespan', '10:11', '10:11:00'],
    ['timespan', '3', '3.00:00:00'],
    ['timespan', '-1.00:00:00', '-1.00:00:00'],
    ['timespan', '00:60:00', ''],
    ['timespan', '10.00', ''],
    ['timespan', 'soon', ''],
    ['timespan', '', ''],
  ])('%s: %s', async (type, text, expected) => {
    const rows = await roundTrip(`V: ${type}, Id: int`, `${text},1\n`, 'T | project V = tostring(V)')
    expect(rows).toEqual([{ V: expected }])
  })

  it('makes a number of no type null, but a string never', async () => {
    const rows = await roundTrip(
      'S: string, L: long, D: dynamic',
      ',,\n',
      'T | project isnull(S), isempty(S), isnull(L), isnull(D)',
    )
    expect(Object.values(rows[0] ?? {})).toEqual([false, true, true, true])
  })

  it('reads reals with an exponent, and those that are no number', async () => {
    const rows = await roundTrip(
      'V: real, Id: int',
      '1e3,1\nNaN,2\n-inf,3\nx,4\n',
      'T | order by Id asc | project V',
    )
    expect(rows.map(({ V }) => V)).toEqual([1000, 'NaN', '-Infinity', null])
  })

  it('reads decimals exactly', async () => {
    const rows = await roundTrip('V: decimal', '12345678901234567890.123456789\n', 'T')
    expect(rows).toEqual([{ V: '12345678901234567890.123456789' }])
  })
})

describe('records of CSV', () => {
  it.each([
    ['line feeds', '1,"a\nb"\n2,c\n'],
    ['both line ends, mixed', '1,"a\nb"\r\n2,c\n'],
    ['no end at the last line', '1,"a\nb"\n2,c'],
    ['empty lines', '\n1,"a\nb"\n\n2,c\n\n'],
    ['a byte order mark', '\ufeff1,"a\nb"\n2,c\n'],
  ])('takes %s', async (_what, text) => {
    const rows = await roundTrip('N: int, S: string', text, 'T | order by N asc')
    expect(rows).toEqual([
      { N: 1, S: 'a\nb' },
      { N: 2, S: 'c' },
    ])
  })

  it('skips the first record, even if it has a line break and other fields', async () => {
    const rows = await roundTrip('N: int, S: string', 'a "title\n1,x\n', 'T', { ignoreFirstRecord: true })
    expect(rows).toEqual([{ N: 1, S: 'x' }])
    await client.rows('.clear table T data')
    await client.ended(await client.ingest('"N\n",S,Z\n2,y\n', { properties: { ignoreFirstRecord: true } }))
    expect(await client.rows('T')).toEqual([{ N: 2, S: 'y' }])
  })

  it('fills columns without a field, and drops fields without a column', async () => {
    expect(await roundTrip('A: int, B: string, C: long', '1,x\n2,y\n', 'T | order by A asc')).toEqual([
      { A: 1, B: 'x', C: null },
      { A: 2, B: 'y', C: null },
    ])
    await client.ended(await client.ingest('3,z,4,5\n'))
    expect(await client.rows('T | where A == 3')).toEqual([{ A: 3, B: 'z', C: 4 }])
  })

  it('unpacks gzip by its bytes, in one member or several', async () => {
    const packed = Buffer.concat([gzipSync('1,a\n'), gzipSync('2,b\n')])
    const rows = await roundTrip('N: int, S: string', packed, 'T | summarize n = count(), s = sum(N)')
    expect(rows).toEqual([{ n: 2, s: 3 }])
  })

  it('takes a record of more than two megabytes, and cuts its string at one', async () => {
    const long = 'x'.repeat(3_000_000)
    const rows = await roundTrip(
      'S: string, N: int',
      `${long},1\ny,2\n`,
      'T | project n = strlen(S), N | order by N asc',
    )
    expect(rows).toEqual([
      { n: 1_048_576, N: 1 },
      { n: 1, N: 2 },
    ])
  })

  it('cuts a string before the character that would exceed a megabyte', async () => {
    const text = `${'x'.repeat(1_048_574)}€uro`
    const rows = await roundTrip('S: string, D: dynamic', `${text},${text}\n`, 'T | project n = strlen(S), D')
    expect(rows).toEqual([{ n: 1_048_574, D: null }])
  })

  it.each([
    ['tsv', '1\ta b\n'],
    ['psv', '1|a b\n'],
    ['scsv', '1;a b\n'],
    ['sohsv', '1\u0001a b\n'],
  ])('reads %s', async (format, text) => {
    expect(await roundTrip('N: int, S: string', text, 'T', { format })).toEqual([{ N: 1, S: 'a b' }])
  })

  it('follows a mapping by ordinal, given or saved', async () => {
    const mapping = JSON.stringify([
      { column: 'S', Properties: { Ordinal: '0' } },
      { column: 'N', Properties: { Ordinal: '2' } },
      { column: 'C', Properties: { ConstValue: 'k' } },
    ])
    const rows = await roundTrip('N: int, S: string, C: string', 'a,b,3\n', 'T', {
      ingestionMapping: mapping,
    })
    expect(rows).toEqual([{ N: 3, S: 'a', C: 'k' }])
    await client.rows(`.create table T ingestion csv mapping "M" '${mapping}'`)
    await client.ended(await client.ingest('x,y,4\n', { properties: { ingestionMappingReference: 'M' } }))
    expect(await client.rows('T | where N == 4')).toEqual([{ N: 4, S: 'x', C: 'k' }])
  })
})
