import { expect, test } from 'vitest'
import { encodeStrictly, signS3Get } from '../../../../electron/services/sources/listing/s3-signature'

// The keys, the time and the signature are those of the example in Amazon's documents (GET Bucket, List Objects).
const keys = { keyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const url = new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J')
const now = new Date('2013-05-24T00:00:00Z')

test('a request is signed as Amazon’s documents sign it', () => {
  expect(signS3Get(url, 'us-east-1', keys, now)).toEqual({
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  })
})

test('a session token is sent and signed', () => {
  const headers = signS3Get(url, 'us-east-1', { ...keys, sessionToken: 'token' }, now)
  expect(headers['x-amz-security-token']).toBe('token')
  expect(headers['authorization']).toContain('x-amz-date;x-amz-security-token,')
})

test('names are encoded as a signature wants them', () => {
  expect(encodeStrictly("a b/(c)*'!ü")).toBe('a%20b%2F%28c%29%2A%27%21%C3%BC')
})
