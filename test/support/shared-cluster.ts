import { afterAll } from 'vitest'
import {
  startLocalCluster,
  type LocalCluster,
  type LocalClusterOptions,
} from '../../electron/local-cluster/local-cluster'
import { ClusterClient } from './cluster-client'

/** One local cluster for all tests of a file, closed after the last of them, and a client of it. */
export async function sharedCluster(
  options: LocalClusterOptions = {},
): Promise<{ readonly cluster: LocalCluster; readonly client: ClusterClient }> {
  const cluster = await startLocalCluster(options)
  afterAll(() => cluster.close())
  return { cluster, client: new ClusterClient(cluster) }
}
