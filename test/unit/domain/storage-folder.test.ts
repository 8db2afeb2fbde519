import { describe, expect, test } from 'vitest'
import {
  blobInContainer,
  reachOfSecret,
  readAccess,
  readStorageFolder,
  shownFolder,
} from '../../../electron/domain/storage-folder'

const azure = 'https://account.blob.core.windows.net/landing'
const lake = 'abfss://landing@account.dfs.core.windows.net'
const s3 = 'https://bucket.s3.eu-west-1.amazonaws.com'
const keys = ';AwsCredentials=ID,SECRET'

describe('readStorageFolder', () => {
  test.each([
    [
      `${azure}?sv=1&sr=c&sig=x`,
      { service: 'azure', root: azure, endpoint: azure, path: '', isCertain: true },
    ],
    [`${azure}/a%20b/c/?sig=x`, { root: azure, path: 'a b/c/', suffix: '?sig=x', isCertain: true }],
    [`${azure}/a/c?sig=x`, { path: 'a/c/', isCertain: false }],
    [`${azure}/a/c?sr=d&sdd=2&sig=x`, { path: 'a/c/', isCertain: true }],
    [`${azure};c2VjcmV0`, { root: azure, suffix: ';c2VjcmV0' }],
    [
      'https://account.dfs.core.windows.net/landing/a/?sig=x',
      { root: 'https://account.dfs.core.windows.net/landing', endpoint: azure, path: 'a/' },
    ],
    [`${lake}/a/b/;sharedkey=c2VjcmV0`, { service: 'azure', root: lake, endpoint: azure, path: 'a/b/' }],
    [`${lake}?sig=x`, { root: lake, path: '' }],
    [`${s3}/2024/${keys}`, { service: 's3', root: s3, endpoint: s3, region: 'eu-west-1', path: '2024/' }],
    [`https://bucket.s3.amazonaws.com/${keys}`, { service: 's3', region: 'us-east-1', path: '' }],
    [
      `https://s3.eu-west-1.amazonaws.com/bucket/a/${keys}`,
      { root: 'https://s3.eu-west-1.amazonaws.com/bucket', path: 'a/' },
    ],
    [
      'http://127.0.0.1:10000/devstoreaccount1/landing?sig=x',
      { service: 'azure', root: 'http://127.0.0.1:10000/devstoreaccount1/landing', path: '' },
    ],
    [
      `http://127.0.0.1:9000/bucket/a/${keys}`,
      { service: 's3', root: 'http://127.0.0.1:9000/bucket', path: 'a/' },
    ],
  ])('reads %s', (uri, expected) => {
    expect(readStorageFolder(uri)).toMatchObject(expected)
  })

  test.each([
    [`${azure}/a.csv?sig=x`, 'a name of data'],
    [`${azure}/a.csv.gz`, 'a name of packed data'],
    [`${azure}/a?sr=b&sig=x`, 'a SAS of one blob'],
    [`${s3}/a?X-Amz-Signature=x`, 'a presigned object'],
    ['https://account.blob.core.windows.net/root.csv?sig=x', 'a blob in the root container'],
    ['https://example.org/data/', 'a web server'],
    ['adl://account.azuredatalakestore.net/a/', 'Data Lake Storage of the first generation'],
    ['http://account.blob.core.windows.net/landing', 'no https'],
    ['https://account.blob.core.windows.net/', 'no container'],
    ['landing', 'no URI'],
  ])('takes %s for no folder: %s', (uri) => {
    expect(readStorageFolder(uri)).toBeNull()
  })
})

test('the URI of a blob has the form and the secret of its container', () => {
  const folder = readStorageFolder(`${lake}/2024/?sig=x`)
  expect(folder === null ? null : blobInContainer(folder, '2024/ä b#1.csv')).toEqual({
    display: `${lake}/2024/%C3%A4%20b%231.csv`,
    uri: `${lake}/2024/%C3%A4%20b%231.csv?sig=x`,
  })
  expect(folder === null ? null : shownFolder(folder)).toBe(`${lake}/2024/`)
})

test.each([
  ['', { kind: 'public' }],
  ['?sv=1&sig=x', { kind: 'sas', query: 'sv=1&sig=x' }],
  [';a2V5==', { kind: 'accountKey', key: 'a2V5==' }],
  [';sharedkey=a2V5==', { kind: 'accountKey', key: 'a2V5==' }],
  [
    ';AwsCredentials=ID,SE/CR+ET',
    { kind: 'aws', keyId: 'ID', secretKey: 'SE/CR+ET', sessionToken: undefined },
  ],
  [';managed_identity=system', { kind: 'serviceOnly', what: 'a managed identity' }],
  [';impersonate', { kind: 'serviceOnly', what: 'the identity of the caller' }],
  [';token=eyJ', { kind: 'serviceOnly', what: 'an access token' }],
])('readAccess(%s)', (suffix, expected) => {
  expect(readAccess(suffix)).toEqual(expected)
})

test.each([
  [`${azure}/a/b.csv?sr=b&sig=x`, `${azure}/a/b.csv`],
  [`${azure}/a/b.csv?sr=c&sig=x`, azure],
  [`${azure}/a/b/c.csv?sr=d&sdd=1&sig=x`, `${azure}/a`],
  [`${azure}/a/?ss=b&srt=co&sig=x`, azure],
  [`${lake}/a/b.csv;sharedkey=k`, lake],
  [`${s3}/a/b.csv${keys}`, s3],
  ['https://example.org/a.csv?key=x', 'https://example.org/a.csv'],
])('the secret of %s opens %s', (uri, reach) => {
  expect(reachOfSecret(uri)).toBe(reach)
})
