import {
  ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { mapConcurrently } from '../../electron/domain/concurrency/map-concurrently'
import type { LocalCluster } from '../../electron/local-cluster/local-cluster'
import { localClient } from './local-client'

/** A container of a user's own in a local cluster's storage. */
export interface StorageContainer {
  /** `http://127.0.0.1:port/account/container`. */
  readonly uri: string
  readonly accountKey: string
  /** A SAS without its question mark; with read and list permission if nothing else is said. */
  sas(permissions?: string): string
  upload(name: string, content: string | Buffer, metadata?: Record<string, string>): Promise<void>
  /** Uploads many small blobs. */
  uploadAll(blobs: readonly (readonly [name: string, content: string])[]): Promise<void>
}

/** Makes a container. @param dataDir Of the cluster, which has its account in there. */
export async function makeContainer(
  cluster: Pick<LocalCluster, 'clusterUri'>,
  dataDir: string,
  containerName: string,
): Promise<StorageContainer> {
  const account = JSON.parse(readFileSync(join(dataDir, 'storage-account.json'), 'utf8')) as {
    readonly name: string
    readonly key: string
  }
  const credential = new StorageSharedKeyCredential(account.name, account.key)
  const uri = `${await storageOrigin(cluster.clusterUri, join(dataDir, '..'))}/${account.name}/${containerName}`
  const client = new ContainerClient(uri, credential)
  await client.create()
  const sas: StorageContainer['sas'] = (permissions = 'rl') => {
    const options = {
      containerName,
      permissions: ContainerSASPermissions.parse(permissions),
      protocol: SASProtocol.HttpsAndHttp,
      expiresOn: new Date(Date.now() + 3_600_000),
    }
    return generateBlobSASQueryParameters(options, credential).toString()
  }
  const upload: StorageContainer['upload'] = async (name, content, metadata = {}) => {
    const bytes = Buffer.from(content)
    await client.getBlockBlobClient(name).upload(bytes, bytes.length, { metadata })
  }
  return {
    uri,
    accountKey: account.key,
    sas,
    upload,
    async uploadAll(blobs) {
      // Without the client, which takes longer for each blob than storage does.
      const agent = new Agent({ keepAlive: true, maxSockets: 16 })
      const query = sas('cw')
      await mapConcurrently([...blobs], 16, ([name, content]) =>
        put(`${uri}/${encodeURIComponent(name)}?${query}`, content, agent),
      )
      agent.destroy()
    },
  }
}

function put(url: string, content: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-length': Buffer.byteLength(content) }
    request(url, { method: 'PUT', headers, agent }, (response) => {
      response.resume()
      if (response.statusCode === 201) response.on('end', resolve)
      else reject(new Error(`Storage answered ${response.statusCode ?? 0}`))
    })
      .on('error', reject)
      .end(content)
  })
}

/** Where the cluster's blob storage listens. */
async function storageOrigin(clusterUri: string, home: string): Promise<string> {
  const client = localClient(clusterUri, home)
  try {
    const answer = await client.executeMgmt('NetDefaultDB', '.get ingestion resources')
    const roots = [...(answer.primaryResults[0]?.rows() ?? [])].map(
      (row) => row.toJSON() as { ResourceTypeName: string; StorageRoot: string },
    )
    const root = roots.find(({ ResourceTypeName }) => ResourceTypeName === 'TempStorage')?.StorageRoot
    if (root === undefined) throw new Error('The cluster has no temporary storage')
    return new URL(root).origin
  } finally {
    client.close()
  }
}
