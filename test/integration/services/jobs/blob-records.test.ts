import { gzipSync } from 'node:zlib'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countBlobRecords } from '../../../../electron/services/jobs/blob-records'
import { csvWithHeader } from './jobs-under-test'

const blobs = new Map<string, Buffer>([
  ['/plain.csv', Buffer.from(csvWithHeader(5000))],
  ['/packed.csv.gz', gzipSync(csvWithHeader(5000))],
  ['/damaged.csv.gz', gzipSync(csvWithHeader(5000)).subarray(0, 500)],
])
let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = blobs.get(new URL(request.url ?? '', 'http://x').pathname)
    response.writeHead(body === undefined ? 404 : 200, { 'content-length': body?.length ?? 0 }).end(body)
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
