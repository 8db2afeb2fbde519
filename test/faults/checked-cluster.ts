import { Client } from 'azure-kusto-data'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalCluster, type LocalCluster } from '../../electron/local-cluster/local-cluster'
import { checkedSchema } from './row-checker'

/** A local cluster with one table whose rows can be told apart, and a folder that goes with it. */
export interface CheckedCluster {
  readonly cluster: LocalCluster
  readonly folder: string
  close(): Promise<void>
}

/** Starts it; each batch of the table is sealed by its first item, so that no test waits for the clock. */
export async function startCheckedCluster(table: string): Promise<CheckedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-faults-'))
  const cluster = await startLocalCluster({ dataDir: join(folder, 'cluster') })
  const client = new Client(cluster.clusterUri)
  await client.execute(cluster.database, `.create table ${table} (${checkedSchema})`)
  const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1 })
  await client.execute(cluster.database, `.alter table ${table} policy ingestionbatching '${policy}'`)
  client.close()
  return {
    cluster,
    folder,
    async close() {
      await cluster.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
