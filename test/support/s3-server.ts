import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that lists the objects of one bucket as S3 does, to whoever signs with its keys. */
export interface S3Server {
  /** `http://127.0.0.1:port/bucket`. */
  readonly uri: string
  readonly keyId: string
  readonly secretKey: string
  /** How many lists it gave. */
  answers: number
  close(): Promise<void>
}

interface S3Object {
  readonly key: string
  readonly size: number
  readonly storageClass?: string
}

/** @param pageSize Objects in one answer. */
export async function startS3Server(objects: readonly S3Object[], pageSize: number): Promise<S3Server> {
  const keyId = 'AKIDEXAMPLE'
  const secretKey = 'wJalr/XUtnFEMI+K7MDENG'
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`)
    const refuse = (status: number, code: string): void => {
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>No ${secretKey}</Message></Error>`)
    }
    if (url.pathname !== '/bucket/') return refuse(404, 'NoSuchBucket')
    if (request.headers.authorization === undefined) return refuse(403, 'AccessDenied')
    if (request.headers.authorization !== expectedAuthorization(request, url)) {
      return refuse(403, 'SignatureDoesNotMatch')
    }
    self.answers += 1
    const prefix = url.searchParams.get('prefix') ?? ''
    const first = tokenOf(url)
    const found = objects.filter(({ key }) => key.startsWith(prefix))
    const isMore = first + pageSize < found.length
    const contents = found
      .slice(first, first + pageSize)
      .map(
        ({ key, size, storageClass = 'STANDARD' }) =>
          `<Contents><Key>${encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+')}</Key><Size>${size}</Size><StorageClass>${storageClass}</StorageClass></Contents>`,
      )
    const next = isMore ? `<NextContinuationToken>${first + pageSize} &amp;+/=</NextContinuationToken>` : ''
    response.end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isMore}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`,
    )
  })

  /** The signature that this request must have, derived from what arrived. */
  const expectedAuthorization = (request: IncomingMessage, url: URL): string => {
    const time = String(request.headers['x-amz-date'])
    const signed = ['host', 'x-amz-content-sha256', 'x-amz-date']
    const query = [...url.searchParams]
      .map(([name, value]) => `${strictly(name)}=${strictly(value)}`)
      .sort()
      .join('&')
    const headers = signed.map((name) => `${name}:${String(request.headers[name])}\n`).join('')
    const body = String(request.headers['x-amz-content-sha256'])
    const canonical = `GET\n${url.pathname}\n${query}\n${headers}\n${signed.join(';')}\n${body}`
    const day = time.slice(0, 8)
    const scope = `${day}/us-east-1/s3/aws4_request`
    const digest = createHash('sha256').update(canonical).digest('hex')
    let key = Buffer.from(`AWS4${secretKey}`)
    for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest()
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`
    const signature = createHmac('sha256', key).update(text).digest('hex')
    return `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const self: S3Server = {
    uri: `http://127.0.0.1:${port}/bucket`,
    keyId,
    secretKey,
    answers: 0,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}

/** Where an answer begins: the number at the start of the token. */
function tokenOf(url: URL): number {
  return Number.parseInt(url.searchParams.get('continuation-token') ?? '0', 10)
}

function strictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
