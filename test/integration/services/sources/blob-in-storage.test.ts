import { ContainerClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { createCredentialStore } from '../../../../electron/services/auth/credential-store'
import {
  createClusterRegistry,
  type ClusterRegistry,
} from '../../../../electron/services/kusto/cluster-registry'
import { inspectBlob } from '../../../../electron/services/sources/blob-inspection'

let cluster: LocalCluster
let registry: ClusterRegistry
let container: URL

/** A blob's URI in the cluster's own container, with the container's SAS. */
const uriOf = (name: string): string => `${container.origin}${container.pathname}/${name}${container.search}`

beforeAll(async () => {
  cluster = await startLocalCluster()
  registry = createClusterRegistry({
    isLocalCluster: () => true,
    credentials: createCredentialStore({ openBrowser: undefined }),
  })
  const { ingestClient } = await registry.connectionTo(cluster.clusterUri)
  const containers = await ingestClient.resourceManager.getContainers()
  container = new URL(containers?.[0]?.uri ?? '')
  const client = new ContainerClient(container.href)
  await client.getBlockBlobClient('data.csv').upload('a,1\nb,2\n', 8)
  await client.getBlockBlobClient('empty.csv').upload('', 0)
})
afterAll(async () => {
  registry.close()
  await cluster.close()
})

describe('a blob in real storage', () => {
  it('is described', async () => {
    expect(await inspectBlob(uriOf('data.csv'))).toMatchObject({
      name: 'data.csv',
      sizeBytes: 8,
      format: 'csv',
      compression: 'none',
    })
  })

  it('is refused when it is empty, missing, or not allowed', async () => {
    await expect(inspectBlob(uriOf('empty.csv'))).rejects.toMatchObject({ code: 'FileEmpty' })
    await expect(inspectBlob(uriOf('missing.csv'))).rejects.toMatchObject({ code: 'BlobNotFound' })
    const tampered = uriOf('data.csv').replace(/sig=[^&]{4}/, 'sig=AAAA')
    await expect(inspectBlob(tampered)).rejects.toMatchObject({ code: 'BlobForbidden' })
    const bare = uriOf('data.csv').replace(/\?.*/, '')
    await expect(inspectBlob(bare)).rejects.toMatchObject({
      code: expect.stringMatching(/^(SasNeeded|BlobNotFound)$/) as string,
    })
  })
})
