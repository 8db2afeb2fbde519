import { beforeEach, describe, expect, it } from 'vitest'
import { avroFile } from '../../support/avro-file'
import { parquetFile } from '../../support/parquet-file'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
})

type Entry = readonly [column: string, properties: Readonly<Record<string, unknown>>]

const mappingOf = (entries: readonly Entry[]): string =>
  JSON.stringify(entries.map(([Column, Properties]) => ({ Column, Properties })))

async function ingest(content: string | Buffer, format: string, entries: readonly Entry[]): Promise<string> {
  const blob = await client.upload(content)
  const id = await client.post(blob, { properties: { format, ingestionMapping: mappingOf(entries) } })
  expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
  return blob.split('?')[0] ?? ''
}

describe('SourceLocation and SourceLineNumber', () => {
  const columns = 'L: string, N: long, V: int, C: string'
  const known: readonly Entry[] = [
    ['L', { Transform: 'SourceLocation' }],
    ['N', { Transform: 'SourceLineNumber' }],
    ['C', { ConstValue: 'k' }],
  ]

  it.each([
    ['csv', '7\n8\n', { Ordinal: 0 }],
    ['tsve', '7\n8\n', { Ordinal: '0' }],
    ['txt', '7\n8\n', { Ordinal: '0' }],
    ['json', '{"v": 7}\nnot json\n{"v": 8}\n', { Path: '$.v' }],
    ['multijson', '[{"v": 7}, {"v": 8}]', { Path: "$['v']" }],
    ['avro', 'avro', { Field: 'v' }],
    ['parquet', 'parquet', { Path: '$.v' }],
  ] as const)('tell of each record where it comes from: %s', async (format, text, place) => {
    await client.rows(`.create table T (${columns})`)
    const content =
      text === 'avro'
        ? await avroFile({ type: 'record', name: 'R', fields: [{ name: 'v', type: 'int' }] }, [
            { v: 7 },
            { v: 8 },
          ])
        : text === 'parquet'
          ? await parquetFile('SELECT unnest([7, 8]) AS v')
          : text
    const location = await ingest(content, format, [...known, ['V', place]])
    expect(await client.rows('T | order by N asc')).toEqual([
      { L: location, N: 1, V: 7, C: 'k' },
      { L: location, N: 2, V: 8, C: 'k' },
    ])
  })

  it('number each blob’s records from 1, in the order of a long file', async () => {
    await client.rows(`.create table T (${columns})`)
    const rows = 300_000
    const text = Array.from({ length: rows }, (_, index) => `${index + 1}\n`).join('')
    const mapping = mappingOf([...known, ['V', { Ordinal: '0' }]])
    const properties = { ingestionMapping: mapping }
    const ids = [
      await client.ingest(text, { properties, flushImmediately: false }),
      await client.ingest(text, { properties }),
    ]
    for (const id of ids) expect(await client.ended(id, 60_000)).toMatchObject({ Status: 'Succeeded' })
    expect(
      await client.rows('T | summarize rows = count(), wrong = countif(N != V), blobs = dcount(L)'),
    ).toEqual([{ rows: 2 * rows, wrong: 0, blobs: 2 }])
  })
})

const record = {
  time: 1_516_924_800_123,
  props: { name: 'click', revenue: 0.5, deep: { a: 1, b: null }, list: [1, 2] },
  bags: [{ n1: 'v1' }, { n2: { x: '}' } }, 5, {}],
}
const dynamicFields = 'D: dynamic, E: dynamic, F: string, G: dynamic, H: dynamic'
const dynamicEntries: readonly Entry[] = [
  ['D', { Path: '$.props', Transform: 'DropMappedFields' }],
  ['E', { Path: '$.bags', Transform: 'PropertyBagArrayToDictionary' }],
  ['F', { Path: '$.props.name' }],
  ['G', { Path: '$.props.deep.a' }],
  ['H', { Path: '$.props.nowhere.b' }],
]
const dynamicRow = {
  D: { revenue: 0.5, deep: { b: null }, list: [1, 2] },
  E: { n1: 'v1', n2: { x: '}' } },
  F: 'click',
  G: 1,
  H: null,
}

describe('transformations of documents', () => {
  it.each(['json', 'parquet'])('drop mapped fields and gather bags: %s', async (format) => {
    await client.rows(`.create table T (${dynamicFields})`)
    const text = JSON.stringify(record)
    // As text columns they would be strings in the JSON record, so the fields have their own types.
    const content =
      format === 'json'
        ? `${text}\n`
        : await parquetFile(
            `SELECT {'name': 'click', 'revenue': 0.5::DOUBLE, 'deep': {'a': 1, 'b': NULL::INT}, 'list': [1, 2]} AS props, '${JSON.stringify(record.bags)}'::JSON AS bags`,
          )
    const entries = format === 'json' ? dynamicEntries : dynamicEntries.filter(([column]) => column !== 'E')
    await ingest(content, format, entries)
    expect(await client.rows('T')).toEqual([{ ...dynamicRow, ...(format === 'json' ? {} : { E: null }) }])
  })

  it('gather bags of a nested column of Parquet', async () => {
    await client.rows('.create table T (E: dynamic)')
    const content = await parquetFile("SELECT [MAP {'n1': 1}, MAP {'n2': 2}] AS bags")
    await ingest(content, 'parquet', [['E', { Field: 'bags', Transform: 'PropertyBagArrayToDictionary' }]])
    expect(await client.rows('T')).toEqual([{ E: { n1: 1, n2: 2 } }])
  })

  it('reach into columns of Parquet, and take the whole record', async () => {
    await client.rows('.create table T (A: int, W: dynamic, U: datetime, X: string)')
    const content = await parquetFile("SELECT {'b': [1, 2], 'c d': 'x'} AS a, 1516924800::BIGINT AS u")
    await ingest(content, 'parquet', [
      ['A', { Path: '$.a.b[1]' }],
      ['W', { Path: '$' }],
      ['U', { Path: '$.u', Transform: 'DateTimeFromUnixSeconds' }],
      ['X', { Path: "$.a.['c d']" }],
    ])
    expect(await client.rows('T | extend U = tostring(U)')).toEqual([
      {
        A: 2,
        W: { a: { b: [1, 2], 'c d': 'x' }, u: 1_516_924_800 },
        U: '2018-01-26T00:00:00.0000000Z',
        X: 'x',
      },
    ])
  })

  it.each([
    ['Seconds', '1516924800.5', '2018-01-26T00:00:00.5000000Z'],
    ['Seconds', '-0.0000001', '1969-12-31T23:59:59.9999999Z'],
    ['Seconds', '1516924800123', ''],
    ['Milliseconds', '1516924800123', '2018-01-26T00:00:00.1230000Z'],
    ['Milliseconds', '"1516924800123"', '2018-01-26T00:00:00.1230000Z'],
    ['Microseconds', '1516924800123456', '2018-01-26T00:00:00.1234560Z'],
    ['Nanoseconds', '1516924800123456789', '2018-01-26T00:00:00.1234567Z'],
    ['Nanoseconds', '-1', '1969-12-31T23:59:59.9999999Z'],
    ['Milliseconds', '"soon"', ''],
    ['Microseconds', '99999999999999999999999999', ''],
  ])('DateTimeFromUnix%s of %s', async (unit, value, expected) => {
    await client.rows('.create table T (V: datetime, S: string)')
    const properties = { Path: '$.v', Transform: `DateTimeFromUnix${unit}` }
    await ingest(`{"v": ${value}}\n`, 'json', [
      ['V', properties],
      ['S', properties],
    ])
    expect(await client.rows('T | project V = tostring(V), S')).toEqual([{ V: expected, S: expected }])
  })

  it('BytesAsBase64 of Avro; without it bytes are numbers', async () => {
    await client.rows('.create table T (Id: dynamic, B: string, F: string, Wrong: string)')
    const fields = [
      { name: 'id', type: 'bytes' },
      { name: 'fix', type: { type: 'fixed', name: 'Two', size: 2 } },
      { name: 's', type: 'string' },
    ]
    const id = Buffer.from('44MiXBxbQUiGigmFMy1oNA==', 'base64')
    const content = await avroFile({ type: 'record', name: 'R', fields }, [
      { id, fix: Buffer.from([0, 255]), s: 'x' },
    ])
    await ingest(content, 'apacheavro', [
      ['Id', { Path: '$.id' }],
      ['B', { Path: '$.id', Transform: 'BytesAsBase64' }],
      ['F', { Path: '$.fix', Transform: 'bytesAsBase64' }],
      ['Wrong', { Path: '$.s', Transform: 'BytesAsBase64' }],
    ])
    expect(await client.rows('T')).toEqual([
      { Id: [...id], B: '44MiXBxbQUiGigmFMy1oNA==', F: 'AP8=', Wrong: '' },
    ])
  })

  it('a path that does not begin with $ is a constant', async () => {
    await client.rows('.create table T (V: string, W: int)')
    await ingest('{"v": 1}\n', 'json', [
      ['V', { Path: 'fixed' }],
      ['W', { Path: '$.v' }],
    ])
    expect(await client.rows('T')).toEqual([{ V: 'fixed', W: 1 }])
  })
})

describe('mappings that do not fit', () => {
  it.each<[string, string, string, Entry]>([
    ['a transformation that is none', 'json', '{"v": 1}\n', ['V', { Path: '$.v', Transform: 'Upper' }]],
    ['one of documents for CSV', 'csv', '1\n', ['V', { Ordinal: 0, Transform: 'DropMappedFields' }]],
    ['one of Avro for JSON', 'json', '{"v": 1}\n', ['V', { Path: '$.v', Transform: 'BytesAsBase64' }]],
    ['no ordinal for CSV', 'csv', '1\n', ['V', { Path: '$.v' }]],
    ['no path for JSON', 'json', '{"v": 1}\n', ['V', { Ordinal: 0 }]],
    ['a path that is none', 'json', '{"v": 1}\n', ['V', { Path: '$.v[' }]],
  ])('%s', async (_what, format, content, entry) => {
    await client.rows('.create table T (V: int)')
    const properties = { format, ingestionMapping: mappingOf([entry]) }
    const end = await client.ended(await client.ingest(content, { properties }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: 'BadRequest_InvalidMapping' })
    expect(await client.count('T')).toBe(0)
  })
})
