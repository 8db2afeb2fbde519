import { StorageCallError, type OnTrouble } from '../../kusto/attempts'
import { BlobWriter, type BlobTarget } from '../../kusto/blob-upload'
import type { IngestionResourceCache } from '../../kusto/ingestion-resources'

/**
 * Does a whole upload in one container after the other until one takes it. Each try begins anew with a writer
 * of its own. When all refuse, or are not there any more, the cluster is asked for others, once.
 *
 * @throws StudioError with the cause of the last refusal, or whatever `upload` throws that is not storage's.
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
        const writer = new BlobWriter(target, signal, onTrouble)
        try {
          return await upload(writer, target)
        } catch (error) {
          if (!(error instanceof StorageCallError)) throw error
          last = error
        } finally {
          // It lets go of the signal, which outlives it: a large file has many writers.
          writer.abort()
        }
      }
      throw last ?? new Error('No container')
    })
  } catch (error) {
    throw error instanceof StorageCallError ? error.fault.error : error
  }
}
