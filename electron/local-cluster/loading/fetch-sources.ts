import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchBlob } from '../storage/blob-download'
import type { StorageServices } from '../storage/azurite-services'
import type { LocalSource, SourceProperties } from './local-source'
import { canPipe } from './piped-source'
import { delimiterOf } from './source-query'
import { unzip } from './unzip'

/**
 * Fetches a blob to `folder` and, when it is a zip archive, unpacks it: one source for each of its files. Large
 * delimited text of the cluster's own storage is read from where it lies.
 *
 * @throws KustoError with the service's codes; nothing is left in the folder then.
 */
export async function fetchSources(
  blobUri: string,
  properties: SourceProperties & {
    readonly zipPattern?: string | undefined
    readonly rawDataSizeBytes?: number | undefined
  },
  parts: {
    readonly folder: string
    readonly storage: Pick<StorageServices, 'currentUri' | 'owns' | 'blobSpans'>
  },
  signal?: AbortSignal,
): Promise<LocalSource[]> {
  const base = join(parts.folder, randomUUID())
  const mayStay = canPipe && delimiterOf(properties.format) !== undefined
  const blob = await fetchBlob(blobUri, base, parts.storage, { mayStay, signal })
  const { compression } = blob
  const location = blobUri.replace(/[?#;].*$/s, '')
  const statedRawBytes = properties.rawDataSizeBytes
  if (compression !== 'zip') return [{ ...blob, compression, properties, location, statedRawBytes }]
  const paths: string[] = []
  try {
    const pathOf = (index: number): string => {
      const path = `${base}.${index}`
      paths.push(path)
      return path
    }
    const files = await unzip(blob.path, pathOf, properties.zipPattern)
    return files.map((file) => ({ ...file, compression: 'none' as const, properties, location }))
  } catch (error) {
    await Promise.all(paths.map((path) => rm(path, { force: true })))
    throw error
  } finally {
    await rm(blob.path, { force: true })
  }
}
