import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Catalog } from '../engine/catalog'
import { DuckDbEngine, type EngineError } from '../engine/duckdb-engine'
import { ExtentStore } from '../engine/extents'
import { IngestedItems } from '../engine/ingested-items'
import { createMessageSeal } from '../engine/message-seal'
import { MappingStore } from '../engine/mapping-store'
import { PolicyStore } from '../engine/policy-store'
import { PrincipalStore } from '../engine/principal-store'
import { QueuedOperations } from '../engine/queued-operations'
import { UpdateFailures } from '../engine/update-failures'
import { prepareMacros, prepareStore } from '../engine/store-schema'
import { conversionMacros } from '../engine/text-conversion'
import { preludeStatements } from '../kql/prelude'
import { KustoError } from '../answers/kusto-error'
import { startStorageServices, type StorageServices } from '../storage/azurite-services'
import { setAsideDamaged } from '../storage/damaged-files'
import { createResources } from '../storage/ingestion-resources'
import { createSelfSignedCertificate, type TlsIdentity } from '../storage/self-signed-certificate'
import { createSecrets, loadSecrets, type ClusterSecrets } from '../storage/storage-account'
import { ticksFromMilliseconds } from '../time/ticks'
import { makePrivate } from './private-folder'

/** A cluster's data folder. */
export interface DataFolder {
  readonly root: string
  /** Nothing outlives the process. */
  readonly inMemory: boolean
}

/** Everything that a cluster keeps in its database. */
export interface Stores {
  readonly engine: DuckDbEngine
  readonly catalog: Catalog
  readonly policies: PolicyStore
  readonly extents: ExtentStore
  readonly items: IngestedItems
  readonly updateFailures: UpdateFailures
  readonly queuedOperations: QueuedOperations
  readonly mappings: MappingStore
  readonly principals: PrincipalStore
}

/** Folder for downloads and rewritten files. */
export function downloadFolder(folder: DataFolder): string {
  return join(folder.root, 'temp')
}

/** Folder that DuckDB spills to if memory is short. */
export function spillFolder(folder: DataFolder): string {
  return join(folder.root, 'spill')
}

/**
 * Opens a data folder's database; from then on other processes are kept out of the folder.
 *
 * @throws KustoError `LocalCluster_FolderInUse`.
 */
export async function openEngine(
  folder: DataFolder,
  onFatal: (error: EngineError) => void,
): Promise<DuckDbEngine> {
  await makePrivate(folder.root)
  try {
    const engine = await DuckDbEngine.open({
      path: folder.inMemory ? ':memory:' : join(folder.root, 'engine.duckdb'),
      readableFolder: downloadFolder(folder),
      spillFolder: spillFolder(folder),
      onFatal,
    })
    // In a folder that others use too, the file it has just made needs it.
    await makePrivate(folder.root)
    return engine
  } catch (error) {
    if (error instanceof Error && /lock/i.test(error.message)) throw folderInUse(folder.root, error)
    throw error
  }
}

/** Reads what the database holds, and creates missing databases. */
export async function openStores(
  folder: DataFolder,
  engine: DuckDbEngine,
  options: {
    readonly databases: readonly string[]
    readonly now: number
    /** Absent: what the store seals can be read in this run only. */
    readonly secrets?: ClusterSecrets
  },
): Promise<Stores> {
  for (const path of [downloadFolder(folder), spillFolder(folder)]) {
    // Leftovers from an earlier process are useless: its items are still queued.
    await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true, mode: 0o700 })
  }
  await engine.transaction(prepareStore)
  await prepareMacros(engine, [...conversionMacros, ...preludeStatements])
  // After a kill, each start would read the log again; this checkpoint ends that.
  if (!folder.inMemory) await engine.run('CHECKPOINT')
  const catalog = await Catalog.open(engine)
  const known = new Set(catalog.databases().map(({ name }) => name))
  for (const name of options.databases) {
    if (!known.has(name)) await catalog.createDatabase(name, ticksFromMilliseconds(options.now))
  }
  return {
    engine,
    catalog,
    policies: await PolicyStore.open(engine),
    extents: new ExtentStore(engine),
    items: new IngestedItems(engine, createMessageSeal((options.secrets ?? createSecrets()).messageKey)),
    updateFailures: new UpdateFailures(engine),
    queuedOperations: new QueuedOperations(engine),
    mappings: new MappingStore(engine),
    principals: new PrincipalStore(engine),
  }
}

/** A data folder's secrets; call {@link openEngine} first, which locks the folder. */
export async function openSecrets(folder: DataFolder): Promise<ClusterSecrets> {
  return folder.inMemory ? createSecrets() : await loadSecrets(folder.root)
}

/**
 * Starts a data folder's storage services. Call {@link openEngine} first: it locks the folder. With an `identity`,
 * clients get the status table's address over https.
 */
export async function openStorage(
  folder: DataFolder,
  { account }: ClusterSecrets,
  options: {
    readonly log: (line: string) => void
    readonly identity: TlsIdentity | undefined
    readonly isHttpsOnly: boolean
    readonly readsLocalBlobs: boolean
  },
): Promise<StorageServices> {
  const path = join(folder.root, 'storage')
  if (!folder.inMemory) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await setAsideDamaged(path, options.log)
  }
  const storage = await startStorageServices(account, folder.inMemory ? undefined : path, options)
  try {
    await createResources(storage)
    return storage
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Creates a certificate for this run, and writes its public part to a file for clients to trust. */
export async function writeCertificate(file: string, now: number): Promise<TlsIdentity> {
  const identity = createSelfSignedCertificate(now)
  await writeFile(file, identity.certificate)
  return identity
}

/** The error for a data folder that another cluster has open. */
export function folderInUse(root: string, cause?: unknown): KustoError {
  return new KustoError(
    'LocalCluster_FolderInUse',
    `The data folder ${root} is in use by another local cluster. Close that one, or choose another folder.`,
    cause === undefined ? {} : { cause },
  )
}
