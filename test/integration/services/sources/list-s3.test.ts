import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ListedBlob } from '../../../../electron/domain/schema/listed-blob'
import { BlobListings } from '../../../../electron/services/sources/listing/blob-listings'
import { startS3Server, type S3Server } from '../../../support/s3-server'

const { signal } = new AbortController()
let server: S3Server

beforeAll(async () => {
  server = await startS3Server(
    [
      { key: '2024/', size: 0 },
      { key: '2024/a b+ü&(1).csv', size: 10 },
      { key: '2024/old.csv', size: 5, storageClass: 'GLACIER' },
      { key: '2024/z.json.gz', size: 7 },
      { key: '2025/other.csv', size: 3 },
    ],
    2,
  )
})
afterAll(() => server.close())

async function listAll(uri: string): Promise<{ listings: BlobListings; blobs: ListedBlob[] }> {
  const listings = new BlobListings()
  let page = await listings.open(uri, '', signal)
  const blobs = [...page.blobs]
  while (!page.isComplete) {
    page = await listings.more(page.listing, signal)
    blobs.push(...page.blobs)
  }
  return { listings, blobs }
}

test('a folder of a bucket is listed answer by answer, each signed', async () => {
  const keys = `;AwsCredentials=${server.keyId},${server.secretKey}`
  const { blobs, listings } = await listAll(`${server.uri}/2024/${keys}`)
  expect(blobs.map(({ path, sizeBytes, obstacle }) => [path, sizeBytes, obstacle])).toEqual([
    ['', 0, 'folder'],
    ['a b+ü&(1).csv', 10, null],
    ['old.csv', 5, 'archived'],
    ['z.json.gz', 7, null],
  ])
  expect(server.answers).toBe(2)
  expect(listings.addressOf(blobs[1]?.handle ?? '').uri).toBe(
    `${server.uri}/2024/a%20b%2B%C3%BC%26(1).csv${keys}`,
  )
})

describe('what S3 refuses is told without the keys', () => {
  test.each([
    [
      'a wrong key',
      () => `${server.uri}/;AwsCredentials=${server.keyId},c2VjcmV0Y2FuYXJ5`,
      'BlobForbidden',
      'SignatureDoesNotMatch',
    ],
    [
      'no such bucket',
      () => `${server.uri}s/;AwsCredentials=${server.keyId},${server.secretKey}`,
      'BlobNotFound',
      'NoSuchBucket',
    ],
  ])('%s', async (_, uri, code, serviceCode) => {
    const error: unknown = await listAll(uri()).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code, serviceCode, nextStep: expect.any(String) as string })
    const shown = inspect(error, { depth: 10, showHidden: true })
    expect(shown).not.toContain('c2VjcmV0Y2FuYXJ5')
    expect(shown).not.toContain(server.secretKey)
  })

  test('a server that is not there', async () => {
    const uri = 'http://127.0.0.1:1/bucket/;AwsCredentials=ID,c2VjcmV0'
    await expect(listAll(uri)).rejects.toMatchObject({ code: 'BlobUnreachable', retryable: true })
  })

  test('a stop', async () => {
    const stop = new AbortController()
    const listing = new BlobListings().open(`${server.uri}/;AwsCredentials=a,b`, '', stop.signal)
    stop.abort()
    await expect(listing).rejects.toMatchObject({ code: 'Canceled' })
  })
})
