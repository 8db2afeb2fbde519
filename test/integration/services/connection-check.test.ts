import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { administratorText } from '../../../electron/domain/connection-check-words'
import { checkedHosts, type CheckedHost } from '../../../electron/domain/checked-host'
import type { HostCheck } from '../../../electron/domain/schema/connection-check'
import { createCredentialStore } from '../../../electron/services/auth/credential-store'
import {
  createConnectionCheck,
  type ConnectionCheckService,
} from '../../../electron/services/connection-check/connection-check-service'
import { createClusterRegistry } from '../../../electron/services/kusto/cluster-registry'
import { createSelfSignedCertificate } from '../../../electron/local-cluster/storage/self-signed-certificate'
import { sharedCluster } from '../../support/shared-cluster'
import { envelope, ScriptedServer, sendJson, type Script } from './kusto/scripted-server'

const { cluster } = await sharedCluster()
const registry = createClusterRegistry({
  isLocalCluster: () => false,
  credentials: createCredentialStore({ openBrowser: undefined }),
})
let server: ScriptedServer
const sockets: Server[] = []
beforeAll(async () => {
  server = await ScriptedServer.start()
})
afterEach(() => {
  for (const one of sockets.splice(0)) one.close()
})
afterAll(async () => {
  registry.close()
  await server.close()
})

const checker = (more: Partial<Parameters<typeof createConnectionCheck>[0]> = {}): ConnectionCheckService => {
  return createConnectionCheck({
    connectionTo: registry.connectionTo,
    timeoutMs: 3000,
    slowMs: 60_000,
    ...more,
  })
}

async function check(clusterUri: string, host: CheckedHost = 'engine'): Promise<HostCheck> {
  return await checker().check({ clusterUri, host })
}

/** A server that treats every connection alike. */
async function listening(treat: (socket: Socket) => void): Promise<string> {
  const one = createServer((socket) => {
    socket.on('error', () => undefined)
    treat(socket)
  })
  sockets.push(one)
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`
}

/** Answers the reachability question as a cluster does, and commands by `script`. */
const answering =
  (script: Script): Script =>
  (request, response) =>
    request.path.endsWith('/auth/metadata') ? sendJson(response, 404, {}) : script(request, response)

const resources = (uri: string): object => ({
  Tables: [
    {
      Columns: [{ ColumnName: 'ResourceTypeName' }, { ColumnName: 'StorageRoot' }],
      Rows: [
        ['TempStorage', `${uri}/blobs?sig=hunter2`],
        ['SecuredReadyForAggregationQueue', `${uri}/queue?sig=hunter2`],
        ['IngestionsStatusTable', `${uri}/table?sig=hunter2`],
      ],
    },
  ],
})

describe('a check of a cluster’s hosts', () => {
  it('finds all five of a healthy one', async () => {
    const checks = await Promise.all(checkedHosts.map((host) => check(cluster.clusterUri, host)))
    expect(checks).toMatchObject(checkedHosts.map((host) => ({ host, state: 'ok', obstacle: null })))
    const places = checks.map(({ address }) => address)
    expect(new Set(places).size).toBe(4)
    for (const { clockAheadMs } of checks) expect(Math.abs(clockAheadMs ?? 0)).toBeLessThan(5000)
  })

  it('says that a name has no address, and leaves out what is not known then', async () => {
    const clusterUri = 'https://no-such-cluster.kusto.invalid'
    const found = await check(clusterUri)
    expect(found).toMatchObject({ state: 'blocked', obstacle: 'dns' })
    expect(found.nextStep).toContain('A cluster that is stopped has no address either')
    expect(found.ask).toContain('resolve no-such-cluster.kusto.invalid')
    expect(await check(clusterUri, 'dataManagement')).toMatchObject({
      address: 'https://ingest-no-such-cluster.kusto.invalid',
      obstacle: 'dns',
    })
    expect(await check(clusterUri, 'queue')).toMatchObject({ state: 'notChecked', address: null })
  })

  it('says that a certificate is not to be trusted', async () => {
    const { certificate, privateKey } = createSelfSignedCertificate(Date.now())
    const tls = createTlsServer({ cert: certificate, key: privateKey }, (_request, response) =>
      response.end('{}'),
    )
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve))
    const found = await check(`https://127.0.0.1:${(tls.address() as AddressInfo).port}`)
    tls.close()
    expect(found).toMatchObject({ state: 'blocked', obstacle: 'tls' })
    expect(found.ask).toContain('HTTPS inspection')
  })

  it('says that connections are cut or swallowed on the way', async () => {
    const cut = await check(await listening((socket) => socket.resetAndDestroy()))
    expect(cut).toMatchObject({ state: 'blocked', obstacle: 'firewall' })
    const silent = await listening(() => undefined)
    const swallowed = await checker({ timeoutMs: 200 }).check({ clusterUri: silent, host: 'engine' })
    expect(swallowed).toMatchObject({ state: 'blocked', obstacle: 'firewall' })
    expect(swallowed.ask).toContain('Allow outgoing HTTPS (TCP port 443)')
    const inside = checker({ timeoutMs: 200, resolve: () => Promise.resolve(['10.1.2.3']) })
    const behindEndpoint = await inside.check({ clusterUri: silent, host: 'engine' })
    expect(behindEndpoint).toMatchObject({ obstacle: 'privateEndpoint', ips: ['10.1.2.3'] })
    expect(behindEndpoint.message).toContain('10.1.2.3')
  })

  it('says that nothing listens', async () => {
    expect(await check('http://127.0.0.1:1')).toMatchObject({ state: 'blocked', obstacle: 'refused' })
  })

  it('ends when it is canceled', async () => {
    const silent = await listening(() => undefined)
    const stop = new AbortController()
    const running = checker().check({ clusterUri: silent, host: 'engine' }, stop.signal)
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'Canceled' })
  })

  it('says that the network is refused before any sign-in', async () => {
    server.script = (_request, response) => sendJson(response, 403, 'Forbidden')
    const found = await check(server.uri)
    expect(found).toMatchObject({ state: 'blocked', obstacle: 'privateEndpoint' })
    expect(found.ask).toContain('Allow this machine’s public address')
  })

  it('waits as long as a busy host asks if that is short, and says how long otherwise', async () => {
    let asked = 0
    const after = (seconds: string): void => {
      asked = 0
      server.script = answering((_request, response) => sendJson(response, 200, resources(server.uri)))
      const script = server.script
      server.script = (request, response) => {
        asked += 1
        if (asked > 1) script(request, response)
        else {
          response.setHeader('retry-after', seconds)
          sendJson(response, 429, envelope('ThrottlingException', 'Too many requests', false))
        }
      }
    }
    after('0')
    expect(await check(server.uri, 'dataManagement')).toMatchObject({ state: 'ok' })
    after('30')
    const found = await check(server.uri, 'dataManagement')
    expect(found).toMatchObject({ state: 'blocked', obstacle: 'throttled' })
    expect(found.message).toContain('asks to wait 30 s')
    expect(asked).toBe(1)
  })

  it('names the role that is missing, and what to ask the owner for', async () => {
    server.script = answering((_request, response) =>
      sendJson(response, 403, envelope('Forbidden', 'Principal is not authorized', true)),
    )
    const engine = await check(server.uri)
    expect(engine).toMatchObject({ state: 'blocked', obstacle: 'role' })
    expect(engine.message).toContain('lacks the role Database Viewer')
    const ingestion = await check(server.uri, 'dataManagement')
    expect(ingestion.message).toContain('lacks the role Table Ingestor')
    const text = administratorText({
      clusterUri: server.uri,
      account: 'ana@contoso.com',
      at: Date.UTC(2026, 0, 2),
      checks: [engine, ingestion],
    })
    expect(text).toContain('at 2026-01-02T00:00:00.000Z, as ana@contoso.com')
    expect(text).toContain('- Give my account the role Database Viewer')
    expect(text).toContain('- Give my account the role Table Ingestor on the table')
  })

  it('says that the cluster’s user still has to sign in', async () => {
    server.script = answering((_request, response) => sendJson(response, 401, {}))
    expect(await check(server.uri)).toMatchObject({ state: 'ok', obstacle: 'signIn' })
  })

  it('says that this machine’s clock is wrong', async () => {
    server.script = (_request, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString())
      sendJson(response, 200, {})
    }
    const found = await check(server.uri)
    expect(found).toMatchObject({ state: 'blocked', obstacle: 'clock' })
    expect(found.message).toContain('60 minutes behind')
  })

  it('says that the firewall of the storage does not let this network in, without its SAS', async () => {
    server.script = answering((request, response) => {
      if (request.path.startsWith('/v1/')) return sendJson(response, 200, resources(server.uri))
      response.setHeader('x-ms-request-id', '1')
      const isBlob = request.path.startsWith('/blobs')
      response.setHeader(
        'x-ms-error-code',
        isBlob ? 'AuthorizationFailure' : 'AuthorizationPermissionMismatch',
      )
      sendJson(response, 403, '')
    })
    const blob = await check(server.uri, 'blob')
    expect(blob).toMatchObject({ state: 'blocked', obstacle: 'firewall', address: server.uri })
    expect(blob.message).toContain('the firewall of the storage account')
    expect(JSON.stringify(blob)).not.toContain('hunter2')
    // The SAS permits less than was asked for, so the storage knows it.
    expect(await check(server.uri, 'queue')).toMatchObject({ state: 'ok' })
    expect(await check(server.uri, 'table')).toMatchObject({ state: 'ok' })
  })

  it('goes through the proxy in use, and names it where it is in the way', async () => {
    let asked = ''
    const proxy = await listening((socket) => {
      socket.once('data', (bytes: Buffer) => {
        asked = bytes.toString('latin1').split('\r\n')[0] ?? ''
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
      })
    })
    const before = process.env['HTTPS_PROXY']
    process.env['HTTPS_PROXY'] = proxy.replace('http://', 'http://ana:hunter2@')
    try {
      const found = await check('https://help.kusto.windows.net')
      expect(asked).toBe('CONNECT help.kusto.windows.net:443 HTTP/1.1')
      expect(found).toMatchObject({ state: 'blocked', obstacle: 'proxy', proxy })
      expect(found.message).toContain('wants a user name and password (HTTP 407)')
      expect(JSON.stringify(found)).not.toMatch(/hunter2/)
    } finally {
      if (before === undefined) delete process.env['HTTPS_PROXY']
      else process.env['HTTPS_PROXY'] = before
    }
  })
})
