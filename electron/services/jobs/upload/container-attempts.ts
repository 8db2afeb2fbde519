import { StorageCallError, type OnTrouble } from '../../kusto/attempts'
import { BlobWriter, type BlobTarget } from '../../kusto/blob-upload'
import type { IngestionResourceCache } from '../../kusto/ingestion-resources'

/**
 * Tries a whole upload in one container after another until one takes it, each time with a new writer. If all refuse, or
 * are gone, asks the cluster for others, once.
 *
 * @throws StudioError the last refusal's cause, or anything else that `upload` throws.
 */
export async function inSomeContainer<T>(
  resources: IngestionResourceCache,
  blobName: string,
  signal: AbortSignal,
  upload: (writer: BlobWriter, target: BlobTarget) => Promise<T>,
  onTrouble?: OnTrouble,
): Promise<T> {
  try {
    return await resources.use(async ({ containers }) => {
      let last: StorageCallError | undefined
      for (const container of resources.inTurn(containers)) {
        const target = { container, blobName }
        const writer = new BlobWriter(target, signal, resources.clock, onTrouble)
        try {
          return await upload(writer, target)
        } catch (error) {
          if (!(error instanceof StorageCallError)) throw error
          last = error
        } finally {
          // Unsubscribes it from the signal, which outlives it: a large file has many writers.
          writer.abort()
        }
      }
      throw last ?? new Error('No container')
    })
  } catch (error) {
    throw error instanceof StorageCallError ? error.fault.error : error
  }
}
