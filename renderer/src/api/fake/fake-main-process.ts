import type { EventName } from '../../../../electron/contract/names'
import type { EventPayload, Request } from '../../../../electron/contract/types'
import { parseClusterUri } from '../../../../electron/domain/cluster-uri'
import { defaultSettings } from '../../../../electron/domain/default-settings'
import type { Connection, LocalClusterStatus } from '../../../../electron/domain/schema/connection'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { HistoryJob } from '../../../../electron/domain/schema/history'
import type { BlobLook, ListedBlob } from '../../../../electron/domain/schema/listed-blob'
import type { Snapshot } from '../../../../electron/domain/schema/snapshot'
import type { PastQuery, QueryResult } from '../../../../electron/domain/schema/query'
import type { Settings } from '../../../../electron/domain/schema/settings'
import type { IngestionMapping, Rows } from '../../../../electron/domain/schema/table'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import type { StudioError } from '../../../../electron/domain/studio-error'
import { parseSchema } from '../../../../electron/domain/table-schema'
import type { FakeClock } from './fake-clock'
import { stormContent, type FakeContent } from './fake-content'
import { FakeInspection } from './fake-inspection'
import { FakeJobs, toSnapshot } from './fake-jobs'
import { stormSchema, type FakeTable } from './fake-world'

const countEveryMs = 1000
const pointLimit = 600
const localUri = 'http://127.0.0.1:40123'

/** What the fake main process knows; tests and scenes set it up and change it. */
export class FakeMainProcess {
  readonly clock: FakeClock
  readonly jobs: FakeJobs
  readonly files = new Map<string, FileSource>()
  readonly inspection: FakeInspection
  /** What sources hold, by a file's handle, `paste` or `blob`; the others hold storm events. */
  readonly contents = new Map<string, FakeContent>()
  databases: string[] = ['Samples']
  tables: FakeTable[] = []
  settings: Settings = structuredClone(defaultSettings)
  /** What is in a container that the page lists, whatever its URI. */
  container: ListedBlob[] = []
  /** What the page asked to list last: the URI without its secret, and the prefix. */
  listed = { display: '', prefix: '' }
  /** Snapshots that were kept, by their ids, oldest first. */
  readonly snapshots = new Map<string, Snapshot>()
  /** How many blobs the page gets at a time. */
  blobsPerPage = 5000
  /** What storage says of the content of listed blobs, by handle. */
  readonly blobLooks = new Map<string, BlobLook>()
  /** Where the history is exported to; null: the user dismisses the dialog. */
  exportTo: { path: string } | null = { path: '/home/ana/ingestions.csv' }
  /** Why the history cannot be read; null: it can. */
  historyProblem: StudioError | null = null
  /** What a job's details say besides what follows from its snapshot. */
  readonly historyDetails = new Map<string, Partial<HistoryJob>>()
  /** What the file dialog returns. */
  chosen: FileSource[] = []
  connection: Connection
  localCluster: LocalClusterStatus = { state: 'running', clusterUri: localUri, error: null }
  mappings: IngestionMapping[] = [
    {
      name: 'storm_json',
      kind: 'Json',
      columns: [{ column: 'State', type: 'string', path: '$.State' }],
    },
    {
      name: 'storm_positions',
      kind: 'Csv',
      columns: parseSchema(stormSchema).map(({ name, type }, ordinal) => ({ column: name, type, ordinal })),
    },
  ]
  queryResult: Rows & Partial<QueryResult> = {
    columns: [{ name: 'Count', type: 'long' }],
    rows: [[2001]],
    truncated: false,
  }
  pastQueries: PastQuery[] = []
  /** Set: the studio is open read-only. */
  readOnly: { jobs: number; isWhole: boolean } | null = null
  /** What the studio says about itself. */
  diagnostics = 'Kusto Ingestion Studio, diagnostics\n'
  /** Files that were written, by name. */
  readonly written = new Map<string, string>()
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
    this.inspection = new FakeInspection(
      clock,
      (check) => emit('inspection/changed', check),
      (source) => this.#contentOf(source),
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

  #contentOf(source: Request<'inspection/look'>['source']): { name: string; content: FakeContent } {
    const file = source.kind === 'file' ? this.files.get(source.handle) : undefined
    const key = source.kind === 'file' ? source.handle : source.kind
    const records = file === undefined ? 1000 : (file.records ?? 1000)
    const format = file?.format ?? 'csv'
    const reading = {
      format,
      ignoreFirstRecord: file?.hasHeader ?? false,
      encoding: 'utf-8',
      skipLines: 0,
    } as const
    const { sizeBytes = 162_000, compression = 'none' } = file ?? {}
    const content = this.contents.get(key) ?? stormContent({ records, reading, sizeBytes, compression })
    return { name: file?.name ?? source.kind, content }
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
    // Readings never change, and there may be a million.
    return {
      ...structuredClone({ database, table: name, revision, markers, batches }),
      points: [...points],
      intervalMs: countEveryMs,
      error: null,
    }
  }
}
