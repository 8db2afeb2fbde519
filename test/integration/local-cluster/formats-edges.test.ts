import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { zipArchive } from '../../support/zip-archive'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (A: string, B: string)')
})

type Properties = Readonly<Record<string, unknown>>
type Row = readonly [a: string, b: string]

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const csv = Buffer.from('a,b\nc,d\n')
const rows: readonly Row[] = [
  ['a', 'b'],
  ['c', 'd'],
]

describe('what is taken', () => {
  it.each<[string, string | Buffer, Properties, readonly Row[]]>([
    [
      'CRLF and LF in quotes',
      'a,"b\r\nb"\r\nc,"d\nd"\r\n',
      {},
      [
        ['a', 'b\r\nb'],
        ['c', 'd\nd'],
      ],
    ],
    ['a quoted field behind a byte order mark', '\ufeff"a,a",b\n', {}, [['a,a', 'b']]],
    ['a byte order mark, as TSVe', '\ufeffa\tb\n', { format: 'tsve' }, [['a', 'b']]],
    ['a byte order mark, as text', '\ufeffa\n', { format: 'txt' }, [['a', '']]],
    ['a byte order mark, as one value', '\ufeffa\n', { format: 'raw' }, [['a\n', '']]],
    ['a byte order mark, as JSON', '\ufeff{"A":"a"}\n', { format: 'json' }, [['a', '']]],
    ['a byte order mark, as several JSON', '\ufeff[{"A":"a"}]', { format: 'multijson' }, [['a', '']]],
    ['a byte order mark, packed', gzipSync('\ufeffa,b\n'), {}, [['a', 'b']]],
    ['a header alone', 'a,b\n', {}, [['a', 'b']]],
    [
      'fewer fields than columns',
      'a\nc\n',
      {},
      [
        ['a', ''],
        ['c', ''],
      ],
    ],
    ['more fields than columns', 'a,b,x\nc,d,y\n', {}, rows],
    ['a delimiter at the end of each record', 'a,b,\nc,d,\n', {}, rows],
    ['quotes inside a field', 'a,b "b" b\n', {}, [['a', 'b "b" b']]],
    ['doubled quotes', '"a ""a""","b"\n', {}, [['a "a"', 'b']]],
    ['blanks, which stay', ' a , b \n', {}, [[' a ', ' b ']]],
    ['several members of gzip', Buffer.concat([gzipSync('a,b\n'), gzipSync('c,d\n')]), {}, rows],
    ['JSON as CSV: one field', '{"A"}\n', {}, [['{"A"}', '']]],
  ])('%s', async (_what, content, properties, expected) => {
    const end = await client.ended(await client.ingest(content, { properties }))
    expect(end).toMatchObject({ Status: 'Succeeded' })
    const found = await client.rows('T | order by A asc')
    expect(found).toEqual(expected.map(([A, B]) => ({ A, B })))
  })

  it('a format that the name does not say', async () => {
    const end = await client.ended(await client.post(await client.upload(csv, 'data.parquet')))
    expect(end).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(2)
  })
})

describe('what is refused', () => {
  it.each<[string, string | Buffer, Properties, string]>([
    ['no bytes', '', {}, 'BadRequest_EmptyBlob'],
    ['empty lines', '\n\r\n\n', {}, 'BadRequest_NoRecordsOrWrongFormat'],
    ['a byte order mark alone', '\ufeff', {}, 'BadRequest_NoRecordsOrWrongFormat'],
    [
      'a header alone that is ignored',
      'a,b\n',
      { ignoreFirstRecord: true },
      'BadRequest_NoRecordsOrWrongFormat',
    ],
    ['nothing, packed', gzipSync(''), {}, 'BadRequest_NoRecordsOrWrongFormat'],
    ['nothing, as JSON', ' \n', { format: 'json' }, 'BadRequest_NoRecordsOrWrongFormat'],
    ['an empty array', '[]', { format: 'multijson' }, 'BadRequest_NoRecordsOrWrongFormat'],
    ['CSV as JSON', csv, { format: 'json' }, 'BadRequest_NoRecordsOrWrongFormat'],
    ['CSV as several JSON', csv, { format: 'multijson' }, 'BadRequest_InvalidBlob'],
    ['CSV as Parquet', csv, { format: 'parquet' }, 'BadRequest_InvalidBlob'],
    ['UTF-16', utf16('a,b\n'), {}, 'BadRequest_InvalidBlob'],
    ['UTF-16, big end first', utf16('a,b\n').swap16(), {}, 'BadRequest_InvalidBlob'],
    ['UTF-16 as TSVe', utf16('a\tb\n'), { format: 'tsve' }, 'BadRequest_InvalidBlob'],
    ['UTF-16 as text', utf16('a\n'), { format: 'txt' }, 'BadRequest_InvalidBlob'],
    ['UTF-16 as one value', utf16('a\n'), { format: 'raw' }, 'BadRequest_InvalidBlob'],
    ['UTF-16 as JSON', utf16('{"A":"a"}\n'), { format: 'json' }, 'BadRequest_InvalidBlob'],
    ['UTF-16 as several JSON', utf16('[{"A":"a"}]'), { format: 'multijson' }, 'BadRequest_InvalidBlob'],
    ['Latin 1', Buffer.from('a,b\nc,\u00e4\n', 'latin1'), {}, 'BadRequest_InvalidBlob'],
    ['a record with fewer fields', 'a,b\nc\n', {}, 'Stream_WrongNumberOfFields'],
    ['a record with more fields', 'a,b\nc,d,e\n', {}, 'Stream_WrongNumberOfFields'],
    ['a quote that is not closed', 'a,b\n"c,d\n', {}, 'Stream_ClosingQuoteMissing'],
    ['text behind a closing quote', 'a,b\n"c"x,d\n', {}, 'Stream_ClosingQuoteMissing'],
    [
      'gzip that is cut',
      gzipSync(csv.toString().repeat(1000)).subarray(0, -20),
      {},
      'BadRequest_InvalidArchive',
    ],
    [
      'a zip without its directory',
      zipArchive([{ name: 'a', content: csv }]).subarray(0, -22),
      {},
      'BadRequest_InvalidArchive',
    ],
    [
      'a pattern that is none',
      zipArchive([{ name: 'a', content: csv }]),
      { zipPattern: '(' },
      'BadRequest_MalformedIngestionProperty',
    ],
    ['a zip of nothing', zipArchive([]), {}, 'BadRequest_EmptyArchive'],
    [
      'a zip of an empty file',
      zipArchive([{ name: 'a', content: '' }]),
      {},
      'BadRequest_NoRecordsOrWrongFormat',
    ],
  ])('%s', async (_what, content, properties, code) => {
    const end = await client.ended(await client.ingest(content, { properties }))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(await client.count('T')).toBe(0)
  })
})

describe('NUL characters', () => {
  it.each<[string, string, Properties]>([
    ['CSV', 'a\u0000b,c\n', {}],
    ['text', 'a\u0000b\n', { format: 'txt' }],
    ['JSON', '{"A": "a\\u0000b"}\n', { format: 'json' }],
  ])('stay in %s', async (_what, content, properties) => {
    expect(await client.ended(await client.ingest(content, { properties }))).toMatchObject({
      Status: 'Succeeded',
    })
    expect(await client.rows('T | project A, n = strlen(A)')).toEqual([{ A: 'a\u0000b', n: 3 }])
  })
})
