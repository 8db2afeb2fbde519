import { BlockBlobClient } from '@azure/storage-blob'
import { QueueClient } from '@azure/storage-queue'
import { Client } from 'azure-kusto-data'
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type { ClusterUnderTest } from './cluster-under-test'

/** A blob in the cluster's own storage, with its SAS. */
export interface UploadedBlob {
  readonly uri: string
  readonly rawBytes: number
}

/** Uploads blobs and posts messages for them, as a client does, but each step by itself. */
export interface BlobPoster {
  upload(path: string, rawBytes: number): Promise<UploadedBlob>
  /** Posts one message for each blob, several at once. */
  post(table: string, blobs: readonly UploadedBlob[]): Promise<void>
}

/** Asks the cluster for its resources. */
export async function createBlobPoster(cluster: ClusterUnderTest): Promise<BlobPoster> {
  const client = new Client(cluster.clusterUri)
  const answer = await client.execute('NetDefaultDB', '.get ingestion resources')
  client.close()
  const found = new Map<string, string>()
  for (const row of answer.primaryResults[0]?.rows() ?? []) {
    const [type, root] = [String(row.getValueAt(0)), String(row.getValueAt(1))]
    if (!found.has(type)) found.set(type, root)
  }
  const container = new URL(found.get('TempStorage') ?? '')
  const queue = new QueueClient(found.get('SecuredReadyForAggregationQueue') ?? '')
  return {
    upload: async (path, rawBytes) => {
      const name = `${randomUUID()}${path.slice(path.indexOf('.', path.lastIndexOf('/')))}`
      const uri = `${container.origin}${container.pathname}/${name}${container.search}`
      // In blocks, as clients send what is large.
      await new BlockBlobClient(uri).uploadFile(path, { concurrency: 4, blockSize: 8 * 1_048_576 })
      return { uri, rawBytes: rawBytes === 0 ? statSync(path).size : rawBytes }
    },
    post: async (table, blobs) => {
      const waiting = [...blobs]
      const worker = async (): Promise<void> => {
        for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) {
          const message = {
            Id: randomUUID(),
            BlobPath: blob.uri,
            RawDataSize: blob.rawBytes,
            DatabaseName: cluster.database,
            TableName: table,
            FlushImmediately: false,
            AdditionalProperties: { format: 'csv', ignoreFirstRecord: 'true' },
          }
          await queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'))
        }
      }
      await Promise.all(Array.from({ length: 16 }, worker))
    },
  }
}
