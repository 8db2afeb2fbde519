import { gzipSync } from 'node:zlib'
import { avroFile } from '../../support/avro-file'
import { parquetFile } from '../../support/parquet-file'
import { zipArchive } from '../../support/zip-archive'
import { cutOff, filesOf, flipped, records, type HostileFile } from './hostile-file'

const good = Buffer.from(records(5))

/** Gzip and zip: bombs of a bounded size, damaged, nested, with other names. */
export function packedFiles(random: () => number): HostileFile[] {
  const packed = gzipSync(Buffer.from(records(2000)))
  const archive = zipArchive([{ name: 'a.csv', content: Buffer.from(records(2000)) }])
  const bomb = Buffer.from('1,x,1.5,2024-01-01,true\n'.repeat(400_000))
  const damaged = (content: Buffer, extension: string): (readonly [string, Buffer])[] => [
    ...[0.1, 0.5, 0.9, 0.999].map((share) => [extension, cutOff(content, share)] as const),
    ...[1, 2, 5, 20].map((times) => [extension, flipped(content, random, times)] as const),
    [extension, Buffer.concat([content, Buffer.from('trailing')])],
  ]
  return filesOf('packed', [
    ...damaged(packed, 'csv.gz'),
    ...damaged(archive, 'zip'),
    ['csv.gz', gzipSync(bomb)],
    ['csv.gz', gzipSync(Buffer.alloc(30_000_000))],
    ['zip', zipArchive([{ name: 'a.csv', content: bomb }])],
    ['zip', zipArchive([{ name: 'a.csv', content: Buffer.alloc(30_000_000) }])],
    ['csv.gz', gzipSync(gzipSync(good))],
    ['csv.gz', Buffer.concat([gzipSync(good), gzipSync(good)])],
    ['csv.gz', gzipSync(Buffer.alloc(0))],
    ['csv.gz', good],
    ['csv', gzipSync(good)],
    ['csv', zipArchive([{ name: 'a.csv', content: good }])],
    ['gz', gzipSync(good)],
    ['zip', zipArchive([])],
    ['zip', zipArchive([{ name: 'a.zip', content: archive }])],
    ['zip', zipArchive([{ name: '../../a.csv', content: good }])],
    [
      'zip',
      zipArchive([
        { name: 'a.csv', content: good },
        { name: 'b.json', content: '{"a":1}\n' },
      ]),
    ],
    [
      'zip',
      zipArchive([
        { name: 'd/', content: '' },
        { name: 'd/a.csv', content: good, stored: true },
      ]),
    ],
    ['zip', zipArchive([{ name: 'a.csv', content: good, size: 5 }])],
    ['zip', zipArchive([{ name: 'a.csv', content: good, size: 4_000_000_000 }])],
  ])
}

/** Parquet, Avro and ORC, damaged; and other binary files under the names of data. */
export async function binaryFiles(random: () => number): Promise<HostileFile[]> {
  const parquet = await parquetFile(
    `SELECT i AS a, 'n' || i AS b, i * 1.5::DOUBLE AS c, TIMESTAMP '2024-01-01' AS d, true AS e FROM range(500) t(i)`,
  )
  const schema = {
    type: 'record',
    name: 'r',
    fields: [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ],
  }
  const rows = Array.from({ length: 200 }, (_, index) => ({ a: index, b: `n${index}` }))
  const avro = await avroFile(schema, rows)
  const damaged = (content: Buffer, extension: string): (readonly [string, Buffer])[] => [
    [extension, content],
    ...[0.01, 0.3, 0.7, 0.98].map((share) => [extension, cutOff(content, share)] as const),
    ...Array.from({ length: 9 }, (_, index) => [extension, flipped(content, random, 1 + index * 3)] as const),
    [extension, Buffer.concat([content, Buffer.from('trailing')])],
    [extension, content.subarray(4)],
  ]
  const junk = Buffer.from(Array.from({ length: 3000 }, () => Math.floor(random() * 256)))
  return filesOf('binary', [
    ...damaged(parquet, 'parquet'),
    ...damaged(avro, 'avro'),
    ['csv', parquet],
    ['parquet', avro],
    ['orc', Buffer.concat([Buffer.from('ORC'), junk])],
    ['parquet', Buffer.concat([Buffer.from('PAR1'), junk, Buffer.from('PAR1')])],
    ['avro', Buffer.concat([Buffer.from('Obj\u0001', 'latin1'), junk])],
    ['csv', Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), junk])],
    ['csv', Buffer.concat([Buffer.from('%PDF-1.7\n'), junk])],
    ['csv', Buffer.concat([Buffer.from('MZ'), junk])],
    ['csv', junk],
    ['json', junk],
    ['txt', junk],
  ])
}
