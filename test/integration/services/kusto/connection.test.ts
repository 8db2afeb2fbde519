import { inspect } from 'node:util'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCredentialStore } from '../../../../electron/services/auth/credential-store'
import {
  createClusterRegistry,
  type ClusterRegistry,
} from '../../../../electron/services/kusto/cluster-registry'
import { startLocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { envelope, ScriptedServer, sendJson, v2Answer, type Script } from './scripted-server'

let server: ScriptedServer
let registry: ClusterRegistry
let tabs: string[]

beforeEach(async () => {
  server = await ScriptedServer.start()
  tabs = []
  registry = createClusterRegistry({
    isLocalCluster: () => false,
    credentials: createCredentialStore({
      openBrowser: (url) => {
        tabs.push(url)
        return Promise.resolve()
      },
    }),
  })
})

afterEach(async () => {
  registry.close()
  await server.close()
})

/** Answers the reachability question with 404, as a cluster without metadata, and the rest by `script`. */
const withoutMetadata =
  (script: Script): Script =>
  (request, response) =>
    request.path.endsWith('/auth/metadata') ? sendJson(response, 404, {}) : script(request, response)

async function failure(script: Script, text = 'print 1'): Promise<unknown> {
  server.script = withoutMetadata(script)
  const connection = await registry.connectionTo(server.uri)
  return connection.execute('db', text).then(
    () => expect.fail('the call worked'),
    (error: unknown) => error,
  )
}

describe('a connection', () => {
  it('reads exact longs, and the primary result among several tables', async () => {
    server.script = withoutMetadata((_request, response) =>
      sendJson(response, 200, v2Answer('long', '[[9007199254740993],[-9223372036854775808],[42],[null]]')),
    )
    const connection = await registry.connectionTo(server.uri)
    expect(await connection.execute('db', 'T')).toMatchObject({
      columns: [{ name: 'c', type: 'long' }],
      rows: [['9007199254740993'], ['-9223372036854775808'], [42], [null]],
    })
  })

  it('sends commands to the command endpoint, names itself, and tells nothing of this machine', async () => {
    server.script = withoutMetadata((_request, response) =>
      sendJson(response, 200, {
        Tables: [{ TableName: 'Table_0', Columns: [{ ColumnName: 'n', DataType: 'Int64' }], Rows: [[1]] }],
      }),
    )
    const connection = await registry.connectionTo(server.uri)
    const answer = await connection.execute('db', '  .show tables')
    expect(answer).toEqual({ columns: [{ name: 'n', type: 'long' }], rows: [[1]] })
    const request = server.seen.at(-1)
    expect(request?.path).toBe('/v1/rest/mgmt')
    expect(request?.headers['x-ms-app']).toBe('KustoIngestionStudio')
    expect(request?.headers['x-ms-user']).toBe('[none]')
    expect(inspect(request)).not.toContain(process.argv[1])
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ db: 'db', csl: '.show tables' })
  })

  it('never takes a credential to loopback, whatever its metadata says', async () => {
    server.script = (request, response) =>
      request.path.endsWith('/auth/metadata')
        ? sendJson(response, 200, {
            AzureAD: {
              LoginEndpoint: 'https://login.microsoftonline.com',
              LoginMfaRequired: false,
              KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
              KustoClientRedirectUri: 'https://microsoft/kustoclient',
              KustoServiceResourceId: 'https://graph.microsoft.com',
              FirstPartyAuthorityUrl: 'https://login.microsoftonline.com/x',
            },
          })
        : sendJson(response, 200, v2Answer('long', '[[1]]'))
    const cluster = await registry.reach(server.uri)
    expect(cluster.signIn).toBeNull()
    await cluster.connection.execute('db', 'print 1')
    expect(server.seen.length).toBeGreaterThan(1)
    expect(server.seen.some((request) => request.headers.authorization !== undefined)).toBe(false)
    expect(tabs).toEqual([])
  })

  it.each([
    ['http://help.kusto.windows.net', 'ClusterUriInvalid'],
    ['https://kusto.windows.net.evil.example', 'ClusterUriInvalid'],
    ['https://evil.example', 'ClusterUriInvalid'],
    ['not a uri', 'ClusterUriInvalid'],
  ])('does not even call %s', async (uri, code) => {
    await expect(registry.reach(uri)).rejects.toMatchObject({ code })
  })

  it('is one for each cluster', async () => {
    const [first, second] = await Promise.all([
      registry.connectionTo(server.uri),
      registry.connectionTo(`${server.uri}/`),
    ])
    expect(first).toBe(second)
  })

  it('says that nothing listens', async () => {
    const { uri } = server
    await server.close()
    await expect(registry.reach(uri)).rejects.toMatchObject({
      code: 'ClusterUnreachable',
      serviceCode: 'ECONNREFUSED',
      retryable: true,
    })
    server = await ScriptedServer.start()
  })

  it('sends a query again when a kept-alive socket was stale, but never a command that changes something', async () => {
    let drops = 0
    const dropFirst: Script = (_request, response) => {
      if (drops++ === 0) response.socket?.resetAndDestroy()
      else sendJson(response, 200, v2Answer('long', '[[7]]'))
    }
    server.script = withoutMetadata(dropFirst)
    const connection = await registry.connectionTo(server.uri)
    expect((await connection.execute('db', 'T | count')).rows).toEqual([[7]])
    drops = 0
    await expect(connection.execute('db', '.drop table T')).rejects.toMatchObject({
      code: 'ClusterUnreachable',
    })
    expect(drops).toBe(1)
  })
})

describe('a deadline or a cancel', () => {
  const silent: Script = () => undefined

  it('ends a call that has no answer', async () => {
    server.script = withoutMetadata(silent)
    const connection = await registry.connectionTo(server.uri)
    await expect(connection.execute('db', 'T', { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'TimedOut',
      retryable: true,
    })
  })

  it('ends only its own call', async () => {
    let answer: (() => void) | undefined
    server.script = withoutMetadata((request, response) => {
      if (request.body.includes('slow')) answer = () => sendJson(response, 200, v2Answer('long', '[[1]]'))
    })
    const connection = await registry.connectionTo(server.uri)
    const controller = new AbortController()
    const canceled = connection.execute('db', 'other', { signal: controller.signal })
    const kept = connection.execute('db', 'slow')
    await expect.poll(() => server.seen.filter((request) => request.body !== '').length).toBe(2)
    controller.abort()
    await expect(canceled).rejects.toMatchObject({ code: 'Canceled' })
    answer?.()
    expect((await kept).rows).toEqual([[1]])
  })

  it('does not wait for a host that takes the connection and says nothing', async () => {
    const held = createServer()
    await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve))
    const address = held.address()
    const port = typeof address === 'object' ? address?.port : 0
    const controller = new AbortController()
    const reaching = registry.reach(`http://127.0.0.1:${port}`, controller.signal)
    controller.abort()
    await expect(reaching).rejects.toMatchObject({ code: 'Canceled' })
    held.close()
  })
})

describe('an answer that is not a result', () => {
  it.each<[string, Script, string, object]>([
    [
      'a semantic error',
      (_request, response) =>
        sendJson(
          response,
          400,
          envelope('General_BadRequest', "Semantic error: 'where' operator: Failed to resolve column", true),
        ),
      'print 1',
      { code: 'QueryFailed', retryable: false, serviceCode: 'General_BadRequest' },
    ],
    [
      'a missing table',
      (_request, response) =>
        sendJson(
          response,
          400,
          envelope('BadRequest_EntityNotFound', "Entity ID 'T' of kind 'Table' was not found.", true),
        ),
      '.show table T',
      { code: 'TableNotFound', nextStep: 'Choose another table, or create it first.' },
    ],
    [
      'a missing database',
      (_request, response) =>
        sendJson(
          response,
          400,
          envelope('BadRequest_EntityNotFound', "Entity ID 'X' of kind 'Database' was not found.", true),
        ),
      'T',
      { code: 'DatabaseNotFound' },
    ],
    [
      'throttling',
      (_request, response) => sendJson(response, 429, {}),
      'T',
      { code: 'ClusterThrottled', retryable: true },
    ],
    ['401', (_request, response) => sendJson(response, 401, ''), 'T', { code: 'SignInNeeded' }],
    [
      '403',
      (_request, response) =>
        sendJson(response, 403, envelope('Forbidden', 'Caller is not authorized', true)),
      'T',
      { code: 'AccessDenied' },
    ],
    [
      '503',
      (_request, response) => sendJson(response, 503, ''),
      'T',
      { code: 'ClusterRefused', retryable: true },
    ],
    [
      'a page of a captive portal',
      (_request, response) => response.writeHead(200).end('<!doctype html><p>Sign in to the network'),
      'T',
      { code: 'ResponseMalformed' },
    ],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'https://evil.example/' }).end(),
      'T',
      { code: 'ClusterRefused' },
    ],
    [
      'cut JSON',
      (_request, response) => sendJson(response, 200, v2Answer('long', '[[1]]').slice(0, 300)),
      'T',
      { code: 'ResponseMalformed' },
    ],
    [
      'an answer without its completion frame',
      (_request, response) =>
        sendJson(
          response,
          200,
          JSON.stringify((JSON.parse(v2Answer('long', '[[1]]')) as object[]).slice(0, 3)),
        ),
      'T',
      { code: 'ResponseMalformed' },
    ],
    [
      'an error among the rows',
      (_request, response) =>
        sendJson(
          response,
          200,
          v2Answer(
            'long',
            '[[1],{"OneApiErrors":[{"error":{"code":"LimitsExceeded","@message":"Query result set has exceeded the limit","@permanent":false}}]}]',
          ),
        ),
      'T',
      { code: 'QueryFailed', serviceCode: 'LimitsExceeded' },
    ],
    [
      'an empty body',
      (_request, response) => response.writeHead(200).end(),
      'T',
      { code: 'ResponseMalformed' },
    ],
    [
      'a closed connection',
      (_request, response) => response.socket?.destroy(),
      '.drop table T',
      { code: 'ClusterUnreachable', retryable: true },
    ],
  ])('is told as what it is: %s', async (_name, script, text, expected) => {
    expect(await failure(script, text)).toMatchObject(expected)
  })

  it('puts no secret into the error', async () => {
    const sas = 'sv=2024-01-01&sig=CANARY%2BSIG%3D'
    const error = await failure((_request, response) =>
      sendJson(
        response,
        400,
        envelope(
          'Download_Forbidden',
          `Cannot read https://user:CANARYPASS@acct.blob.core.windows.net/c/b.csv?${sas} with Bearer eyJhbGciOiJub25lIn0.CANARYBODY.x`,
          true,
        ),
      ),
    )
    const everything = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)
    expect(everything).toContain('acct.blob.core.windows.net/c/b.csv')
    expect(everything).not.toContain('CANARY')
  })
})

it('made before a local cluster’s token is known carries it as soon as it is, and the next one after that', async () => {
  const [first, next] = ['first-token-of-a-run', 'token-of-the-next-run']
  const cluster = await startLocalCluster({ token: first })
  let token: string | undefined
  const early = createClusterRegistry({
    isLocalCluster: () => true,
    localToken: () => token,
    credentials: createCredentialStore({ openBrowser: undefined }),
  })
  try {
    const connection = await early.connectionTo(cluster.clusterUri)
    const count = (): Promise<unknown> => connection.execute('Samples', 'print 1')
    await expect(count()).rejects.toMatchObject({
      code: 'SignInNeeded',
      message: 'The local cluster asks for a token of its own; no sign-in gives it.',
      nextStep: expect.stringContaining('KUSTO_LOCAL_CLUSTER_TOKEN'),
    })
    token = first
    expect(await count()).toMatchObject({ rows: [[1]] })
    const resources = await connection.executeDataManagement('.get ingestion resources')
    expect(resources.rows.length).toBeGreaterThan(0)
    expect(await connection.ingestClient.resourceManager.getIngestionQueues()).not.toHaveLength(0)
    token = next
    await expect(count()).rejects.toMatchObject({ code: 'SignInNeeded' })
  } finally {
    early.close()
    await cluster.close()
  }
})
