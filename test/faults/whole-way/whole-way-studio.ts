import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { SourceRequest } from '../../../electron/domain/schema/source'
import type { JobSnapshot, SourceSnapshot } from '../../../electron/domain/schema/job'

import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../electron/services/create-studio'
import type { StudioServices } from '../../../electron/services/studio-services'
import { ClusterClient } from '../../support/cluster-client'
import { textColumns } from './delimited-content'
import type { GeneratedFile } from './generated-file'
import { packedBytes, type Row, type TableKind } from './must-land'
import { typedColumns } from './typed-values'

/** How some files are ingested together. */
export interface Setup {
  readonly table: TableKind
  /** Whether small files share blobs. */
  readonly sharesBlobs: boolean
  /** Whether the studio cuts files of more than a few records into several blobs. */
  readonly cuts: boolean
}

/** What became of one file. */
export interface SourceOutcome {
  readonly file: GeneratedFile
  readonly name: string
  /** What the studio found out about it beforehand; of files only. */
  readonly info: FileSource | undefined
  /** Undefined where it was refused before it could be sent. */
  readonly source: SourceSnapshot | undefined
}

/** What became of some files that were ingested together. */
export interface RunOutcome {
  readonly sources: readonly SourceOutcome[]
  /** Undefined where nothing could be sent. */
  readonly job: JobSnapshot | undefined
  readonly rows: readonly Row[]
}

const smallBlobBytes = 200

/** A local cluster, and the studio's services on it. */
export class WholeWayStudio {
  readonly folder = mkdtempSync(join(tmpdir(), 'whole-way-'))
  #cluster!: LocalCluster
  #client!: ClusterClient
  #studio!: StudioServices
  #cuttingStudio!: StudioServices
  #runs = 0

  static async start(): Promise<WholeWayStudio> {
    const made = new WholeWayStudio()
    made.#cluster = await startLocalCluster({ dataDir: join(made.folder, 'cluster') })
    made.#client = new ClusterClient(made.#cluster)
    made.#studio = await made.#open('home', {})
    made.#cuttingStudio = await made.#open('cutting', { targetBlobBytes: smallBlobBytes })
    return made
  }

  async #open(home: string, options: { readonly targetBlobBytes?: number }): Promise<StudioServices> {
    const studio = await createStudio({
      homeFolder: join(this.folder, home),
      log: () => undefined,
      ...options,
    })
    await studio.connection.open(this.#cluster.clusterUri)
    return studio
  }

  /** Ingests files into a table of their own, and waits for the end. */
  async run(files: readonly GeneratedFile[], setup: Setup): Promise<RunOutcome> {
    const table = `T${++this.#runs}`
    const folder = join(this.folder, table)
    mkdirSync(folder)
    try {
      await this.#createTable(table, setup.table)
      return await this.#ingest(files, table, folder, setup)
    } finally {
      await this.#client.rows(`.drop table ${table} ifexists`)
      rmSync(folder, { recursive: true })
    }
  }

  async close(): Promise<void> {
    await this.#studio.close()
    await this.#cuttingStudio.close()
    this.#client.client.close()
    await this.#cluster.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #createTable(table: string, kind: TableKind): Promise<void> {
    const columns =
      kind === 'texts'
        ? textColumns.map((name) => `${name}: string`)
        : typedColumns.map(({ name, type }) => `${name}: ${type}`)
    await this.#client.rows(`.create table ${table} (${columns.join(', ')})`)
    const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1 })
    await this.#client.rows(`.alter table ${table} policy ingestionbatching '${policy}'`)
  }

  async #ingest(
    files: readonly GeneratedFile[],
    table: string,
    folder: string,
    setup: Setup,
  ): Promise<RunOutcome> {
    const studio = setup.cuts ? this.#cuttingStudio : this.#studio
    const names = files.map((file, index) => fileName(file, index))
    const onDisk = files.flatMap((file, index) => (file.way === 'file' ? [index] : []))
    const paths = onDisk.map((index) => {
      const path = join(folder, names[index] ?? '')
      writeFileSync(path, packedBytes(files[index] as GeneratedFile))
      return path
    })
    const registered = await studio.sources.register(paths)
    const infos = new Map(onDisk.map((index, place) => [index, registered[place]]))
    const requests: SourceRequest[] = []
    const outcomes: { file: GeneratedFile; name: string; info: FileSource | undefined; at?: number }[] = []
    for (const [index, file] of files.entries()) {
      const info = infos.get(index)
      const name = names[index] ?? ''
      const outcome = { file, name, info }
      if (info !== undefined && info.problem !== null) outcomes.push(outcome)
      else {
        outcomes.push({ ...outcome, at: requests.length })
        requests.push(await this.#request(file, name, { info, table }))
      }
    }
    const job = await this.#settle(studio, table, requests, setup)
    const sources = job === undefined ? [] : allSources(studio, job)
    studio.sources.forget(registered.map(({ handle }) => handle))
    return {
      job,
      rows: await this.#rows(table, setup.table),
      sources: outcomes.map(({ at, ...outcome }) => ({
        ...outcome,
        source: at === undefined ? undefined : sources[at],
      })),
    }
  }

  async #request(
    file: GeneratedFile,
    name: string,
    { info, table }: { readonly info: FileSource | undefined; readonly table: string },
  ): Promise<SourceRequest> {
    const { format, ignoreFirstRecord, saysFormat } = file
    if (info !== undefined) {
      const { handle } = info
      return { kind: 'file', handle, ignoreFirstRecord, ...(saysFormat ? { format } : {}) }
    }
    const bytes = packedBytes(file)
    if (file.way === 'paste')
      return { kind: 'paste', text: bytes.toString(), format, ignoreFirstRecord, name }
    // Batches that run at the same time have files of the same names.
    const uri = await this.#client.upload(bytes, `${table}/${name}`)
    return { kind: 'blob', uri, format, ignoreFirstRecord, rawDataSizeBytes: null }
  }

  async #settle(
    studio: StudioServices,
    table: string,
    sources: readonly SourceRequest[],
    { sharesBlobs }: Setup,
  ): Promise<JobSnapshot | undefined> {
    if (sources.length === 0) return undefined
    const { database } = this.#cluster
    const started = await studio.jobs.start({
      database,
      table,
      sources,
      tagged: true,
      separateBlobs: !sharesBlobs,
    })
    return await new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => finish(() => reject(new Error('The job did not come to its end'))),
        300_000,
      )
      const finish = (settle: () => void): void => {
        clearTimeout(limit)
        unsubscribe()
        settle()
      }
      const unsubscribe = studio.jobs.onChange((change) => {
        if (change.jobId !== started.jobId) return
        const job = change.snapshot()
        if (job.status !== 'running') finish(() => resolve(job))
      })
    })
  }

  /** As the protocol has them, without a client that would interpret them. */
  async #rows(table: string, kind: TableKind): Promise<Row[]> {
    const numbers = kind === 'types' ? ' | extend L = tostring(L)' : ''
    const body = JSON.stringify({ db: this.#cluster.database, csl: `set notruncation; ${table}${numbers}` })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${this.#cluster.clusterUri}/v2/rest/query`, { method: 'POST', headers, body })
    const frames = (await answer.json()) as readonly {
      TableKind?: string
      Columns?: { ColumnName: string }[]
      Rows?: Row[]
    }[]
    const primary = frames.find((frame) => frame.TableKind === 'PrimaryResult')
    if (primary?.Rows === undefined) throw new Error(`No rows: ${JSON.stringify(frames).slice(0, 1000)}`)
    const columns = primary.Columns?.map(({ ColumnName }) => ColumnName) ?? []
    const wanted = kind === 'texts' ? textColumns : typedColumns.map(({ name }) => name)
    const places = wanted.map((name) => columns.indexOf(name))
    return primary.Rows.map((row) => places.map((place) => row[place]))
  }
}

/** Names differ, so that a finding names its file. */
export function fileName({ extension, packing }: GeneratedFile, index: number): string {
  const end = packing.startsWith('gzip') ? '.gz' : packing.startsWith('zip') ? '.zip' : ''
  return `source-${index}.${extension}${end}`
}

function allSources(studio: StudioServices, { jobId, sourceCount }: JobSnapshot): SourceSnapshot[] {
  const sources: SourceSnapshot[] = []
  while (sources.length < sourceCount)
    sources.push(...studio.jobs.sources({ jobId, offset: sources.length, limit: 500 }))
  return sources
}
