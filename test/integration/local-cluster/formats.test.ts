import { beforeEach, describe, expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import { zipArchive } from '../../support/zip-archive'
import { sharedCluster } from '../../support/shared-cluster'
import { parquetFile } from '../../support/parquet-file'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
})

async function ingest(content: string | Buffer, properties: Record<string, unknown>): Promise<void> {
  expect(await client.ended(await client.ingest(content, { properties }))).toMatchObject({
    Status: 'Succeeded',
  })
}

describe('JSON', () => {
  const schema = 'N: long, S: string, D: dynamic, T: datetime, B: bool'

  it('takes one object per line, by column names, and skips malformed lines', async () => {
    await client.rows(`.create table T (${schema})`)
    const lines = [
      '{"N": 9007199254740993, "S": "a", "D": {"x": [1, 2]}, "T": "2018-01-26T00:00:00.1234567Z", "B": true}',
      '{not json',
      '{"n": 1, "S": {"o": 1}, "D": null}',
    ]
    await ingest(`\ufeff${lines.join('\n')}\n`, { format: 'json' })
    expect(
      await client.rows('T | order by isnull(N) asc | project N = tostring(N), S, D, T = tostring(T), B'),
    ).toEqual([
      { N: '9007199254740993', S: 'a', D: { x: [1, 2] }, T: '2018-01-26T00:00:00.1234567Z', B: true },
      { N: '', S: '{"o":1}', D: null, T: '', B: null },
    ])
  })

  it.each([
    ['an array', '[\n{"N": 1,\n "S": "a [b] \\" {"},\n{"N": 2}\n]'],
    ['objects in a row', '{"N": 1,\n "S": "a [b] \\" {"}\n{"N": 2}'],
  ])('takes %s as multijson', async (_what, text) => {
    await client.rows('.create table T (N: long, S: string)')
    await ingest(text, { format: 'multijson' })
    expect(await client.rows('T | order by N asc')).toEqual([
      { N: 1, S: 'a [b] " {' },
      { N: 2, S: '' },
    ])
  })

  it.each([
    ['[{"N": 1},]', 'Record 2 (line 1, column 11) is not valid JSON: it does not begin a value.'],
    ['[{"N": 1}\n {"N": 2}]', 'Record 2 (line 2, column 2) is not valid JSON: a comma is missing before it.'],
    ['{"N": 1}}', 'Record 2 (line 1, column 9) is not valid JSON: it does not begin a value.'],
    ['[{"N": 1},\r\n {"é": tru}]', 'Record 2 (line 2, column 8) is not valid JSON: invalid literal.'],
    ['[{"N": 1}] more', 'Record 2 (line 1, column 12) is not valid JSON: unexpected character.'],
    ['[{"N": 1}, 5]', 'Record 2 (line 1, column 12) is not a JSON object.'],
    [
      '{"N": 1,\n\n"S": "\\ud800"}',
      'Record 1 (line 3, column 13) is not valid JSON: no low surrogate in string.',
    ],
  ])('refuses %s', async (text, details) => {
    await client.rows('.create table T (N: long)')
    const end = await client.ended(await client.ingest(text, { properties: { format: 'multijson' } }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: 'BadRequest_InvalidBlob' })
    expect(end.Details).toBe(details)
  })

  it('follows a mapping by path, with constants and times since 1970', async () => {
    await client.rows('.create table T (A: string, B: long, C: string, T: datetime)')
    const mapping = [
      { column: 'A', Properties: { Path: "$['a b'].c[1]" } },
      { column: 'B', Properties: { Path: '$.b' } },
      { column: 'C', Properties: { ConstValue: 'fixed' } },
      { column: 'T', Properties: { Path: '$.t', Transform: 'DateTimeFromUnixMilliseconds' } },
    ]
    await ingest('{"a b": {"c": ["x", "y"]}, "b": 5, "t": 1516924800123}\n', {
      format: 'json',
      ingestionMapping: JSON.stringify(mapping),
    })
    expect(await client.rows('T | project A, B, C, T = tostring(T)')).toEqual([
      { A: 'y', B: 5, C: 'fixed', T: '2018-01-26T00:00:00.1230000Z' },
    ])
  })
})

describe('text', () => {
  it('takes a line as a value in txt, and the whole in raw', async () => {
    await client.rows('.create table T (Line: string)')
    await ingest('a,"b\r\n\n "c"\rd\u0001\n"', { format: 'txt' })
    expect(await client.rows('T')).toEqual([{ Line: 'a,"b' }, { Line: ' "c"\rd\u0001' }, { Line: '"' }])
    await client.rows('.clear table T data')
    await ingest('a,"b\nc\n', { format: 'raw' })
    await ingest(gzipSync('packed\r\n'), { format: 'raw' })
    expect(await client.rows('T | order by Line asc')).toEqual([
      { Line: 'a,"b\nc\n' },
      { Line: 'packed\r\n' },
    ])
  })

  it('skips the first line of txt if told to', async () => {
    await client.rows('.create table T (Line: string)')
    await ingest('\nhead\nline\n', { format: 'txt', ignoreFirstRecord: true })
    expect(await client.rows('T')).toEqual([{ Line: 'line' }])
  })
})

describe('tsve', () => {
  it('undoes escapes, and takes quotes for text', async () => {
    await client.rows('.create table T (A: string, B: string)')
    await ingest('a\\tb\t"x\\\\n\n\\\\t\t\\n\n', { format: 'tsve' })
    expect(await client.rows('T')).toEqual([
      { A: 'a\tb', B: '"x\\n' },
      { A: '\\t', B: '\n' },
    ])
  })

  it('keeps an escaped line end or tab in its field, and changes no other character', async () => {
    await client.rows('.create table T (A: string, B: string)')
    await ingest('h\na\\\nb\tc\\\td\\x\u0001\\\\\n\\r\t\n', { format: 'tsve', ignoreFirstRecord: true })
    expect(await client.rows('T')).toEqual([
      { A: 'a\nb', B: 'c\td\\x\u0001\\' },
      { A: '\r', B: '' },
    ])
  })

  it('refuses a record with other fields than the first, and names it', async () => {
    await client.rows('.create table T (A: string, B: string)')
    const content = 'a\\\nb\tc\n\nd\n'
    const end = await client.ended(await client.ingest(content, { properties: { format: 'tsve' } }))
    expect(end).toMatchObject({
      ErrorCode: 'Stream_WrongNumberOfFields',
      Details: 'Record 2 (line 4) has 1 field where the first has 2.',
    })
    await ingest(content, { format: 'tsve', validationPolicy: '{"ValidationOptions":0}' })
    expect(await client.rows('T')).toEqual([
      { A: 'a\nb', B: 'c' },
      { A: 'd', B: '' },
    ])
  })
})

describe('zip archives', () => {
  const archive = zipArchive([
    { name: 'one.csv', content: '1\n2\n' },
    { name: 'folder/', content: '', stored: true },
    { name: '../../two.csv', content: '3\n', stored: true },
    { name: 'note.txt', content: 'x,y\n' },
  ])

  beforeEach(async () => {
    await client.rows('.create table T (N: int)')
  })

  it('give the records of their files', async () => {
    await ingest(archive, { zipPattern: '\\.csv$' })
    expect(await client.rows('T | order by N asc')).toEqual([{ N: 1 }, { N: 2 }, { N: 3 }])
    expect(await client.rows('.show table T extents | project RowCount')).toEqual([{ RowCount: 3 }])
  })

  it.each([
    ['without a file of such a name', archive, { zipPattern: 'nope' }, 'BadRequest_EmptyArchive'],
    ['that are cut', archive.subarray(0, archive.length - 30), {}, 'BadRequest_InvalidArchive'],
    [
      'with a file that is longer than it says',
      zipArchive([{ name: 'a', content: '1\n2\n', size: 2 }]),
      {},
      'BadRequest_InvalidArchive',
    ],
    [
      'that unpack to far more than they are',
      zipArchive([{ name: 'a', content: 'x', size: 5_000_000 }]),
      {},
      'BadRequest_FileTooLarge',
    ],
  ])('%s are refused', async (_what, content, properties, code) => {
    const end = await client.ended(await client.ingest(content, { properties }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(await client.count('T')).toBe(0)
  })
})

describe('Parquet', () => {
  it('takes columns by name, with their own types', async () => {
    const file =
      await parquetFile(`SELECT 1::BIGINT AS N, 'a' AS S, TIMESTAMP '2018-01-26 10:00:00.123456' AS T,
      {'x': [1, 2]} AS D, 1.25::DECIMAL(10, 2) AS M, true AS B`)
    await client.rows(
      '.create table T (S: string, N: long, T: datetime, D: dynamic, M: decimal, B: bool, Absent: int)',
    )
    await ingest(file, { format: 'parquet' })
    expect(await client.rows('T | extend T = tostring(T)')).toEqual([
      {
        S: 'a',
        N: 1,
        T: '2018-01-26T10:00:00.1234560Z',
        D: { x: [1, 2] },
        M: '1.25',
        B: true,
        Absent: null,
      },
    ])
  })
})
