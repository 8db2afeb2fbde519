import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { rawRequest } from '../../support/raw-request'
import { exchange, openSocket } from '../../support/raw-socket'
import { sharedCluster } from '../../support/shared-cluster'

const { cluster, client } = await sharedCluster()
const { host } = new URL(cluster.clusterUri)

interface Envelope {
  readonly error: Record<string, unknown>
}

/** Status and envelope of a response read as bytes. */
function read(answer: string): { readonly status: number; readonly error: Record<string, unknown> } {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    error: (JSON.parse(body) as Envelope).error,
  }
}

const envelope = {
  code: expect.any(String) as string,
  message: expect.any(String) as string,
  '@type': expect.stringContaining('Exception') as string,
  '@message': expect.any(String) as string,
  '@context': expect.any(Object) as object,
  '@permanent': expect.any(Boolean) as boolean,
}

describe('a request that is refused is told why, in the service’s envelope', () => {
  it.each<readonly [string, string, number]>([
    ['a path of two slashes', `GET // HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 404],
    ['a target that is no path', `GET \\ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 400],
    ['another host', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    [
      'two lengths',
      `POST /v1/rest/mgmt HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      400,
    ],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`,
      431,
    ],
    ['a proxy’s method', `CONNECT other:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 405],
    [
      'a chunk whose length is none',
      `POST /v1/rest/mgmt HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
  ])('%s', async (_what, bytes, status) => {
    const answer = read(await exchange(cluster.clusterUri, bytes))
    expect(answer).toMatchObject({ status, error: envelope })
  })

  it('an absolute target counts by its path', async () => {
    const target = `${cluster.clusterUri}/v1/rest/auth/metadata?x=1`
    const answer = await exchange(
      cluster.clusterUri,
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('a body', () => {
  const post = (body: Buffer, headers = {}): ReturnType<typeof rawRequest> =>
    rawRequest(cluster.clusterUri, '/v2/rest/query', { body, headers })

  it.each<readonly [string, Buffer, Record<string, string>]>([
    ['plain', Buffer.alloc(120 * 1_048_576, 0x20), {}],
    ['in chunks, without a length', Buffer.alloc(60 * 1_048_576, 0x20), { 'transfer-encoding': 'chunked' }],
    ['packed', gzipSync(Buffer.alloc(60 * 1_048_576, 0x20)), { 'content-encoding': 'gzip' }],
  ])('that is too large is refused in words that the client reads: %s', async (_how, body, headers) => {
    const answer = await post(body, headers)
    expect(answer.status).toBe(413)
    const { error } = JSON.parse(answer.body.toString('utf8')) as Envelope
    expect(error).toMatchObject(envelope)
    expect(error['@message']).toContain('16777216 bytes')
  })

  it('that is too large is read to its end, however slowly it comes', async () => {
    const { hostname, port } = new URL(cluster.clusterUri)
    const outgoing = request({ hostname, port, path: '/v2/rest/query', method: 'POST' })
    const errors: unknown[] = []
    outgoing.on('error', (error) => errors.push(error))
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    outgoing.write(Buffer.alloc(17 * 1_048_576, 0x20))
    const [answer] = await answered
    expect(answer.statusCode).toBe(413)
    for (let piece = 0; piece < 6; piece++) {
      outgoing.write(Buffer.alloc(1_048_576, 0x20))
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
    outgoing.end()
    answer.resume()
    await once(answer, 'end')
    expect(errors).toEqual([])
  })

  it('that is too large is refused before it arrives if its length is stated', async () => {
    const socket = await openSocket(cluster.clusterUri)
    socket.write(`POST /v2/rest/query HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 99999999999\r\n\r\n{`)
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    expect(chunk.toString('utf8')).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  it('may start with a byte order mark', async () => {
    const text = `\ufeff${JSON.stringify({ db: cluster.database, csl: 'print a = 1' })}`
    expect((await post(Buffer.from(text))).status).toBe(200)
  })

  it('in another encoding is refused, and not read as something else', async () => {
    const text = JSON.stringify({ db: cluster.database, csl: 'print a = "Ä"' })
    for (const encoding of ['latin1', 'utf16le'] as const) {
      const answer = await post(Buffer.from(text, encoding))
      expect(answer.status).toBe(400)
      expect(answer.body.toString('utf8')).toContain('UTF-8')
    }
  })

  it.each([
    ['damaged', (packed: Buffer) => Buffer.concat([packed.subarray(0, 20), Buffer.alloc(40, 0xff)])],
    ['cut', (packed: Buffer) => packed.subarray(0, packed.length - 10)],
    ['none', () => Buffer.from('plain text')],
  ])('of gzip that is %s is refused', async (_how, change) => {
    const packed = gzipSync(JSON.stringify({ db: cluster.database, csl: `print a = "${'x'.repeat(5000)}"` }))
    const answer = await post(change(packed), { 'content-encoding': 'gzip' })
    expect(answer.status).toBe(400)
    expect((JSON.parse(answer.body.toString('utf8')) as Envelope).error).toMatchObject(envelope)
  })
})

describe('a client that goes away in the middle of its body', () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const heldBytes = (): number => {
    collectGarbage()
    return process.memoryUsage().arrayBuffers
  }

  it.each(['/v2/rest/query', '/v1/rest/mgmt', `/v1/rest/ingestion/queued/${cluster.database}/T`])(
    'leaves nothing behind at %s',
    async (path) => {
      // Eight megabytes of blanks, of which all but the end arrives.
      const packed = gzipSync(Buffer.alloc(8 * 1_048_576, 0x20))
      const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`
      const sendAndGo = async (): Promise<void> => {
        const socket = await openSocket(cluster.clusterUri)
        socket.write(Buffer.concat([Buffer.from(head), packed.subarray(0, -20)]))
        await new Promise<void>((resolve) => setTimeout(resolve, 5))
        socket.destroy()
        await once(socket, 'close')
      }
      const before = heldBytes()
      for (let round = 0; round < 25; round++) await Promise.all([sendAndGo(), sendAndGo()])
      // Keeping all of them would take 400 megabytes.
      await eventually(heldBytes, (bytes) => bytes - before < 30 * 1_048_576, 20_000)
      expect(await client.rows('print x = 1')).toEqual([{ x: 1 }])
    },
  )
})
