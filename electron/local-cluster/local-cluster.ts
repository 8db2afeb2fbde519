import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ClusterState } from './cluster-state'
import { systemClock, type Clock } from './clock'
import { DataManagement } from './data-management/data-management'
import { EndReporter } from './data-management/end-reporter'
import { Ingestor } from './data-management/ingestor'
import { Catalog } from './engine/catalog'
import { DuckDbEngine, type EngineError } from './engine/duckdb-engine'
import { ExtentStore } from './engine/extents'
import { IngestedItems } from './engine/ingested-items'
import { MappingStore } from './engine/mapping-store'
import { PolicyStore } from './engine/policy-store'
import { prepareStore } from './engine/store-schema'
import { conversionMacros } from './engine/text-conversion'
import { createRoutes } from './http/routes'
import { startHttpServer } from './http/server'
import { preludeStatements } from './kql/prelude'
import { warmParser } from './kql/kusto-language'
import { KustoError } from './kusto-error'
import { ScratchEngine } from './loading/scratch-engine'
import { TableLoader } from './loading/table-loader'
import { startStorageServices, type StorageServices } from './storage/azurite-services'
import { createResources } from './storage/ingestion-resources'
import { StatusReporter } from './storage/status-reporter'
import { createStorageAccount, loadStorageAccount } from './storage/storage-account'
import { ticksFromMilliseconds } from './ticks'

/** How a local cluster is started. */
export interface LocalClusterOptions {
  /** Loopback port; 0 or absent: any that is free. */
  readonly port?: number
  /** Folder that everything lives in; absent: in memory, and gone with the process. */
  readonly dataDir?: string
  /** Databases that are made if they are missing; the first is the one that is shown. */
  readonly databases?: readonly string[]
  /** Gets one line for each notable event; without secrets. */
  readonly log?: (line: string) => void
  readonly clock?: Clock
  /** Told when the database engine broke for good: the process has to be replaced. */
  readonly onFatal?: (error: Error) => void
}

/** A running local cluster. */
export interface LocalCluster {
  /** `http://127.0.0.1:port`. */
  readonly clusterUri: string
  /** The same address: one port serves the engine and data management. */
  readonly dataIngestionUri: string
  readonly database: string
  /** Stops within two seconds or so; everything that was accepted is there at the next start. */
  close(): Promise<void>
}

/** Folders that clusters of this process have open; the file lock only keeps other processes out. */
const openFolders = new Set<string>()

/**
 * Starts an engine and data management service on loopback that any Kusto client can use.
 *
 * @throws KustoError `LocalCluster_FolderInUse` when another process has the data folder open; Error
 * (`EADDRINUSE`) when the port is taken.
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const inMemory = options.dataDir === undefined
  const folder = resolve(options.dataDir ?? (await mkdtemp(join(tmpdir(), 'local-cluster-'))))
  if (openFolders.has(folder)) throw folderInUse(folder)
  openFolders.add(folder)
  const closers: (() => Promise<void>)[] = [
    async () => {
      openFolders.delete(folder)
      if (inMemory) await rm(folder, { recursive: true, force: true })
    },
  ]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return await start({ ...options, folder, inMemory }, closers, closeAll)
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function start(
  options: LocalClusterOptions & { readonly folder: string; readonly inMemory: boolean },
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<LocalCluster> {
  const { folder, inMemory } = options
  const clock = options.clock ?? systemClock
  const log = options.log ?? (() => undefined)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const engine = await openEngine(folder, inMemory, (error) => {
    log(`engine: ${error.message.split('\n')[0] ?? ''}`)
    options.onFatal?.(error)
  })
  closers.push(() => engine.close())
  const catalog = await Catalog.open(engine)
  const databases = options.databases ?? ['Samples']
  const known = new Set(catalog.databases().map(({ name }) => name))
  for (const name of databases) {
    if (!known.has(name)) await catalog.createDatabase(name, ticksFromMilliseconds(clock.now()))
  }
  const policies = await PolicyStore.open(engine)
  const extents = new ExtentStore(engine)
  const items = new IngestedItems(engine)
  const storage = await openStorage(folder, inMemory)
  closers.push(() => storage.close())
  const mappings = new MappingStore(engine)
  const scratch = new ScratchEngine({ readable: join(folder, 'temp'), spill: join(folder, 'spill') })
  closers.push(() => scratch.close())
  const loader = new TableLoader({ engine, catalog, extents, scratch })
  const ingestor = new Ingestor({
    catalog,
    mappings,
    items,
    loader,
    storage,
    clock,
    folder: join(folder, 'temp'),
  })
  const dataManagement = new DataManagement({
    clock,
    items,
    ingestor,
    reporter: new EndReporter({ clock, engine, items, status: new StatusReporter(storage), log }),
    services: storage,
    policyOf: (database, table) =>
      policies.effectiveBatchingPolicy(database, catalog.findTable(database, table)),
    log,
  })
  closers.push(() => dataManagement.stop())
  let port = 0
  const clusterUri = (): string => `http://127.0.0.1:${port}`
  const { batching } = dataManagement
  const state: ClusterState = {
    engine,
    catalog,
    policies,
    extents,
    items,
    mappings,
    batching,
    storage,
    clock,
    clusterUri,
  }
  const server = await startHttpServer({
    port: options.port ?? 0,
    handle: createRoutes(state),
    log,
    now: () => clock.now(),
  })
  port = server.port
  closers.push(server.close)
  await dataManagement.start()
  // The parser's first query takes a second: better now than in front of the user.
  void warmParser().catch(() => log('the query parser could not be loaded'))
  log(`listening at ${clusterUri()}`)
  return {
    clusterUri: clusterUri(),
    dataIngestionUri: clusterUri(),
    database: databases[0] ?? 'Samples',
    close: closeAll,
  }
}

async function openEngine(
  folder: string,
  inMemory: boolean,
  onFatal: (error: EngineError) => void,
): Promise<DuckDbEngine> {
  const temp = join(folder, 'temp')
  const spill = join(folder, 'spill')
  for (const path of [temp, spill]) {
    // What an earlier process left half done there is of no use: its items are still queued.
    await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true, mode: 0o700 })
  }
  const path = inMemory ? ':memory:' : join(folder, 'engine.duckdb')
  try {
    const engine = await DuckDbEngine.open({ path, readableFolder: temp, spillFolder: spill, onFatal })
    await prepareStore(engine)
    for (const statement of [...conversionMacros, ...preludeStatements]) await engine.run(statement)
    return engine
  } catch (error) {
    if (error instanceof Error && /lock/i.test(error.message)) throw folderInUse(folder, error)
    throw error
  }
}

async function openStorage(folder: string, inMemory: boolean): Promise<StorageServices> {
  const storageFolder = join(folder, 'storage')
  const account = inMemory ? createStorageAccount() : await loadStorageAccount(folder)
  if (!inMemory) await mkdir(storageFolder, { recursive: true, mode: 0o700 })
  const storage = await startStorageServices(account, inMemory ? undefined : storageFolder)
  await createResources(storage)
  return storage
}

function folderInUse(folder: string, cause?: unknown): KustoError {
  return new KustoError(
    'LocalCluster_FolderInUse',
    `The data folder ${folder} is in use by another local cluster. Close that one, or choose another folder.`,
    cause === undefined ? {} : { cause },
  )
}
