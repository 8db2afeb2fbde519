import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Sends a request without a client that compresses, decompresses or adds headers. */
export function rawRequest(
  clusterUri: string,
  path: string,
  options: {
    readonly method?: string
    readonly headers?: OutgoingHttpHeaders
    readonly body?: string | Buffer
  } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', headers = {} } = options
    const outgoing = request(`${clusterUri}${path}`, { method, headers }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}
