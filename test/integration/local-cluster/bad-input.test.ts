import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient, type PostOptions } from '../../support/cluster-client'

let cluster: LocalCluster
let client: ClusterClient

beforeAll(async () => {
  cluster = await startLocalCluster({ allowLocalBlobs: true })
  client = new ClusterClient(cluster)
  await client.rows('.create table T (N: int, S: string)')
})

afterAll(async () => {
  await cluster.close()
})

describe('a blob that cannot be ingested', () => {
  const cases: [string, string | Buffer, PostOptions, string, RegExp][] = [
    [
      'has records of uneven length',
      '1,a\n2,b\n3,c,d\n',
      {},
      'Stream_WrongNumberOfFields',
      /Record 3 \(line 3\) has 3 fields/,
    ],
    [
      'has a short record behind a field of two lines',
      '1,"a\nb"\n2\n',
      {},
      'Stream_WrongNumberOfFields',
      /Record 2 \(line 3\) has 1/,
    ],
    ['has a quote that is not closed', '1,a\n2,"b\n3,c\n', {}, 'Stream_ClosingQuoteMissing', /Record 2/],
    ['is empty', '', {}, 'BadRequest_EmptyBlob', /empty/],
    [
      'has only a header',
      'N,S\n',
      { properties: { ignoreFirstRecord: true } },
      'BadRequest_NoRecordsOrWrongFormat',
      /no records/,
    ],
    [
      'is not JSON',
      'a,b\n',
      { properties: { format: 'json' } },
      'BadRequest_NoRecordsOrWrongFormat',
      /no records/,
    ],
    [
      'is broken JSON',
      '[{"N": 1}, {"N": ',
      { properties: { format: 'multijson' } },
      'BadRequest_InvalidBlob',
      /Record 2 \(line 1, column 18\) is not valid JSON: the text ends/,
    ],
    [
      'has a number in JSON that is none',
      '[{"N": 1},\n {"N": NaN}]',
      { properties: { format: 'multijson' } },
      'BadRequest_InvalidBlob',
      /Record 2 \(line 2, column 2\) is not valid JSON: it has NaN or Infinity/,
    ],
    [
      'has an object with a comma too many',
      '[{"N": 1, "S": "a,}"},{"N": 2,}]',
      { properties: { format: 'multijson' } },
      'BadRequest_InvalidBlob',
      /Record 2 \(line 1, column 23\) is not valid JSON/,
    ],
    [
      'is not Parquet',
      'PAR1 nonsense',
      { properties: { format: 'parquet' } },
      'BadRequest_InvalidBlob',
      /parquet/,
    ],
    ['is UTF-16', Buffer.from('\ufeff1,a\n', 'utf16le'), {}, 'BadRequest_InvalidBlob', /UTF-16/],
    ['is not UTF-8', Buffer.from([0x31, 0x2c, 0xff, 0xfe, 0x0a]), {}, 'BadRequest_InvalidBlob', /UTF-8/],
    [
      'is gzip that was cut',
      gzipSync('1,a\n'.repeat(10_000)).subarray(0, 60),
      {},
      'BadRequest_InvalidArchive',
      /unpacked/,
    ],
    [
      'is of a format that is not read',
      'x',
      { properties: { format: 'orc' } },
      'BadRequest_FormatNotSupported',
      /orc/,
    ],
    ['is for a table that is not there', '1,a\n', { table: 'Nope' }, 'BadRequest_TableNotExist', /Nope/],
    [
      'is for a database that is not there',
      '1,a\n',
      { database: 'Nope' },
      'BadRequest_DatabaseNotExist',
      /Nope/,
    ],
    [
      'names a mapping that is not there',
      '1,a\n',
      { properties: { ingestionMappingReference: 'M' } },
      'BadRequest_MappingReferenceWasNotFound',
      /M/,
    ],
    [
      'comes with a broken mapping',
      '1,a\n',
      { properties: { ingestionMapping: '{' } },
      'BadRequest_InvalidMapping',
      /JSON/,
    ],
    [
      'comes with broken tags',
      '1,a\n',
      { properties: { tags: 'plain' } },
      'BadRequest_MalformedIngestionProperty',
      /tags/,
    ],
  ]

  it.each(cases)('because it %s', async (_what, content, options, code, details) => {
    const rows = await client.count('T')
    const id = await client.ingest(content, options)
    const end = await client.ended(id)
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(end.Details).toMatch(details)
    expect(await client.count('T')).toBe(rows)
    const failures = await client.rows(`.show ingestion failures | where IngestionSourceId == '${id}'`)
    expect(failures).toMatchObject([{ ErrorCode: code, ShouldRetry: false }])
  })

  it('fails alone: the others of its batch land', async () => {
    await client.rows('.clear table T data')
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 3}'`)
    const properties = { tags: '["drop-by:together"]' }
    const contents = ['1,a\n', '2,b\n3\n', '4,d\n']
    const blobs = await Promise.all(contents.map((content) => client.upload(content)))
    const ids: string[] = []
    for (const blob of blobs) ids.push(await client.post(blob, { flushImmediately: false, properties }))
    const ends = await Promise.all(ids.map((id) => client.ended(id)))
    expect(ends.map(({ Status }) => Status)).toEqual(['Succeeded', 'Failed', 'Succeeded'])
    expect(await client.rows('T | order by N asc | project N')).toEqual([{ N: 1 }, { N: 4 }])
    expect(
      await client.rows('.show table T extents where tags has "drop-by:together" | project RowCount'),
    ).toEqual([{ RowCount: 2 }])
  })
})

describe('a blob URI', () => {
  let server: Server
  let base = ''

  beforeAll(async () => {
    server = createServer((request, response) => {
      const status = Number(request.url?.slice(1, 4))
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {})
      response.end(status === 200 ? '7,seven\n' : '')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    server.close()
  })

  it('is read over http on loopback', async () => {
    const end = await client.ended(await client.post(`${base}/200/file.csv?sig=secret`))
    expect(end).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows('T | where N == 7')).toEqual([{ N: 7, S: 'seven' }])
  })

  it.each([
    ['403', 'Download_Forbidden'],
    ['404', 'Download_SourceNotFound'],
    ['302', 'Download_BadRequest'],
  ])('that is answered with %s fails with %s', async (status, code) => {
    const end = await client.ended(await client.post(`${base}/${status}/file.csv?sig=secret`))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(JSON.stringify(end)).not.toContain('secret')
  })

  it.each([
    ['not a uri', 'BadRequest_InvalidBlobUri'],
    ['http://example.com/c/file.csv?sig=secret', 'BadRequest_InvalidBlobUri'],
    ['file:///etc/passwd', 'BadRequest_InvalidBlobUri'],
    ['https://account.blob.core.windows.net/c/file.csv;managed_identity=system', 'BadRequest_NotSupported'],
  ])('%s fails with %s', async (uri, code) => {
    const end = await client.ended(await client.post(uri))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: code })
    expect(JSON.stringify(end)).not.toContain('secret')
  })

  it('with a SAS that is not for reading is forbidden by storage', async () => {
    const uri = new URL(await client.upload('1,a\n'))
    uri.searchParams.set('sig', 'AAAA')
    const end = await client.ended(await client.post(uri.href))
    expect(end).toMatchObject({ Status: 'Failed', ErrorCode: 'Download_Forbidden' })
  })
})

describe('a blob server that never answers', () => {
  it('holds up neither other ingestions nor the end of the cluster', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const own = await startLocalCluster({ allowLocalBlobs: true })
    const other = new ClusterClient(own)
    await other.rows('.create table T (N: int)')
    const uri = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/file.csv`
    for (const rawDataSize of [null, 10, 10]) await other.post(uri, { rawDataSize })
    expect(await other.ended(await other.ingest('1\n'))).toMatchObject({ Status: 'Succeeded' })
    const stop = own.close()
    const patience = new Promise((resolve) => setTimeout(resolve, 10_000, 'too late'))
    expect(await Promise.race([stop, patience])).toBeUndefined()
    silent.closeAllConnections()
    silent.close()
  })
})

it('drops a message that is not one, and goes on', async () => {
  await client.postText('!!! not base64 json !!!')
  await client.postText(Buffer.from('{"BlobPath": "x"}').toString('base64'))
  expect(await client.ended(await client.ingest('9,z\n'))).toMatchObject({ Status: 'Succeeded' })
})
