import { describe, expect, test } from 'vitest'
import { expiredSas, parseBlobUri, sasHasExpired } from '../../../electron/domain/storage-uri'
import { redactUri } from '../../../electron/domain/blob-uri'

const sas = 'sv=2026-04-06&se=2027-01-01&sr=b&sp=r&sig=c2VjcmV0'

describe('parseBlobUri', () => {
  test('keeps the secret part out of what is shown', () => {
    expect(parseBlobUri(`https://account.blob.core.windows.net/data/storm%20events.csv?${sas}`)).toEqual({
      display: 'https://account.blob.core.windows.net/data/storm%20events.csv',
      name: 'storm events.csv',
      hasSecret: true,
    })
  })

  test.each([
    'https://account.blob.core.windows.net/data/a.csv;managed_identity=system',
    'abfss://data@account.dfs.core.windows.net/a.csv;impersonate',
    'http://127.0.0.1:10000/account/data/a.csv',
  ])('takes %s', (uri) => {
    expect(parseBlobUri(uri).name).toBe('a.csv')
  })

  test.each([
    ['javascript:alert(1)', 'javascript:'],
    ['file:///etc/passwd', 'file:'],
    ['http://account.blob.core.windows.net/data/a.csv', 'http:'],
    ['http://169.254.169.254/latest/meta-data', 'http:'],
    ['not a uri', 'not a URI'],
    ['https://account.blob.core.windows.net/', 'names no blob'],
    [`https://account.blob.core.windows.net/data/${'a'.repeat(9000)}`, '8,192'],
  ])('refuses %.60s', (uri, words) => {
    expect(() => parseBlobUri(uri)).toThrowError(words)
  })

  test.each([
    'C:\\data\\x.csv',
    'd:/data/x.csv',
    '\\\\server\\share\\x.csv',
    '/data/x.csv',
    './x.csv',
    '~/x.csv',
  ])('calls %s a file', (path) => {
    expect(() => parseBlobUri(path)).toThrowError(`“${path}” is a file, not the URI of a blob.`)
  })

  test('tells when a SAS ended, and nothing of one that is good or has no end', () => {
    const now = Date.parse('2026-06-01T00:00:00Z')
    const uri = 'https://account.blob.core.windows.net/data/a.csv'
    const ended = expiredSas(`${uri}?sv=1&se=2026-05-01T10%3A30%3A00Z&sig=secret`, now)
    expect(sasHasExpired(uri, ended ?? new Date(0))).toMatchObject({
      code: 'BlobForbidden',
      message: `The SAS of ${uri} expired on 2026-05-01 10:30 UTC.`,
    })
    expect(expiredSas(`${uri}?${sas}`, now)).toBeNull()
    expect(expiredSas(uri, now)).toBeNull()
    expect(expiredSas(`${uri}?se=never`, now)).toBeNull()
  })

  test('a refusal never holds the SAS', () => {
    try {
      parseBlobUri(`http://account.blob.core.windows.net/data/a.csv?${sas}`)
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain('c2VjcmV0')
    }
  })
})

test.each([
  ['https://a/b?sig=x#y', 'https://a/b'],
  ['https://a/b;key', 'https://a/b'],
  ['https://user:password@a/b', 'https://a/b'],
  ['https://a/b', 'https://a/b'],
  ['abfss://landing@account.dfs.core.windows.net/a;key', 'abfss://landing@account.dfs.core.windows.net/a'],
  ['abfss://user:password@account/a', 'abfss://account/a'],
])('redactUri(%s)', (uri, expected) => {
  expect(redactUri(uri)).toBe(expected)
})
