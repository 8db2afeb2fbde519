import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Bytes of a blob from `start` to before `end`. */
type Bytes = (start: number, end: number) => Buffer

/** Storage that serves ranges of blobs, and counts what it gave. */
export interface RangeServer {
  /** Adds a blob, and gives its URI with a secret. A large one is made as it is read. */
  add(name: string, content: Buffer | { readonly sizeBytes: number; readonly bytes: Bytes }): string
  /** Bytes given of a blob. */
  given(name: string): number
  close(): Promise<void>
}

/** Starts such a server. */
export async function startRangeServer(): Promise<RangeServer> {
  const blobs = new Map<string, { readonly sizeBytes: number; readonly bytes: Bytes; given: number }>()
  const server = createServer((request, response) => {
    const blob = blobs.get(decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname.slice(1)))
    if (blob === undefined) {
      response.writeHead(404).end()
      return
    }
    const { sizeBytes } = blob
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
    const isLast = range?.[1] === ''
    const start = range === null ? 0 : isLast ? Math.max(0, sizeBytes - Number(range[2])) : Number(range[1])
    const end =
      range === null || isLast || range[2] === '' ? sizeBytes : Math.min(sizeBytes, Number(range[2]) + 1)
    const content = blob.bytes(start, end)
    blob.given += content.length
    response.writeHead(range === null ? 200 : 206, {
      'content-length': content.length,
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` }),
    })
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    add(name, content) {
      const blob = Buffer.isBuffer(content)
        ? { sizeBytes: content.length, bytes: (start: number, end: number) => content.subarray(start, end) }
        : content
      blobs.set(name, { ...blob, given: 0 })
      return `${origin}/${encodeURIComponent(name)}?sp=r&sig=CANARY`
    },
    given: (name) => blobs.get(name)?.given ?? 0,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
