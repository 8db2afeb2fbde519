import { gzipSync } from 'node:zlib'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countBlobRecords } from '../../../../../electron/services/jobs/count/blob-records'
import { avroFile } from '../../../../support/avro-file'
import { csvWithHeader } from '../jobs-under-test'
import { parquetFile } from '../../../../support/parquet-file'
import { zipArchive } from '../../../../support/zip-archive'

const blobs = new Map<string, Buffer>([
  ['/plain.csv', Buffer.from(csvWithHeader(5000))],
  ['/packed.csv.gz', gzipSync(csvWithHeader(5000))],
  ['/named-otherwise.csv', gzipSync(csvWithHeader(5000))],
  ['/array.json', Buffer.from('[{"a":1},{"a":2}]')],
  ['/damaged.csv.gz', gzipSync(csvWithHeader(5000)).subarray(0, 500)],
])
let server: Server
let origin: string
let bytesOfRanges = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = blobs.get(new URL(request.url ?? '', 'http://x').pathname)
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
    if (body === undefined || range === null) {
      response.writeHead(body === undefined ? 404 : 200, { 'content-length': body?.length ?? 0 }).end(body)
      return
    }
    const from = range[1] === '' ? body.length - Number(range[2]) : Number(range[1])
    const bytes = body.subarray(from, range[1] === '' ? undefined : Number(range[2]) + 1)
    bytesOfRanges += bytes.length
    response.writeHead(206, { 'content-range': `bytes ${from}-${from + bytes.length - 1}/${body.length}` })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const count = (path: string, compression: 'none' | 'gzip'): Promise<number | null> =>
  countBlobRecords(`${origin}${path}?sig=s`, { format: 'csv', compression }, new AbortController().signal)

test('the records of a readable text blob are counted, packed or not', async () => {
  expect(await count('/plain.csv', 'none')).toBe(5001)
  expect(await count('/packed.csv.gz', 'gzip')).toBe(5001)
})

test('a blob that is packed otherwise than named is refused by the service: its records stay unknown', async () => {
  expect(await count('/named-otherwise.csv', 'none')).toBeNull()
  expect(await count('/plain.csv', 'gzip')).toBeNull()
})

test('a header is no record, and each file in a zip archive has its own', async () => {
  const text = csvWithHeader(5000)
  const files = [
    { name: 'one.csv', content: text },
    { name: 'two.csv', content: text, stored: true },
    { name: 'two.json', content: '{}' },
  ]
  blobs.set('/rows.zip', zipArchive(files))
  const { signal } = new AbortController()
  const of = (path: string, compression: 'none' | 'zip', zipPattern?: string): Promise<number | null> =>
    countBlobRecords(
      `${origin}${path}`,
      { format: 'csv', compression, ignoreFirstRecord: true, zipPattern },
      signal,
    )
  expect(await of('/plain.csv', 'none')).toBe(5000)
  expect(await of('/rows.zip', 'zip', '\\.csv$')).toBe(10_000)
  expect(await of('/rows.zip', 'zip')).toBeNull()
})

test('JSON arrays and Avro are counted as they come', async () => {
  const schema = { type: 'record', name: 'r', fields: [{ name: 'a', type: 'string' }] }
  blobs.set('/rows.avro', await avroFile(schema, [{ a: 'one' }, { a: 'two' }, { a: 'three' }]))
  const { signal } = new AbortController()
  const of = (path: string, format: 'multijson' | 'avro'): Promise<number | null> =>
    countBlobRecords(`${origin}${path}`, { format, compression: 'none' }, signal)
  expect(await of('/array.json', 'multijson')).toBe(2)
  expect(await of('/rows.avro', 'avro')).toBe(3)
})

test('of a Parquet blob only the footer is read', async () => {
  bytesOfRanges = 0
  const content = await parquetFile(`SELECT i, 'text ' || i AS t FROM range(100000) r(i)`)
  blobs.set('/rows.parquet', content)
  const source = { format: 'parquet', compression: 'none' } as const
  expect(await countBlobRecords(`${origin}/rows.parquet`, source, new AbortController().signal)).toBe(100_000)
  expect(bytesOfRanges).toBeGreaterThan(0)
  expect(bytesOfRanges).toBeLessThan(content.length / 10)
})

test('what cannot be read to its end is not known', async () => {
  expect(await count('/damaged.csv.gz', 'gzip')).toBeNull()
  expect(await count('/missing.csv', 'none')).toBeNull()
  expect(
    await countBlobRecords(
      `${origin}/plain.csv;impersonate`,
      { format: 'csv', compression: 'none' },
      new AbortController().signal,
    ),
  ).toBeNull()
})
