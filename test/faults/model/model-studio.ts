import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudioError } from '../../../electron/domain/studio-error'
import { StorageCallError } from '../../../electron/services/kusto/attempts'
import { createIngestClient } from '../../../electron/services/kusto/client-factory'
import type { KustoConnection } from '../../../electron/services/kusto/connection'
import { createJobService, type Jobs } from '../../../electron/services/jobs/job-service'
import { Journal } from '../../../electron/services/jobs/journal/journal'
import { TableObservers } from '../../../electron/services/tables/table-observers'
import { copyJournal, journals } from './journal-watch'
import type { ModelDisk } from './model-files'
import type { ModelService } from './model-service'
import { modelPorts } from './model-ports'
import { registeredFiles } from './model-sources'
import type { ModelWorld } from './model-world'

/** A tmpfs takes a journal's `fsync` at once; 10,000 seeds would wait for a disk a long time. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export const clusterUri = 'https://cluster.model'

let sharedClient: KustoConnection['ingestClient'] | undefined

let emptyHome: string | undefined

/** A journal in which nothing is written yet: made once by the real one, because that takes a while. */
function emptyJournal(): string {
  if (emptyHome !== undefined) return emptyHome
  const home = mkdtempSync(join(base, 'studio-model-'))
  new Journal(home, () => undefined).close()
  process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  journals.present = undefined
  emptyHome = home
  return home
}

/** The real job service of one home folder, through kills and starts. */
export class ModelStudio {
  readonly #root = mkdtempSync(join(base, 'studio-model-'))
  readonly #world: ModelWorld
  readonly #service: ModelService
  readonly #disk: ModelDisk
  readonly #targetBytes: number
  #runs = 0
  #home = ''
  jobs: Jobs | undefined
  /** What was logged that is no expected failure. */
  readonly surprises: string[] = []

  constructor(world: ModelWorld, service: ModelService, disk: ModelDisk, targetBytes: number) {
    this.#world = world
    this.#service = service
    this.#disk = disk
    this.#targetBytes = targetBytes
  }

  /** Starts the studio on what the journal holds. */
  start(): Jobs {
    const home = join(this.#root, String((this.#runs += 1)))
    copyJournal(this.#home === '' ? emptyJournal() : this.#home, home)
    this.#letGo()
    this.#home = home
    this.#world.process = { isDead: false }
    this.#world.time.isEngineAlive = true
    this.#world.note('the studio starts')
    this.jobs = this.#open(home, 'change')
    return this.jobs
  }

  /** The process is gone in this moment. */
  kill(): void {
    this.#world.note('the studio is killed')
    this.#world.process.isDead = true
    this.#world.time.killEngine()
    this.jobs = undefined
  }

  /** Reads a copy of the journal as the next start would. */
  readCopy<T>(read: (jobs: Jobs) => T): T {
    const copy = join(this.#root, 'copy')
    rmSync(copy, { recursive: true, force: true })
    copyJournal(this.#home, copy)
    const mine = journals.present
    const jobs = this.#open(copy, 'read')
    try {
      return read(jobs)
    } finally {
      journals.present?.letGo()
      journals.present = mine
    }
  }

  /** Ends everything. */
  dispose(): void {
    if (this.jobs !== undefined) this.kill()
    this.#letGo()
    rmSync(this.#root, { recursive: true, force: true })
  }

  #open(home: string, journalUse: 'read' | 'change'): Jobs {
    const connection = this.#connection()
    const connectionTo = async (): Promise<KustoConnection> => await Promise.resolve(connection)
    const log = (scope: string, message: string, error?: unknown): void => this.#hear(scope, message, error)
    const ports = modelPorts(this.#world.time)
    const jobs = createJobService({
      // Pastes outlive the copies of the journal.
      homeFolder: home,
      log,
      files: registeredFiles(this.#disk),
      openConnection: () => connection,
      connectionTo,
      tables: new TableObservers({ connectionTo, clock: ports.clock, log }),
      resumeJobs: journalUse === 'change',
      journalUse,
      targetBlobBytes: this.#targetBytes,
      // The model has queues, and no REST.
      queuedVia: () => 'queue',
      ports,
    })
    return jobs
  }

  #letGo(): void {
    // A dead engine may still look into its journal until the moment of its death is over.
    journals.present?.letGo()
    journals.present = undefined
  }

  #hear(scope: string, message: string, error: unknown): void {
    this.#world.note(`log ${scope}: ${message} ${String(error)}`)
    const isExpected = error instanceof StudioError || error instanceof StorageCallError
    if (!isExpected)
      this.surprises.push(`${scope}: ${message}: ${error instanceof Error ? error.stack : String(error)}`)
  }

  #connection(): KustoConnection {
    const execute = async (text: string, signal?: AbortSignal): ReturnType<KustoConnection['execute']> =>
      await this.#service.execute(text, signal)
    // The SDK's own client makes the messages; it is never asked to call anything.
    const ingestClient = (sharedClient ??= createIngestClient('https://ingest-cluster.model', null))
    return {
      address: { clusterUri, dataIngestionUri: 'https://ingest-cluster.model', isLoopback: false },
      isLocalCluster: false,
      execute: async (_database, text, options) => await execute(text, options?.signal),
      executeDataManagement: async (text, options) => await execute(text, options?.signal),
      // A service with message queues only.
      requestDataManagement: () => Promise.resolve({ status: 404, body: '', failure: undefined }),
      ingestClient,
      close: () => undefined,
    }
  }
}
