import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { readBody } from '../../../../electron/local-cluster/http/request-body'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'

const bodies: ((outcome: Promise<unknown>) => void)[] = []
const server = createServer((request: IncomingMessage) => bodies.shift()?.(readBody(request)))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => server.close())

it.each<readonly [string, Buffer, string]>([
  ['packed', gzipSync(Buffer.alloc(1_000_000)).subarray(0, -5), 'Content-Encoding: gzip\r\n'],
  ['plain', Buffer.from('{"csl": '), ''],
])('a body that is cut by a hang-up comes to an end: %s', async (_how, part, header) => {
  const outcome = new Promise<unknown>((resolve) => bodies.push((reading) => resolve(reading)))
  outcome.catch(() => undefined)
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    Buffer.concat([
      Buffer.from(`POST / HTTP/1.1\r\nHost: x\r\n${header}Content-Length: ${part.length + 100}\r\n\r\n`),
      part,
    ]),
  )
  await once(server, 'request')
  socket.destroy()
  const error: unknown = await outcome.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(KustoError)
  expect((error as KustoError).status).toBe(400)
})
