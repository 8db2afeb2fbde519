import { BlockBlobClient } from '@azure/storage-blob'
import { localClient } from './local-client'

/**
 * Uploads a blob to a cluster's own temporary storage, as any client may, and returns its URI with the SAS that the
 * cluster hands out.
 *
 * @param home Home folder of the studio that runs the cluster.
 */
export async function uploadBlob(
  clusterUri: string,
  name: string,
  content: Buffer,
  home?: string,
): Promise<string> {
  const client = localClient(clusterUri, home)
  try {
    const answer = await client.executeMgmt('NetDefaultDB', '.get ingestion resources')
    const rows = [...(answer.primaryResults[0]?.rows() ?? [])].map(
      (row) => row.toJSON() as { ResourceTypeName: string; StorageRoot: string },
    )
    const root = rows.find(({ ResourceTypeName }) => ResourceTypeName === 'TempStorage')?.StorageRoot
    if (root === undefined) throw new Error('The cluster has no temporary storage')
    const uri = new URL(root)
    uri.pathname = `${uri.pathname}/${encodeURIComponent(name)}`
    await new BlockBlobClient(uri.href).uploadData(content)
    return uri.href
  } finally {
    client.close()
  }
}
