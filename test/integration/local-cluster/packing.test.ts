import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parquetFile } from '../../support/parquet-file'
import type { StatusEntity } from '../../support/cluster-client'
import { sharedCluster } from '../../support/shared-cluster'
import { zipArchive } from '../../support/zip-archive'

const { client } = await sharedCluster()
await client.rows('.create table T (A: string, B: string)')

const text = Buffer.from('a,b\nc,d\n')

async function ingest(name: string, content: Buffer, format = 'csv'): Promise<StatusEntity> {
  return client.ended(await client.post(await client.upload(content, name), { properties: { format } }))
}

describe('how a blob is packed is told by its name, as the service does it', () => {
  it.each([
    ['gzip named so', 'p1.csv.gz', gzipSync(text)],
    ['gzip named so in capitals', 'p2.CSV.GZ', gzipSync(text)],
    ['zip named so', 'p3.csv.zip', zipArchive([{ name: 'a.csv', content: text.toString() }])],
    ['plain text', 'p4.csv', text],
  ])('%s lands', async (_what, name, content) => {
    const before = await client.count('T')
    expect(await ingest(name, content)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(before + 2)
  })

  it.each([
    ['plain text named gzip', 'q1.csv.gz', text, 'BadRequest_InvalidArchive', /named \.gz and is not packed/],
    [
      'plain text named zip',
      'q2.csv.zip',
      text,
      'BadRequest_InvalidArchive',
      /named \.zip and is not packed/,
    ],
    ['gzip named as text', 'q3.csv', gzipSync(text), 'BadRequest_InvalidBlob', /does not end in \.gz/],
    [
      'zip named as text',
      'q4.csv',
      zipArchive([{ name: 'a.csv', content: text.toString() }]),
      'BadRequest_InvalidBlob',
      /does not end in \.zip/,
    ],
    [
      'zip named gzip',
      'q5.csv.gz',
      zipArchive([{ name: 'a.csv', content: text.toString() }]),
      'BadRequest_InvalidBlob',
      /packed with zip/,
    ],
  ])('%s is refused for good, and nothing lands', async (_what, name, content, code, details) => {
    const before = await client.count('T')
    const status = await ingest(name, content)
    expect(status).toMatchObject({ Status: 'Failed', ErrorCode: code, FailureStatus: 'Permanent' })
    expect(status.Details).toMatch(details)
    expect(await client.count('T')).toBe(before)
  })

  it('Parquet that an SDK has named .gz lands: the official ones do so', async () => {
    const before = await client.count('T')
    const content = await parquetFile("SELECT 'a' AS A, 'b' AS B")
    expect(await ingest('r1.parquet.gz', content, 'parquet')).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(before + 1)
  })
})
