import { ContainerClient } from '@azure/storage-blob'
import { Client } from 'azure-kusto-data'
import {
  BlobDescriptor,
  DataFormat,
  IngestClient,
  IngestionProperties,
  StreamingIngestClient,
} from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../electron/local-cluster/local-cluster'
import { connection, database, enableStreaming, makeTable, rows, waitForRows } from './cluster-under-test'

/** Another cluster, for its storage: an account that the cluster under test knows nothing of. */
let other: LocalCluster
let blobUri = ''

beforeAll(async () => {
  other = await startLocalCluster()
  const client = new Client(other.clusterUri)
  const { primaryResults } = await client.execute(other.database, '.show export containers')
  client.close()
  const [container] = primaryResults[0]?.toJSON<{ StorageRoot: string }>().data ?? []
  const blob = new ContainerClient(container?.StorageRoot ?? '').getBlockBlobClient('numbers.csv')
  await blob.uploadData(Buffer.from('1\n2\n3\n'))
  blobUri = blob.url
})

afterAll(() => other.close())

describe('a blob of another account, with its SAS', () => {
  const sum = async (table: string): Promise<unknown> => rows(`${table} | summarize Total = sum(Number)`)

  it('is queued', async () => {
    const table = await makeTable('foreign_queued', 'Number: long')
    const client = new IngestClient(connection())
    const properties = new IngestionProperties({ database, table, flushImmediately: true })
    await client.ingestFromBlob(new BlobDescriptor(blobUri), properties)
    client.close()
    await waitForRows(table, 3)
    expect(await sum(table)).toEqual([{ Total: 6 }])
  })

  it('is streamed', async () => {
    const table = await makeTable('foreign_streamed', 'Number: long')
    await enableStreaming(table)
    const client = new StreamingIngestClient(connection())
    await client.ingestFromBlob(blobUri, new IngestionProperties({ database, table, format: DataFormat.CSV }))
    client.close()
    expect(await sum(table)).toEqual([{ Total: 6 }])
  })

  it('is ingested by a command', async () => {
    const table = await makeTable('foreign_direct', 'Number: long')
    const [loaded] = await rows(`.ingest into table ${table} (h'${blobUri}') with (format = 'csv')`)
    expect(loaded).toMatchObject({ HasErrors: false })
    expect(await sum(table)).toEqual([{ Total: 6 }])
  })
})
