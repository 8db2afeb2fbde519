import { EventEmitter } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import blobConfiguration from 'azurite/dist/src/blob/BlobConfiguration.js'
import blobServer from 'azurite/dist/src/blob/BlobServer.js'
import { MemoryExtentChunkStore } from 'azurite/dist/src/common/persistence/MemoryExtentStore.js'
import queueConfiguration from 'azurite/dist/src/queue/QueueConfiguration.js'
import queueServer from 'azurite/dist/src/queue/QueueServer.js'
import tableConfiguration from 'azurite/dist/src/table/TableConfiguration.js'
import tableServer from 'azurite/dist/src/table/TableServer.js'
import { z } from 'zod'
import type { FileSpan } from './file-spans'
import { blobSpans, type BlobServerParts } from './azurite-blob-spans'
import { deleteMessage, releaseMessages, type QueueServerParts } from './azurite-messages'
import { tuneCollections, type LokiCollections } from './azurite-tuning'
import { journalStore, type JournalledStore } from './metadata-journal'
import { startSecureFront, type SecureFront } from './secure-front'
import type { TlsIdentity } from './self-signed-certificate'
import type { StorageAccount } from './storage-account'

/** One account's blob, queue and table services, each on its own loopback port. */
export interface StorageServices {
  readonly account: StorageAccount
  /** `http://127.0.0.1:port/account`, without a trailing slash. */
  readonly blobEndpoint: string
  readonly queueEndpoint: string
  readonly tableEndpoint: string
  /** Where clients find the services: the same addresses, or `https:` ones if the cluster has a certificate. */
  readonly public: { readonly blob: string; readonly queue: string; readonly table: string }
  /** Emits `message` when a client has put something into a queue. */
  readonly activity: EventEmitter
  /** Rewrites the URI of one of this account's blobs to the service's current address; leaves others unchanged. */
  currentUri(blobUri: string): string
  /** Whether a URI is one of this account's blobs, at its current address. */
  owns(blobUri: string): boolean
  /** Whether blobs are read from other servers on this machine, too. */
  readonly readsLocalBlobs: boolean
  /**
   * Where the bytes of one of this account's blobs are. The caller must have had the SAS checked (by a HEAD request).
   *
   * @returns Undefined if the blob is not here or has to be downloaded.
   */
  blobSpans(blobUri: string): Promise<readonly FileSpan[] | undefined>
  /**
   * Deletes a message as the queue's API does, but without a separate request, and its text from the disk.
   *
   * @throws Error if the message is gone or someone else has taken it since.
   */
  deleteMessage(queue: string, messageId: string, popReceipt: string): Promise<void>
  /**
   * Makes messages visible at once that are hidden because somebody, who is gone, has taken them.
   *
   * @returns The ids of all messages in the queue.
   */
  releaseMessages(queue: string): readonly string[]
  close(): Promise<void>
}

/** Internals of an Azurite 3.35 server that it does not declare. */
interface ServerParts extends AzuriteServer {
  readonly httpServer: Server
  readonly metadataStore?: JournalledStore & {
    readonly db?: LokiCollections
  }
  readonly extentMetadataStore?: JournalledStore
  readonly accountDataStore: { accounts: Record<string, unknown>; refresh: () => void }
}

type Kind = 'blob' | 'queue' | 'table'

const kinds = ['blob', 'queue', 'table'] as const
const portsFile = 'ports.json'
const host = '127.0.0.1'
const keepAliveSeconds = 60

/**
 * Starts Azurite inside this process: no telemetry (only its command line turns that on), no log file, any free port.
 * Without a `folder` everything stays in memory. With an `identity` clients reach the table service over https, because
 * its JavaScript client accepts nothing else; with `isHttpsOnly` they reach all services so, which the Go SDK insists on.
 */
export async function startStorageServices(
  account: StorageAccount,
  folder: string | undefined,
  options: {
    readonly identity?: TlsIdentity | undefined
    readonly isHttpsOnly?: boolean
    readonly readsLocalBlobs: boolean
    readonly log: (line: string) => void
  },
): Promise<StorageServices> {
  const { identity, readsLocalBlobs, log } = options
  const servers: ServerParts[] = []
  const fronts: Partial<Record<Kind, SecureFront>> = {}
  const ports = await readPorts(folder)
  try {
    for (const [index, kind] of kinds.entries()) {
      servers.push(await startServer(kind, { account, folder, port: ports[index] ?? 0, log }))
    }
    await writePorts(folder, servers)
    for (const [index, kind] of kinds.entries()) {
      const server = servers[index]
      if (identity === undefined || server === undefined) continue
      if (kind === 'table' || options.isHttpsOnly === true)
        fronts[kind] = await startSecureFront(server.httpServer, identity)
    }
  } catch (error) {
    await Promise.allSettled([...Object.values(fronts), ...servers].map((server) => server.close()))
    throw error
  }
  const [blob, queue, table] = servers.map((server) => `${server.getHttpServerAddress()}/${account.name}`)
  const queueParts = servers[1] as unknown as QueueServerParts
  const activity = new EventEmitter()
  servers[1]?.httpServer.on('request', (request, response) => {
    if (request.method !== 'POST') return
    response.on('finish', () => activity.emit('message'))
  })
  for (const server of servers.slice(0, 2)) tuneCollections(server.metadataStore?.db)
  const publicEndpoint = (kind: Kind, plain = ''): string => {
    const front = fronts[kind]
    return front === undefined ? plain : `https://${host}:${front.port}/${account.name}`
  }
  return {
    account,
    blobEndpoint: blob ?? '',
    queueEndpoint: queue ?? '',
    tableEndpoint: table ?? '',
    public: {
      blob: publicEndpoint('blob', blob),
      queue: publicEndpoint('queue', queue),
      table: publicEndpoint('table', table),
    },
    activity,
    readsLocalBlobs,
    currentUri: (uri) => {
      const own = new RegExp(`^https?://(127\\.0\\.0\\.1|localhost|\\[::1\\]):\\d+/${account.name}/`, 'i')
      return uri.replace(own, `${blob ?? ''}/`)
    },
    owns: (uri) => uri.startsWith(`${blob ?? ''}/`),
    blobSpans: async (uri) => {
      if (folder === undefined) return undefined
      const [, name, container, ...rest] = decodeURIComponent(new URL(uri).pathname).split('/')
      if (name !== account.name || container === undefined || servers[0] === undefined) return undefined
      const parts = servers[0] as unknown as BlobServerParts
      return blobSpans(parts, { account: name, container, name: rest.join('/') })
    },
    deleteMessage: (queue, messageId, popReceipt) =>
      deleteMessage(queueParts, { account: account.name, queue }, { messageId, popReceipt }),
    releaseMessages: (queue) => releaseMessages(queueParts, { account: account.name, queue }),
    close: async () => {
      await Promise.all([
        ...Object.values(fronts).map((front) => front.close()),
        ...servers.map((server) => closeServer(server)),
      ])
    },
  }
}

/** Starts one service on the port it had last time, or on another if that is taken. */
async function startServer(
  kind: Kind,
  options: {
    readonly account: StorageAccount
    readonly folder: string | undefined
    readonly port: number
    readonly log: (line: string) => void
  },
): Promise<ServerParts> {
  const server = createServer(kind, options.folder, options.port) as ServerParts
  useAccount(server, options.account)
  if (options.folder !== undefined) journal(server, kind, options.folder, options.log)
  try {
    await server.start()
    return server
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken || options.port === 0) throw error
    return startServer(kind, { ...options, port: 0 })
  }
}

/** What the service acknowledges survives a kill: its lists, and those of the files that hold its bytes. */
function journal(server: ServerParts, kind: Kind, folder: string, log: (line: string) => void): void {
  for (const [store, name] of [
    [server.metadataStore, `${kind}.json`],
    [server.extentMetadataStore, `${kind}-extents.json`],
  ] as const) {
    if (store !== undefined) journalStore(store, join(folder, name), log)
  }
}

const portList = z.array(z.number().int().min(0).max(65_535))

/** Clients cache storage addresses for an hour, so a restarted cluster reuses its ports. */
async function readPorts(folder: string | undefined): Promise<number[]> {
  if (folder === undefined) return []
  try {
    return portList.parse(JSON.parse(await readFile(join(folder, portsFile), 'utf8')))
  } catch {
    // Missing at the first start. If it is unreadable, any port will do.
    return []
  }
}

async function writePorts(folder: string | undefined, servers: readonly ServerParts[]): Promise<void> {
  if (folder === undefined) return
  const ports = servers.map((server) => Number(new URL(server.getHttpServerAddress()).port))
  await writeFile(join(folder, portsFile), JSON.stringify(ports), { mode: 0o600 })
}

function createServer(kind: Kind, folder: string | undefined, port: number): AzuriteServer {
  const inMemory = folder === undefined
  const base = folder ?? ''
  const metadata = join(base, `${kind}.json`)
  const log = [false, undefined, false, undefined] // access log and its stream, debug log and its path
  const checks = [false, true] // loose, skipApiVersionCheck: clients are newer than Azurite
  const noTls = ['', '', '', undefined, true] // certificate, key, password, oauth, no product-style host names
  const end = [...checks, ...noTls, inMemory]
  if (kind === 'table') {
    const [access, stream, debug, path] = log
    return new (defaultOf(tableServer))(
      new (defaultOf(tableConfiguration))(
        host,
        port,
        keepAliveSeconds,
        metadata,
        debug,
        access,
        stream,
        path,
        ...end,
      ),
    )
  }
  const extents = join(base, `${kind}-extents.json`)
  const places = [{ locationId: 'Default', locationPath: join(base, kind), maxConcurrency: 50 }]
  const memory = new MemoryExtentChunkStore()
  const values = [host, port, keepAliveSeconds, metadata, extents, places, ...log, ...end, memory]
  return kind === 'blob'
    ? new (defaultOf(blobServer))(new (defaultOf(blobConfiguration))(...values))
    : new (defaultOf(queueServer))(new (defaultOf(queueConfiguration))(...values))
}

/** Node and bundles give the module; test runners give its default export. */
function defaultOf<T extends new (...values: never[]) => object>(module: CommonJsDefault<T>): T {
  return 'default' in module ? module.default : module
}

/** Azurite takes accounts from the environment, which child processes inherit; ours are set directly. */
function useAccount(server: ServerParts, account: StorageAccount): void {
  const accounts = { [account.name]: { name: account.name, key1: Buffer.from(account.key, 'base64') } }
  server.accountDataStore.refresh = () => {
    server.accountDataStore.accounts = accounts
  }
}

/** Closes open connections at once; by itself Azurite would wait for keep-alive clients. */
async function closeServer(server: ServerParts): Promise<void> {
  server.httpServer.closeAllConnections()
  await server.close()
}
