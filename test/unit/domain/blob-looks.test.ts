import { expect, test } from 'vitest'
import { chooseBlobs } from '../../../electron/domain/blob-choice'
import { agreed, beginsWithHeader, sampleOfBlobs, seenFor } from '../../../electron/domain/blob-looks'
import type { BlobLook, ListedBlob } from '../../../electron/domain/schema/listed-blob'

const listed = (path: string, format: ListedBlob['format'] = 'csv'): ListedBlob => ({
  handle: path,
  path,
  sizeBytes: 10,
  rawDataSizeBytes: null,
  format,
  compression: 'none',
  obstacle: null,
})

const look = (path: string, firstRecord: string[], format: ListedBlob['format'] = 'csv'): BlobLook => ({
  handle: path,
  found: { display: path, name: path, sizeBytes: 10, format, compression: 'none', firstRecord },
  problem: null,
})

test('a sample has the first, the last, each ending, and folders as far as it reaches', () => {
  const days = Array.from({ length: 300 }, (_, day) => listed(`day${day}/part.csv`))
  const blobs = [listed('a.csv'), listed('b.json.gz'), ...days, listed('z/c.tsv'), listed('z/d.csv')]
  const paths = sampleOfBlobs(blobs).map(({ path }) => path)
  expect(paths).toHaveLength(20)
  expect(new Set(paths).size).toBe(20)
  expect(paths).toEqual(expect.arrayContaining(['a.csv', 'b.json.gz', 'z/c.tsv', 'z/d.csv']))
  const numbers = paths.flatMap((path) => /^day(\d+)/.exec(path)?.[1] ?? []).map(Number)
  expect(Math.max(...numbers) - Math.min(...numbers)).toBeGreaterThan(200)
  expect(sampleOfBlobs(blobs.slice(0, 3)).map(({ path }) => path)).toEqual(
    blobs.slice(0, 3).map(({ path }) => path),
  )
  expect(sampleOfBlobs([])).toEqual([])
})

test('a blob is as those of its folder, else of its ending; those that differ tell nothing', () => {
  const columns = [{ name: 'Id' }, { name: 'Name' }]
  const blobs = ['x/1.csv', 'x/2.csv', 'y/1.csv', 'y/2.csv', 'z/1.csv', 'w/1.txt'].map((path) => listed(path))
  const looks = [look('x/1.csv', ['id', 'name']), look('y/1.csv', ['1', 'a'])]
  const seen = seenFor(blobs, looks)
  const headers = blobs.map((blob) => agreed(seen(blob), (one) => beginsWithHeader(one, columns)))
  expect(headers).toEqual([true, true, false, false, undefined, undefined])
})

test('content tells a format better than names; what cannot be read is left out, what may be later is not', () => {
  const blobs = [listed('a.csv'), listed('b.csv'), listed('part-0', null), listed('c.csv'), listed('d.csv')]
  const refused = { code: 'EncodingNotSupported', message: 'UTF-16', retryable: false } as const
  const unreachable = { code: 'BlobUnreachable', message: 'No answer', retryable: true } as const
  const looks = [
    look('a.csv', [], 'scsv'),
    look('part-0', [], 'json'),
    { handle: 'c.csv', found: null, problem: refused },
    { handle: 'd.csv', found: null, problem: unreachable },
  ]
  const chosen = chooseBlobs(blobs, 'https://x/', {
    include: [],
    exclude: [],
    format: null,
    creationTime: null,
    looks,
  })
  expect(chosen.map(({ format, leftOut }) => [format, leftOut])).toEqual([
    ['scsv', null],
    ['scsv', null],
    ['json', null],
    ['csv', 'unreadable'],
    ['csv', null],
  ])
})
