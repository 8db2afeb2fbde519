import { randomUUID } from 'node:crypto'
import { TableClient } from '@azure/data-tables'
import { ContainerClient } from '@azure/storage-blob'
import { QueueClient } from '@azure/storage-queue'
import { Client } from 'azure-kusto-data'
import type { LocalCluster } from '../../electron/local-cluster/local-cluster'
import { eventually } from './eventually'

/** What a status table's entity says of one source. */
export interface StatusEntity {
  readonly Status?: string
  readonly Details?: string
  readonly ErrorCode?: string
  readonly FailureStatus?: string
}

/** Properties of a posted message that differ from plain CSV. */
export interface PostOptions {
  readonly id?: string
  readonly database?: string
  readonly table?: string
  readonly rawDataSize?: number | null
  readonly flushImmediately?: boolean
  readonly properties?: Readonly<Record<string, unknown>>
}

/** Talks to a local cluster as any client does: SDK for queries, storage clients for uploads and messages. */
export class ClusterClient {
  readonly client: Client
  readonly database: string
  #resources: Promise<Map<string, string[]>> | undefined

  constructor(cluster: Pick<LocalCluster, 'clusterUri' | 'database'>) {
    this.client = new Client(cluster.clusterUri)
    this.database = cluster.database
  }

  /** Runs a query or command and returns the first table's rows as objects. */
  async rows(csl: string): Promise<Record<string, unknown>[]> {
    const result = await this.client.execute(this.database, csl)
    const [table] = result.primaryResults
    return table === undefined ? [] : [...table.rows()].map((row) => row.toJSON<Record<string, unknown>>())
  }

  async count(table: string): Promise<number> {
    return Number((await this.rows(`['${table}'] | count`))[0]?.['Count'])
  }

  /** Waits until the table has this many rows. */
  async waitForCount(table: string, rows: number, timeoutMs?: number): Promise<void> {
    await eventually(
      () => this.count(table),
      (count) => count === rows,
      timeoutMs,
    )
  }

  /** URIs of one kind of ingestion resource. */
  async resource(kind: string): Promise<string> {
    this.#resources ??= this.#readResources()
    const [uri] = (await this.#resources).get(kind) ?? []
    if (uri === undefined) throw new Error(`No ${kind}`)
    return uri
  }

  /** Uploads bytes to temporary storage and returns the blob's URI with its SAS. */
  async upload(content: string | Buffer, name = `${randomUUID()}.csv${suffixOf(content)}`): Promise<string> {
    const container = new ContainerClient(await this.resource('TempStorage'))
    const blob = container.getBlockBlobClient(name)
    await blob.uploadData(Buffer.from(content))
    return blob.url
  }

  /** Posts an ingestion message that reports to the status table, as SDKs do; returns its id. */
  async post(blobPath: string, options: PostOptions = {}): Promise<string> {
    const id = options.id ?? randomUUID()
    const message = {
      Id: id,
      BlobPath: blobPath,
      RawDataSize: options.rawDataSize === undefined ? 1000 : options.rawDataSize,
      DatabaseName: options.database ?? this.database,
      TableName: options.table ?? 'T',
      RetainBlobOnSuccess: true,
      FlushImmediately: options.flushImmediately ?? true,
      ReportLevel: 2,
      ReportMethod: 1,
      IngestionStatusInTable: {
        tableConnectionString: 'http://not.used',
        partitionKey: id,
        rowKey: id,
      },
      AdditionalProperties: { format: 'csv', authorizationContext: 'x', ...options.properties },
    }
    await this.postText(Buffer.from(JSON.stringify(message)).toString('base64'))
    return id
  }

  async postText(text: string): Promise<void> {
    await new QueueClient(await this.resource('SecuredReadyForAggregationQueue')).sendMessage(text)
  }

  /** Uploads and posts in one step. */
  async ingest(content: string | Buffer, options: PostOptions = {}): Promise<string> {
    return this.post(await this.upload(content), options)
  }

  /** Waits until the source's ingestion has ended, and returns how. */
  async ended(id: string, timeoutMs?: number): Promise<StatusEntity> {
    const table = await this.statusTable()
    return eventually(
      async (): Promise<Partial<StatusEntity>> => {
        try {
          return await table.getEntity<StatusEntity>(id, id)
        } catch (error) {
          if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return {}
          throw error
        }
      },
      ({ Status }) => Status !== undefined && Status !== 'Pending',
      timeoutMs,
    )
  }

  async statusTable(): Promise<TableClient> {
    const url = new URL(await this.resource('IngestionsStatusTable'))
    const path = url.pathname.slice(1)
    return new TableClient(`${url.origin}${url.search}`, path, { allowInsecureConnection: true })
  }

  async #readResources(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const row of await this.rows('.get ingestion resources')) {
      const kind = String(row['ResourceTypeName'])
      found.set(kind, [...(found.get(kind) ?? []), String(row['StorageRoot'])])
    }
    return found
  }
}

/** What a blob's name ends in if its content is packed: the service goes by it. */
function suffixOf(content: string | Buffer): string {
  if (typeof content === 'string') return ''
  const start = content.toString('latin1', 0, 2)
  return start === '\u001f\u008b' ? '.gz' : start === 'PK' ? '.zip' : ''
}
