import type { EventName } from '../../../../electron/contract/names'
import type { EventPayload } from '../../../../electron/contract/types'
import { parseClusterUri } from '../../../../electron/domain/cluster-uri'
import { defaultSettings } from '../../../../electron/domain/default-settings'
import type { Connection, LocalClusterStatus } from '../../../../electron/domain/schema/connection'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { ListedBlob } from '../../../../electron/domain/schema/listed-blob'
import type { Settings } from '../../../../electron/domain/schema/settings'
import type { Rows } from '../../../../electron/domain/schema/table'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import type { FakeClock } from './fake-clock'
import { FakeJobs, toSnapshot } from './fake-jobs'
import type { FakeTable } from './fake-world'

const countEveryMs = 1000
const pointLimit = 600
const localUri = 'http://127.0.0.1:40123'

/** What the fake main process knows; tests and scenes set it up and change it. */
export class FakeMainProcess {
  readonly clock: FakeClock
  readonly jobs: FakeJobs
  readonly files = new Map<string, FileSource>()
  databases: string[] = ['Samples']
  tables: FakeTable[] = []
  settings: Settings = structuredClone(defaultSettings)
  /** What is in a container that the page lists, whatever its URI. */
  container: ListedBlob[] = []
  /** What the page asked to list last: the URI without its secret, and the prefix. */
  listed = { display: '', prefix: '' }
  /** How many blobs the page gets at a time. */
  blobsPerPage = 5000
  /** What the file dialog returns. */
  chosen: FileSource[] = []
  connection: Connection
  localCluster: LocalClusterStatus = { state: 'running', clusterUri: localUri, error: null }
  queryResult: Rows = { columns: [{ name: 'Count', type: 'long' }], rows: [[2001]], truncated: false }
  #watched: FakeTable | null = null
  readonly #emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void

  constructor(clock: FakeClock, emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void) {
    this.clock = clock
    this.#emit = emit
    this.connection = this.describe('local')
    this.jobs = new FakeJobs(
      clock,
      (job) => emit('jobs/changed', toSnapshot(job)),
      (table) => this.count(table),
    )
    this.#tick()
  }

  /** A connection to this cluster, as if the cluster had answered. */
  describe(clusterUri: string): Connection {
    const isLocalCluster = clusterUri === 'local'
    const address = parseClusterUri(isLocalCluster ? localUri : clusterUri)
    return {
      clusterUri: address.clusterUri,
      dataIngestionUri: address.dataIngestionUri,
      displayName: isLocalCluster ? 'Local cluster' : new URL(address.clusterUri).host,
      isLocalCluster,
      state: 'open',
      signIn: isLocalCluster ? { kind: 'notNeeded' } : { kind: 'signedIn', account: 'ana@contoso.com' },
      error: null,
    }
  }

  open(clusterUri: string): Connection {
    this.connection = this.describe(clusterUri)
    return this.connection
  }

  remember(files: readonly FileSource[]): FileSource[] {
    for (const file of files) this.files.set(file.handle, file)
    return [...files]
  }

  watch(table: FakeTable): TableWatch {
    this.#watched = table
    if (table.points.length === 0) this.#read(table)
    return this.#watchOf(table)
  }

  /** Takes a reading and reports it. */
  count(table: FakeTable): void {
    this.#read(table)
    if (table === this.#watched) this.#emit('table/rowCount', this.#watchOf(table))
  }

  #tick(): void {
    this.clock.after(countEveryMs, () => {
      if (this.#watched !== null) this.count(this.#watched)
      this.#tick()
    })
  }

  #read(table: FakeTable): void {
    table.revision += 1
    table.points.push({ at: this.clock.now(), rows: table.rows, ours: table.ours })
    if (table.points.length > pointLimit) table.points.shift()
  }

  #watchOf(table: FakeTable): TableWatch {
    const { database, name, revision, points, markers, batches } = table
    return structuredClone({
      database,
      table: name,
      revision,
      points,
      markers,
      batches,
      intervalMs: countEveryMs,
      error: null,
    })
  }
}
