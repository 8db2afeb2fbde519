import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { QueuedVia } from '../../../../electron/domain/queued-via'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { systemClock } from '../../../../electron/services/clock'
import type { DiskSpace } from '../../../../electron/services/free-space'
import { createJobService, type Jobs } from '../../../../electron/services/jobs/job-service'
import {
  createClusterRegistry,
  type ClusterRegistry,
} from '../../../../electron/services/kusto/cluster-registry'
import type { KustoConnection } from '../../../../electron/services/kusto/connection'
import { TableObservers } from '../../../../electron/services/tables/table-observers'
import type { StartJobRequest } from '../../../../electron/services/studio-services'
import { eventually } from '../../../support/eventually'
import { ClusterClient } from '../../../support/cluster-client'

/** What the tests need of a local cluster, in this process or in one of its own. */
export type ClusterInUse = Pick<LocalCluster, 'clusterUri' | 'database' | 'close'>

/** A local cluster, a home folder, and job services that are opened on it one after another. */
export class JobsUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'studio-jobs-'))
  readonly home = join(this.folder, 'home')
  cluster: ClusterInUse
  client: ClusterClient
  #open: { readonly jobs: Jobs; readonly registry: ClusterRegistry } | undefined

  /** On a cluster that runs; {@link close} closes it. */
  constructor(cluster: ClusterInUse) {
    this.cluster = cluster
    this.client = new ClusterClient(cluster)
  }

  /** @param dataDir Where the cluster keeps its data; in memory when left out. */
  static async start(dataDir?: string): Promise<JobsUnderTest> {
    return new JobsUnderTest(
      await startLocalCluster({ allowLocalBlobs: true, ...(dataDir === undefined ? {} : { dataDir }) }),
    )
  }

  /** Restarts the cluster from its folder, at another address. */
  async restartCluster(dataDir: string): Promise<void> {
    await this.cluster.close()
    this.cluster = await startLocalCluster({ allowLocalBlobs: true, dataDir })
    this.client.client.close()
    this.client = new ClusterClient(this.cluster)
  }

  /** Makes a table whose batches are sealed after `items` items, or 10 s. */
  async createTable(name: string, columns = 'a: long, b: string', items = 1): Promise<void> {
    await this.client.rows(`.create table ${name} (${columns})`)
    await this.sealAfter(name, items)
  }

  /** Seals the table's batches after `items` items, or 10 s, from now on. */
  async sealAfter(name: string, items: number): Promise<void> {
    const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: items })
    await this.client.rows(`.alter table ${name} policy ingestionbatching '${policy}'`)
  }

  /** Opens the service after closing an earlier one. `clusterUri` may be a proxy's. */
  async open(
    options: {
      readonly clusterUri?: string
      readonly home?: string
      readonly targetBlobBytes?: number
      readonly patienceMs?: number
      readonly resumeJobs?: boolean
      /** Hides that the cluster takes an id only once: the service in the cloud does not promise that. */
      readonly asCloud?: boolean
      /** Hides that the cluster prefers REST to its queues. */
      readonly prefersQueues?: boolean
      /** By message if left out: faults are put into queues and the status table. */
      readonly queuedVia?: QueuedVia
      /** How much room the disk has, in place of what it says. */
      readonly spaceAt?: (folder: string) => Promise<DiskSpace>
    } = {},
  ): Promise<Jobs> {
    await this.closeJobs()
    const registry = createClusterRegistry({
      isLocalCluster: () => true,
      credentials: {
        credentialFor: () => {
          throw new Error('A cluster on loopback needs no credential')
        },
        close: () => undefined,
      } as never,
    })
    const seen = new Map<KustoConnection, KustoConnection>()
    const connectionTo = async (uri: string, signal?: AbortSignal): Promise<KustoConnection> => {
      const real = await registry.connectionTo(uri, signal)
      if (options.asCloud !== true && options.prefersQueues !== true) return real
      const known =
        seen.get(real) ?? (options.asCloud === true ? withoutOffering(real) : withoutPreference(real))
      seen.set(real, known)
      return known
    }
    const connection = await connectionTo(options.clusterUri ?? this.cluster.clusterUri)
    const jobs = createJobService({
      homeFolder: options.home ?? this.home,
      log: () => undefined,
      openConnection: () => connection,
      connectionTo,
      tables: new TableObservers({ connectionTo, clock: systemClock, log: () => undefined }),
      files: { pathOf: (handle) => handle },
      targetBlobBytes: options.targetBlobBytes,
      patienceMs: options.patienceMs ?? 20_000,
      resumeJobs: options.resumeJobs,
      queuedVia: () => options.queuedVia ?? 'queue',
      spaceAt: options.spaceAt,
    })
    this.#open = { jobs, registry }
    return jobs
  }

  get jobs(): Jobs {
    if (this.#open === undefined) throw new Error('No job service is open')
    return this.#open.jobs
  }

  /** Writes a file and gives its path, which is also its handle. */
  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  async start(
    request: Partial<StartJobRequest> & Pick<StartJobRequest, 'table' | 'sources'>,
  ): Promise<JobSnapshot> {
    return await this.jobs.start({
      database: this.cluster.database,
      tagged: true,
      ...request,
    })
  }

  /** Waits until nothing more happens to a job by itself. */
  async settled(jobId: string, timeoutMs = 40_000): Promise<JobSnapshot> {
    return await eventually(
      () => this.job(jobId),
      (job) => job.status !== 'running',
      timeoutMs,
    )
  }

  job(jobId: string): JobSnapshot {
    const job = this.jobs.list({ limit: 500 }).find((candidate) => candidate.jobId === jobId)
    if (job === undefined) throw new Error(`No job ${jobId}`)
    return job
  }

  async closeJobs(): Promise<void> {
    await this.#open?.jobs.close()
    this.#open?.registry.close()
    this.#open = undefined
  }

  async close(): Promise<void> {
    await this.closeJobs()
    this.client.client.close()
    await this.cluster.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** One cluster with an open service for all tests of a file; both are closed after the last of them. */
export async function sharedJobs(): Promise<JobsUnderTest> {
  const studio = await JobsUnderTest.start()
  afterAll(() => studio.close())
  await studio.open()
  return studio
}

/** The same cluster, except for what `.show version` promises. */
function withoutOffering(real: KustoConnection): KustoConnection {
  return {
    ...real,
    execute: async (database, text, execution) => {
      const answer = await real.execute(database, text, execution)
      if (text !== '.show version') return answer
      const index = answer.columns.findIndex((column) => column.name === 'ServiceOffering')
      const hide = (row: readonly unknown[]): unknown[] =>
        row.map((cell, at) => (at === index ? '{"Type":"Azure Data Explorer"}' : cell))
      return { columns: answer.columns, rows: answer.rows.map(hide) }
    },
  }
}

/** The same cluster, except for which way to queue it prefers. */
function withoutPreference(real: KustoConnection): KustoConnection {
  return {
    ...real,
    requestDataManagement: async (request) => {
      const answer = await real.requestDataManagement(request)
      if (!request.path.endsWith('/configuration')) return answer
      const text = JSON.stringify(answer.body).replace('"REST"', '"Queue"')
      return { ...answer, body: JSON.parse(text) as unknown }
    },
  }
}

/** A CSV with `rows` records after a header, with commas, quotes and line ends in its second column. */
export function csvWithHeader(rows: number, from = 0): string {
  const lines = ['a,b']
  for (let row = from; row < from + rows; row++) lines.push(`${row},"text ""${row}"",\nsecond line"`)
  return `${lines.join('\n')}\n`
}
