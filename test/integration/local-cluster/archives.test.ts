import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StatusEntity } from '../../support/cluster-client'
import { sharedCluster } from '../../support/shared-cluster'
import { zipArchive, type ZipFile } from '../../support/zip-archive'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (A: string, B: string)')
})

const ingest = async (content: Buffer, properties: Record<string, unknown> = {}): Promise<StatusEntity> =>
  client.ended(await client.ingest(content, { properties }))

const data = (name: string, stored = false): ZipFile => ({ name, content: 'a,b\nc,d\n', stored })

describe('a zip archive', () => {
  it.each<[string, readonly ZipFile[], number]>([
    ['a folder first', [{ name: 'd/', content: '', stored: true }, data('d/a.csv')], 2],
    ['an entry that is not packed', [data('a.csv', true)], 2],
    [
      'an entry that is not packed and is longer than one block',
      [{ name: 'a.csv', content: 'a,b\n'.repeat(50_000), stored: true }],
      50_000,
    ],
    ['both kinds of entries', [data('a.csv', true), data('b.csv')], 4],
    [
      'what macOS leaves',
      [data('a.csv'), { name: '__MACOSX/._a.csv', content: '\u0000\u0005\u0016\u0007' }],
      2,
    ],
    [
      'hidden files and what Windows leaves',
      [{ name: '.a.csv', content: 'x,y\n' }, data('a.csv'), { name: 'Thumbs.db', content: 'x' }],
      2,
    ],
  ])('with %s gives the records of its data', async (_what, files, rows) => {
    expect(await ingest(zipArchive(files))).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(rows)
  })

  it('with a readme beside its data is refused with the names, and taken with a pattern', async () => {
    const archive = zipArchive([{ name: 'readme.txt', content: 'hello' }, data('a.csv')])
    expect(await ingest(archive)).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'BadRequest_InvalidArchive',
      FailureStatus: 'Permanent',
      Details:
        'The archive has files of different kinds: “readme.txt”, “a.csv”. Name those to ingest with the ingestion property zipPattern, for example “\\.csv$”.',
    })
    expect(await client.count('T')).toBe(0)
    expect(await ingest(archive, { zipPattern: '\\.csv$' })).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(2)
  })

  it('with files without records takes the others, and fails if none has any', async () => {
    const empty: ZipFile[] = [
      { name: 'empty.csv', content: '' },
      { name: 'lines.csv', content: '\n\n' },
      { name: 'header.csv', content: 'A,B\n' },
    ]
    const properties = { ignoreFirstRecord: true }
    expect(await ingest(zipArchive([...empty, data('a.csv')]), properties)).toMatchObject({
      Status: 'Succeeded',
    })
    expect(await client.count('T')).toBe(1)
    expect(await ingest(zipArchive(empty), properties)).toMatchObject({
      Status: 'Failed',
      FailureStatus: 'Permanent',
    })
    expect(await client.count('T')).toBe(1)
  })

  it('with nothing but folders and hidden files says so', async () => {
    const archive = zipArchive([{ name: 'd/', content: '', stored: true }, data('d/.a.csv')])
    expect(await ingest(archive)).toMatchObject({
      ErrorCode: 'BadRequest_EmptyArchive',
      Details: 'The archive has no file to read: “d/” is a folder, “d/.a.csv” is a hidden file.',
    })
  })

  it('names the file with a bad record, and lands nothing', async () => {
    const archive = zipArchive([data('a.csv'), { name: 'b.csv', content: 'a,b\nc\n' }])
    expect(await ingest(archive)).toMatchObject({
      ErrorCode: 'Stream_WrongNumberOfFields',
      Details: 'File “b.csv” of the archive: Record 2 (line 2) has 1 field where the first has 2.',
    })
    expect(await client.count('T')).toBe(0)
  })

  it.each<[string, Buffer, RegExp]>([
    [
      'a file whose bytes are not those that were packed',
      flipped(zipArchive([data('a.csv', true)]), Buffer.from('c,d')),
      /File “a\.csv” of the archive: The compressed blob cannot be unpacked: it is damaged/,
    ],
    [
      'a file that is compressed once more',
      zipArchive([{ name: 'a.csv', content: gzipSync('a,b\n') }]),
      /File “a\.csv” of the archive: The blob is compressed once more \(gzip\), not csv/,
    ],
    ['a method that is not known', methodOf(zipArchive([data('a.csv')]), 12), /compressed with method 12/],
  ])('with %s is refused', async (_what, archive, details) => {
    const end = await ingest(archive)
    expect(end).toMatchObject({ Status: 'Failed', FailureStatus: 'Permanent' })
    expect(end.Details).toMatch(details)
    expect(await client.count('T')).toBe(0)
  })

  it('is not held up by a pattern on which other engines would backtrack forever', async () => {
    const archive = zipArchive([data(`${'a'.repeat(40)}!.csv`)])
    const startedAt = Date.now()
    expect(await ingest(archive, { zipPattern: '^(a+)+$' })).toMatchObject({
      ErrorCode: 'BadRequest_EmptyArchive',
    })
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })

  it('with a pattern that RE2 does not know is told why', async () => {
    expect(await ingest(zipArchive([data('a.csv')]), { zipPattern: '(?=a)' })).toMatchObject({
      ErrorCode: 'BadRequest_MalformedIngestionProperty',
      Details: 'The ingestion property zipPattern is not a regular expression: invalid perl operator: (?=.',
    })
  })
})

describe('what unpacks to far more than its size', () => {
  const rows = Buffer.alloc(120 * 1_048_576, 'a,b\n')

  it.each([
    ['a gzip blob', () => gzipSync(rows, { level: 1 })],
    ['a file in an archive', () => zipArchive([{ name: 'a.csv', content: rows }])],
    ['files of an archive', () => zipArchive([claim('a.csv'), claim('b.csv')])],
  ])('is refused before it fills the disk: %s', async (_what, content) => {
    expect(await ingest(content())).toMatchObject({
      ErrorCode: 'BadRequest_FileTooLarge',
      FailureStatus: 'Permanent',
      Details: expect.stringContaining('100 times') as unknown,
    })
  })

  it('is refused by its directory if that lists too many files', async () => {
    const files = Array.from({ length: 20_000 }, (_value, index) => data(`${index}.csv`, true))
    expect(await ingest(zipArchive(files))).toMatchObject({
      ErrorCode: 'BadRequest_InvalidArchive',
      Details: 'The zip archive cannot be read: it has 20000 files, but at most 10000 are allowed.',
    })
  })

  /** Says that it holds more than it does. */
  function claim(name: string): ZipFile {
    return { name, content: 'a,b\n', size: 60 * 1_048_576 }
  }
})

describe('a gzip blob', () => {
  it.each([
    ['zeros after its end, as tapes have them', Buffer.alloc(700), 'Succeeded'],
    ['another member', gzipSync('e,f\n'), 'Succeeded'],
    ['other bytes after its end', Buffer.from('\u0000\u0000 more'), 'Failed'],
    ['a member whose first byte is damaged', damaged(gzipSync('e,f\n')), 'Failed'],
  ])('with %s: %s', async (_what, tail, status) => {
    const end = await ingest(Buffer.concat([gzipSync('a,b\nc,d\n'), tail]))
    expect(end.Status).toBe(status)
    if (status === 'Failed')
      expect(end).toMatchObject({ ErrorCode: 'BadRequest_InvalidArchive', FailureStatus: 'Permanent' })
  })
})

function damaged(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x1e), bytes.subarray(1)])
}

function flipped(archive: Buffer, place: Buffer): Buffer {
  const copy = Buffer.from(archive)
  copy.writeUInt8(0x78, copy.indexOf(place))
  return copy
}

/** Changes the compression method in the directory's entry for the archive's first file. */
function methodOf(archive: Buffer, method: number): Buffer {
  const copy = Buffer.from(archive)
  copy.writeUInt16LE(method, copy.indexOf('PK\u0001\u0002') + 10)
  return copy
}
