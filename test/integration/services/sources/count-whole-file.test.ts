import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Compression, DataFormat } from '../../../../electron/domain/data-format'
import { countWholeFile } from '../../../../electron/services/sources/count-records'
import { unpackGzip } from '../../../../electron/services/sources/unpacked-content'
import { avroFile } from '../../../support/avro-file'
import { zipArchive } from '../../../support/zip-archive'
import { parquetFile } from '../../../support/parquet-file'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let files = 0
async function count(
  content: Buffer | string,
  format: DataFormat,
  compression: Compression = 'none',
  options: { readonly ignoreFirstRecord?: boolean } = {},
): Promise<number | null> {
  const path = join(folder, String(files++))
  writeFileSync(path, content)
  return await countWholeFile(path, { format, compression, ...options })
}

const csv = 'a,b\n1,"x\ny"\n2,z\n'

test('text is counted including its header, packed or not', async () => {
  expect(await count(csv, 'csv')).toBe(3)
  expect(await count(gzipSync(csv), 'csv', 'gzip')).toBe(3)
  expect(await count(csv, 'csv', 'none', { ignoreFirstRecord: true })).toBe(2)
  expect(await count('[{"a":1},{"a":2}]', 'multijson')).toBe(2)
  expect(await count('', 'csv')).toBe(0)
})

test('all members of a gzip file are counted, with zeros or nothing after the last', async () => {
  const members = [gzipSync('a\nb\n'), gzipSync('c\nd')]
  expect(await count(Buffer.concat(members), 'txt', 'gzip')).toBe(4)
  expect(await count(Buffer.concat([...members, Buffer.alloc(600)]), 'txt', 'gzip')).toBe(4)
})

test('gzip is counted however large it is when unpacked', async () => {
  // Not so alike that it is taken for a bomb.
  const lines = Array.from({ length: 16_384 }, () => `${'x'.repeat(959)}${randomBytes(32).toString('hex')}\n`)
  const member = gzipSync(lines.join(''), { level: 1 })
  const file = Buffer.concat(Array.from({ length: 17 }, () => member))
  expect(await count(file, 'csv', 'gzip')).toBe(17 * 16_384)
})

test('zeros after gzip that come by themselves do not end it too early', async () => {
  const pieces = [...gzipSync('a\nb\n'), 0, 0, 0].map((byte) => Buffer.from([byte]))
  const unpacked: Buffer[] = []
  for await (const piece of unpackGzip(Readable.from(pieces))) unpacked.push(piece)
  expect(Buffer.concat(unpacked).toString()).toBe('a\nb\n')
})

test('every entry of a zip archive that is data is counted, stored or deflated, and nothing else', async () => {
  const archive = zipArchive([
    { name: 'data/', content: '' },
    { name: 'data/a.csv', content: csv },
    { name: '__MACOSX/data/._a.csv', content: 'Mac OS X\n\n\nATTR' },
    { name: 'data/b.csv', content: csv, stored: true },
    { name: 'data/.hidden.csv', content: csv },
  ])
  expect(await count(archive, 'csv', 'zip')).toBe(6)
  expect(await count(archive, 'csv', 'zip', { ignoreFirstRecord: true })).toBe(4)
  const readme = { name: 'readme.txt', content: 'about\nthis\n' }
  expect(await count(zipArchive([readme, { name: 'a.csv', content: csv }]), 'csv', 'zip')).toBeNull()
})

test('binary formats are counted by their own numbers, packed or not', async () => {
  const schema = { type: 'record', name: 'r', fields: [{ name: 'a', type: 'string' }] }
  const values = Array.from({ length: 20_000 }, (_, index) => ({ a: `value ${index}` }))
  const avro = await avroFile(schema, values)
  expect(await count(avro, 'avro')).toBe(20_000)
  expect(await count(gzipSync(avro), 'apacheavro', 'gzip')).toBe(20_000)
  expect(await count(zipArchive([{ name: 'a.avro', content: avro }]), 'avro', 'zip')).toBe(20_000)

  const parquet = await parquetFile(`SELECT i, 'text ' || i AS t FROM range(50000) r(i)`)
  expect(await count(parquet, 'parquet')).toBe(50_000)
  expect(await count(gzipSync(parquet), 'parquet', 'gzip')).toBe(50_000)
})

test('what is damaged is not known', async () => {
  const packed = gzipSync(csv.repeat(1000))
  expect(await count(packed.subarray(0, packed.length - 12), 'csv', 'gzip')).toBeNull()
  expect(await count(Buffer.concat([packed, Buffer.from('more')]), 'csv', 'gzip')).toBeNull()
  const archive = zipArchive([{ name: 'a.csv', content: csv.repeat(1000) }])
  expect(await count(archive.subarray(0, archive.length - 30), 'csv', 'zip')).toBeNull()
  archive.fill(0xff, 60, 90)
  expect(await count(archive, 'csv', 'zip')).toBeNull()
  expect(await count('a,"never closed\n', 'csv')).toBeNull()
  expect(await count('PAR1....PAR1', 'parquet')).toBeNull()
  expect(await countWholeFile(join(folder, 'missing'), { format: 'csv', compression: 'none' })).toBeNull()
})

test('a count ends when it is canceled', async () => {
  const path = join(folder, 'long.csv')
  writeFileSync(path, csv.repeat(100_000))
  const signal = AbortSignal.abort()
  await expect(countWholeFile(path, { format: 'csv', compression: 'none' }, signal)).rejects.toMatchObject({
    code: 'Canceled',
  })
})
