import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in, for assertions. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Script = (request: SeenRequest, response: ServerResponse) => void

/** A loopback server that answers as a test says: for answers that no healthy cluster gives. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = []
  readonly #server: Server
  script: Script = (_request, response) => sendJson(response, 404, {})

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const seen: SeenRequest = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }
        this.seen.push(seen)
        this.script(seen, response)
      })
    })
  }

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer()
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get uri(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Answers with a JSON body. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** A query's answer with one column and the given raw JSON rows. */
export function v2Answer(columnType: string, rowsJson: string): string {
  return `[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},
{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"x","ColumnType":"string"}],"Rows":[["not the result"]]},
{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":[{"ColumnName":"c","ColumnType":"${columnType}"}],"Rows":${rowsJson}},
{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]`
}

/** Kusto's error envelope. */
export function envelope(code: string, message: string, permanent: boolean): object {
  return {
    error: {
      code,
      message: 'Request is invalid and cannot be executed.',
      '@type': 'Kusto.Data.Exceptions.KustoBadRequestException',
      '@message': message,
      '@permanent': permanent,
    },
  }
}
