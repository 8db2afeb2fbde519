import {
  ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import { Agent, request } from 'node:http'
import { mapConcurrently } from '../../electron/domain/concurrency/map-concurrently'
import { startStorageServices } from '../../electron/local-cluster/storage/azurite-services'
import { createSecrets, type StorageAccount } from '../../electron/local-cluster/storage/storage-account'

/** A container of a user's own. */
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

/** A user's own storage account, served by this process: for a local cluster one of others, on this machine. */
export interface UserStorage {
  makeContainer(containerName: string): Promise<StorageContainer>
  close(): Promise<void>
}

/** Starts a storage account. A local cluster reads it only with `allowLocalBlobs`. */
export async function startUserStorage(): Promise<UserStorage> {
  const { account } = createSecrets()
  const options = { log: () => undefined, readsLocalBlobs: false }
  const services = await startStorageServices(account, undefined, options)
  return {
    makeContainer: (name) => makeContainer(account, `${services.blobEndpoint}/${name}`, name),
    close: () => services.close(),
  }
}

async function makeContainer(
  account: StorageAccount,
  uri: string,
  containerName: string,
): Promise<StorageContainer> {
  const credential = new StorageSharedKeyCredential(account.name, account.key)
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
