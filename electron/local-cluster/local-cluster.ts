import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { commandVerb } from '../domain/kql-text'
import { redactText } from '../domain/redact-text'
import type { ClusterState } from './state/cluster-state'
import { systemClock, type ClusterClock } from './time/clock'
import { RecentLog } from './state/request-log'
import { OperationLog } from './state/operation-log'
import { runCommand } from './commands/run-command'
import { DataManagement } from './data-management/data-management'
import { DirectIngestion } from './data-management/direct-ingestion'
import { EndReporter } from './data-management/end-reporter'
import { Ingestor } from './data-management/ingestor'
import { parseQueryRequest } from './http/query-request'
import type { SignInRules } from './http/admission'
import { createRoutes } from './http/routes'
import { startHttpServer } from './http/server'
import { sharedTranslator } from './kql/translator/translator'
import { Limiter } from '../domain/concurrency/limiter'
import { matchingNames } from './loading/pattern-match'
import { ScratchEngine } from './loading/scratch-engine'
import { TableLoader } from './loading/table-loader'
import { UpdatePolicies } from './loading/update-policies'
import { runQueries } from './queries/run-queries'
import { BlobCleanup } from './storage/blob-cleanup'
import { deleteBlob } from './storage/blob-deletion'
import { StatusReporter } from './storage/status-reporter'
import {
  downloadFolder,
  folderInUse,
  openEngine,
  openSecrets,
  openStorage,
  openStores,
  spillFolder,
  writeCertificate,
  type DataFolder,
} from './state/stores'

/** How to start a local cluster. */
export interface LocalClusterOptions {
  /** Loopback port; 0 or absent: any free one. */
  readonly port?: number
  /** Folder for everything the cluster keeps; absent: in memory, gone with the process. */
  readonly dataDir?: string
  /** Databases to create if missing; clients see the first one by default. */
  readonly databases?: readonly string[]
  /** Gets one line for each notable event, without secrets: of something that went wrong, unless it is a note. */
  readonly log?: (line: string, isNote?: boolean) => void
  readonly clock?: ClusterClock
  /**
   * Serves the status table over https, which the Node SDK insists on, and writes the certificate (PEM) to this
   * file for clients to trust.
   */
  readonly certificateFile?: string
  /** With a certificate: serves blobs and queues over https, too, which the Go SDK insists on. */
  readonly httpsStorage?: boolean
  /** Requests must carry this bearer token; absent: anyone who reaches the loopback port is let in. */
  readonly token?: string
  /** Requests must carry a token of this issuer, and its holder the role; absent: nobody signs in. */
  readonly signIn?: SignInRules
  /** Blob URIs may lead to other servers on this machine and its link; absent: only to the cluster's own storage there. */
  readonly allowLocalBlobs?: boolean
  /** Called if the database engine breaks for good: the process must be replaced. */
  readonly onFatal?: (error: Error) => void
}

/** A running local cluster. */
export interface LocalCluster {
  /** `http://127.0.0.1:port`. */
  readonly clusterUri: string
  /** The same address: one port serves both the engine and data management. */
  readonly dataIngestionUri: string
  readonly database: string
  /** Runs a command or a query in {@link database}, as a client would. Throws the service's KustoError. */
  run(csl: string): Promise<void>
  /** Stops within about two seconds. Everything accepted is still there at the next start. */
  close(): Promise<void>
}

/** Queries that run at the same time. Each takes a thread of the pool that file reads use too. */
const queriesAtOnce = 8

/** Folders that this process's clusters have open; the file lock only keeps other processes out. */
const openFolders = new Set<string>()

/**
 * Starts an engine and data management service on loopback for any Kusto client to use.
 *
 * @throws KustoError `LocalCluster_FolderInUse` when another process has the data folder open; Error
 * (`EADDRINUSE`) when the port is taken.
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const inMemory = options.dataDir === undefined
  const root = resolve(options.dataDir ?? (await mkdtemp(join(tmpdir(), 'local-cluster-'))))
  if (openFolders.has(root)) throw folderInUse(root)
  openFolders.add(root)
  const closers: Closer[] = [
    async () => {
      openFolders.delete(root)
      if (inMemory) await rm(root, { recursive: true, force: true })
    },
  ]
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const { clusterUri, state } = await start(options, { root, inMemory }, closers)
    const database = defaultDatabaseOf(options)
    const run = async (csl: string): Promise<void> => {
      const request = parseQueryRequest(Buffer.from(JSON.stringify({ db: database, csl })), {})
      const limits = { ...request, signal: new AbortController().signal }
      if (commandVerb(csl) === undefined) await runQueries(state, request, limits)
      else await runCommand(state, csl, database, limits)
    }
    return { clusterUri, dataIngestionUri: clusterUri, database, run, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Closer = () => Promise<void>

function databasesOf(options: LocalClusterOptions): readonly string[] {
  return options.databases ?? ['Samples']
}

function defaultDatabaseOf(options: LocalClusterOptions): string {
  return databasesOf(options)[0] ?? 'Samples'
}

interface Started {
  readonly clusterUri: string
  readonly state: ClusterState
}

/** Starts the parts in the order they need each other. `closers` gets a function to stop each one that started. */
async function start(options: LocalClusterOptions, folder: DataFolder, closers: Closer[]): Promise<Started> {
  const clock = options.clock ?? systemClock
  const log = (line: string, isNote = false): void => options.log?.(redactText(line), isNote)
  const engine = await openEngine(folder, (error) => {
    log(`engine: ${error.message.split('\n')[0] ?? ''}`)
    options.onFatal?.(error)
  })
  closers.push(() => engine.close())
  const secrets = await openSecrets(folder)
  const { certificateFile } = options
  const identity =
    certificateFile === undefined ? undefined : await writeCertificate(certificateFile, clock.now())
  const opening = openStorage(folder, secrets, {
    log,
    identity,
    isHttpsOnly: options.httpsStorage === true,
    readsLocalBlobs: options.allowLocalBlobs === true,
  })
  closers.push(async () => {
    const [storage] = await Promise.allSettled([opening])
    if (storage.status === 'fulfilled') await storage.value.close()
  })
  const stores = await openStores(folder, engine, {
    databases: databasesOf(options),
    now: clock.now(),
    secrets,
  })
  const storage = await opening
  const { catalog, policies, items } = stores
  const scratch = new ScratchEngine({ readable: downloadFolder(folder), spill: spillFolder(folder) })
  closers.push(() => scratch.close())
  const updates = new UpdatePolicies({ ...stores, translator: sharedTranslator, clock, log })
  const loader = new TableLoader({ ...stores, scratch, updates })
  const loading = {
    loader,
    storage,
    clock,
    folder: downloadFolder(folder),
    matchPattern: async (pattern: string, names: readonly string[]) =>
      matchingNames(await scratch.get(), pattern, names),
  }
  const dataManagement = new DataManagement({
    clock,
    items,
    ingestor: new Ingestor({ ...stores, ...loading }),
    reporter: new EndReporter({
      ...stores,
      clock,
      status: new StatusReporter(storage),
      deleteBlob: (blobUri) => deleteBlob(blobUri, storage),
      log,
    }),
    services: storage,
    policyOf: (database, table) =>
      policies.effectiveBatchingPolicy(database, catalog.findTable(database, table)),
    log,
  })
  closers.push(() => dataManagement.stop(() => engine.interrupt()))
  const cleanup = new BlobCleanup(storage, { clock, known: () => items.knownBlobs(clock.now()), log })
  closers.push(() => cleanup.stop())
  let clusterUri = ''
  const { batching } = dataManagement
  const state: ClusterState = {
    ...stores,
    batching,
    dataManagement,
    direct: new DirectIngestion({ ...stores, ...loading }),
    operations: new OperationLog(),
    requests: new RecentLog(),
    journal: new RecentLog(),
    translator: sharedTranslator,
    queries: new Limiter(queriesAtOnce),
    storage,
    clock,
    defaultDatabase: defaultDatabaseOf(options),
    clusterUri: () => clusterUri,
  }
  const server = await startHttpServer({
    port: options.port ?? 0,
    handle: createRoutes(state, { token: options.token, signIn: options.signIn }),
    log,
    now: () => clock.now(),
  })
  closers.push(server.close)
  clusterUri = `http://127.0.0.1:${server.port}`
  await dataManagement.start()
  sharedTranslator.warm()
  log(`listening at ${clusterUri}`, true)
  return { clusterUri, state }
}
