import type { QueuedItem } from '../engine/ingested-items'
import type { StorageServices } from '../storage/azurite-services'
import { blobSize } from '../storage/blob-download'
import type { BatchItem } from './batching-manager'

/** How much larger a packed file is unpacked, where nobody said (documents: IngestionBatching policy). */
const compressionFactor = 11

/** Adds the size that counts for batching where no client gave it: the blob's own, times a factor when it is packed. */
export async function withSize(
  item: QueuedItem,
  storage: Pick<StorageServices, 'currentUri'>,
): Promise<BatchItem> {
  const { message } = item
  const size = await blobSize(storage.currentUri(message.blobPath))
  const packed = /\.(gz|zip)(\?|$)/i.test(message.blobPath)
  return { ...item, rawSizeBytes: size === undefined ? undefined : size * (packed ? compressionFactor : 1) }
}
