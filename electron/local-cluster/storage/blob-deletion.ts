import { BlobClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import type { StorageServices } from './azurite-services'
import { deleteForeignBlob } from './blob-download'

/** How long storage may take, in milliseconds. */
const patienceMs = 10_000

/**
 * Deletes a blob whose rows landed, if its sender asked for that: one of the cluster's own with the account's key,
 * others with the SAS in their URI.
 *
 * @throws Error of the storage client, whose text may hold the URI: not for people or logs.
 */
export async function deleteBlob(
  blobUri: string,
  storage: Pick<StorageServices, 'currentUri' | 'owns' | 'account' | 'readsLocalBlobs'>,
): Promise<void> {
  const uri = storage.currentUri(blobUri)
  if (!storage.owns(uri)) {
    await deleteForeignBlob(uri, storage)
    return
  }
  const { name, key } = storage.account
  const credential = new StorageSharedKeyCredential(name, key)
  const client = new BlobClient(uri.replace(/\?.*$/s, ''), credential, { retryOptions: { maxTries: 1 } })
  await client.deleteIfExists({ abortSignal: AbortSignal.timeout(patienceMs) })
}
