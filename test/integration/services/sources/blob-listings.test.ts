import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blobTotals, chooseBlobs } from '../../../../electron/domain/blob-choice'
import { parseCreationTimePattern } from '../../../../electron/domain/creation-time-pattern'
import type { ListedBlob } from '../../../../electron/domain/schema/listed-blob'
import { BlobListings } from '../../../../electron/services/sources/listing/blob-listings'
import { startUserStorage, type StorageContainer, type UserStorage } from '../../../support/storage-container'

const { signal } = new AbortController()
let storage: UserStorage
let container: StorageContainer
let many: StorageContainer

beforeAll(async () => {
  storage = await startUserStorage()
  container = await storage.makeContainer('landing')
  await container.upload('2024/01/05/storms one.csv', 'a\n')
  await container.upload('2024/01/06/storms.csv.gz', 'packed', { rawSizeBytes: '4000' })
  await container.upload('2024/01/06/_SUCCESS', 'x')
  await container.upload('2024/01/07/empty.csv', '')
  await container.upload('2024/01/07/part', 'a\n')
  await container.upload('2024/02', '', { hdi_isfolder: 'true' })
  await container.upload('2025/01/01/storms.csv', 'abc\n')
  many = await storage.makeContainer('many')
  await many.uploadAll(Array.from({ length: 5001 }, (_, index) => [`${index}.csv`, `${index}\n`] as const))
}, 120_000)

afterAll(async () => {
  await storage.close()
})

/** All blobs of a list, and how many answers it took. */
async function listAll(
  uri: string,
  prefix = '',
): Promise<{ blobs: ListedBlob[]; display: string; pages: number }> {
  const listings = new BlobListings()
  let page = await listings.open(uri, prefix, signal)
  const blobs = [...page.blobs]
  let pages = 1
  while (!page.isComplete) {
    page = await listings.more(page.listing, signal)
    blobs.push(...page.blobs)
    pages += 1
  }
  return { blobs, display: page.display, pages }
}

test('5,001 blobs come in two answers, each once', async () => {
  const { blobs, pages } = await listAll(`${many.uri}?${many.sas()}`)
  expect(pages).toBe(2)
  expect(new Set(blobs.map(({ path }) => path)).size).toBe(5001)
  expect(new Set(blobs.map(({ handle }) => handle)).size).toBe(5001)
  expect(
    blobTotals(chooseBlobs(blobs, '', { include: [], exclude: [], format: null, creationTime: null })),
  ).toEqual({
    blobs: 5001,
    bytes: blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    leftOut: new Map(),
  })
})

test('a container is listed with what cannot be ingested, and why', async () => {
  const { blobs, display } = await listAll(`${container.uri}?${container.sas()}`)
  expect(display).toBe(`${container.uri}/`)
  expect(
    blobs.map(({ path, sizeBytes, rawDataSizeBytes, format, compression, obstacle }) => [
      path,
      sizeBytes,
      rawDataSizeBytes,
      format,
      compression,
      obstacle,
    ]),
  ).toEqual([
    ['2024/01/05/storms one.csv', 2, 2, 'csv', 'none', null],
    ['2024/01/06/_SUCCESS', 1, null, null, 'none', 'hidden'],
    ['2024/01/06/storms.csv.gz', 6, 4000, 'csv', 'gzip', null],
    ['2024/01/07/empty.csv', 0, 0, 'csv', 'none', 'empty'],
    ['2024/01/07/part', 2, null, null, 'none', null],
    ['2024/02', 0, null, null, 'none', 'folder'],
    ['2025/01/01/storms.csv', 4, 4, 'csv', 'none', null],
  ])
})

describe('a folder', () => {
  test.each([
    ['a slash at its end', '/2024/01/06/', ''],
    ['no slash', '/2024/01/06', ''],
    ['a prefix', '', '2024/01/06/'],
    ['a folder and a prefix', '/2024/', '01/06'],
  ])('is named with %s', async (_, path, prefix) => {
    const { blobs } = await listAll(`${container.uri}${path}?${container.sas()}`, prefix)
    expect(blobs.map((blob) => blob.path.split('/').at(-1))).toEqual(['_SUCCESS', 'storms.csv.gz'])
  })

  test('that is not there may be a blob, and is told as missing', async () => {
    await expect(listAll(`${container.uri}/2023?${container.sas()}`)).rejects.toMatchObject({
      code: 'BlobNotFound',
    })
    await expect(listAll(`${container.uri}/2023/?${container.sas()}`)).resolves.toMatchObject({ blobs: [] })
  })

  test('is listed with the key of the account', async () => {
    const { blobs } = await listAll(`${container.uri}/2025/;${container.accountKey}`)
    expect(blobs.map(({ path }) => path)).toEqual(['01/01/storms.csv'])
  })
})

test('patterns, dates and a limit decide what is taken', async () => {
  const { blobs, display } = await listAll(`${container.uri}?${container.sas()}`)
  const wishes = {
    include: ['*.csv', '*.gz'],
    exclude: ['2025/**'],
    format: null,
    creationTime: parseCreationTimePattern("'landing/'yyyy/MM/dd"),
  }
  const chosen = chooseBlobs(blobs, display, wishes)
  expect(chosen.map(({ leftOut, creationTime }) => leftOut ?? creationTime)).toEqual([
    '2024-01-05T00:00:00.000Z',
    'pattern',
    '2024-01-06T00:00:00.000Z',
    'empty',
    'pattern',
    'folder',
    'pattern',
  ])
  expect(blobTotals(chooseBlobs(blobs, display, { ...wishes, limit: 1 })).leftOut.get('limit')).toBe(1)
})

test('a handle stands for the URI with its secret, until the list is forgotten', async () => {
  const listings = new BlobListings()
  const sas = container.sas()
  const page = await listings.open(`${container.uri}/2024/?${sas}`, '', signal)
  expect(inspect(page, { depth: 5 })).not.toContain(sas)
  const handle = page.blobs[0]?.handle ?? ''
  expect(listings.addressOf(handle)).toMatchObject({
    uri: `${container.uri}/2024/01/05/storms%20one.csv?${sas}`,
    display: `${container.uri}/2024/01/05/storms%20one.csv`,
    path: '2024/01/05/storms one.csv',
  })
  listings.forget(page.listing)
  expect(() => listings.addressOf(handle)).toThrow(expect.objectContaining({ code: 'RequestInvalid' }))
})

describe('what storage refuses is told without the secret', () => {
  test.each([
    [
      'a SAS that may not list',
      () => `${container.uri}?${container.sas('r')}`,
      'BlobForbidden',
      'list permission',
    ],
    ['no SAS', () => container.uri, 'SasNeeded', 'list permission'],
    ['a container that is not there', () => `${container.uri}x?${container.sas()}`, 'BlobForbidden', 'SAS'],
    ['a managed identity', () => `${container.uri}/;managed_identity=system`, 'SasNeeded', 'a SAS'],
    ['a wrong key', () => `${container.uri}/;c2VjcmV0`, 'BlobForbidden', 'SAS'],
    ['nobody there', () => 'http://127.0.0.1:1/account/landing?sig=c2VjcmV0', 'BlobUnreachable', ''],
  ])('%s', async (_, uri, code, words) => {
    const error: unknown = await listAll(uri()).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code, nextStep: expect.stringContaining(words) as string })
    const secret = uri().split(/[?;]/)[1] ?? 'nothing secret'
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(
      secret.replace('managed_identity=system', '—'),
    )
  })
})

test('a list is stopped', async () => {
  const stop = new AbortController()
  const listing = new BlobListings().open(`${many.uri}?${many.sas()}`, '', stop.signal)
  stop.abort()
  await expect(listing).rejects.toMatchObject({ code: 'Canceled' })
})
