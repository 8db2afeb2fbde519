import { createHash, createHmac } from 'node:crypto'

/** Access keys of S3. */
interface S3Keys {
  readonly keyId: string
  readonly secretKey: string
  readonly sessionToken?: string | undefined
}

/** SHA-256 of no body. */
const emptyBody = createHash('sha256').digest('hex')

/**
 * Makes the headers that sign a GET request to S3 (documents: Signature Version 4, authorization header). The query
 * must be percent-encoded as RFC 3986 wants, and in the order of its names.
 *
 * @param now The time of the request; S3 refuses it 15 minutes later.
 */
export function signS3Get(
  url: URL,
  region: string,
  keys: S3Keys,
  now: Date,
): Readonly<Record<string, string>> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const headers: Record<string, string> = {
    host: url.host,
    'x-amz-content-sha256': emptyBody,
    'x-amz-date': time,
    ...(keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken }),
  }
  const names = Object.keys(headers).sort()
  const request = [
    'GET',
    url.pathname,
    url.search.slice(1),
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    emptyBody,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash(request)].join('\n')
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${keys.secretKey}`)
  const signature = hmac(key, toSign).toString('hex')
  const credential = `Credential=${keys.keyId}/${scope}`
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

/** Percent-encodes as RFC 3986 does, which `encodeURIComponent` leaves out for five characters. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
