import type { QueuedItem } from '../engine/ingested-items'
import type { StorageServices } from '../storage/azurite-services'
import { blobSize } from '../storage/blob-download'
import type { BatchItem } from './batching-manager'

/** How much larger a compressed file becomes when unpacked, if nobody said (documents: IngestionBatching policy). */
const compressionFactor = 11

/** Adds the size to count for batching if the client gave none: the blob's own, times a factor if compressed. */
export async function withSize(
  item: QueuedItem,
  storage: Pick<StorageServices, 'currentUri' | 'owns' | 'readsLocalBlobs'>,
): Promise<BatchItem> {
  const { message } = item
  const size = await blobSize(message.blobPath, storage)
  const packed = /\.(gz|zip)(\?|$)/i.test(message.blobPath)
  return { ...item, rawSizeBytes: size === undefined ? undefined : size * (packed ? compressionFactor : 1) }
}
