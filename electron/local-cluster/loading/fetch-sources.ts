import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchBlob } from '../storage/blob-download'
import type { StorageServices } from '../storage/azurite-services'
import { toLoadingError } from './loading-error'
import type { SourceProperties } from '../messages/ingestion-properties'
import type { LocalSource, ReadySource } from './local-source'
import { prepareSource, removeSources } from './prepare-source'
import { rewriterOf } from './rewriters'
import { isNoRecords } from './source-query'
import type { PatternMatch } from './pattern-match'
import { unzip } from './unzip'

/** How a blob is to be read. */
export interface FetchProperties extends SourceProperties {
  readonly zipPattern?: string | undefined
  readonly rawDataSizeBytes?: number | undefined
  /** Fields that records of delimited text are made to have; undefined: they must agree. */
  readonly fitTo?: number | undefined
}

/**
 * Fetches a blob to `folder` and brings it into the form that is loaded: one source, or one for each file of a zip
 * archive. What is brought into form anyway is read where it lies in the cluster's own storage.
 *
 * @throws KustoError with the service's codes; nothing is left in the folder then.
 */
export async function fetchSources(
  blobUri: string,
  properties: FetchProperties,
  parts: {
    readonly folder: string
    readonly storage: Pick<StorageServices, 'currentUri' | 'owns' | 'blobSpans'>
    readonly matchPattern: PatternMatch
  },
  signal?: AbortSignal,
): Promise<ReadySource[]> {
  const base = join(parts.folder, randomUUID())
  const mayStay = rewriterOf(properties) !== undefined
  const blob = await fetchBlob(blobUri, base, parts.storage, { mayStay, signal })
  const location = blobUri.replace(/[?#;].*$/s, '')
  const { compression } = blob
  const found: LocalSource[] = []
  const ready: ReadySource[] = []
  try {
    if (compression === 'zip') {
      const { zipPattern } = properties
      for (const file of await unzip(blob.path, base, { ...parts, zipPattern }))
        found.push({ ...file, compression: 'gzip', properties, location })
    } else {
      found.push({ ...blob, compression, properties, location, statedRawBytes: properties.rawDataSizeBytes })
    }
    let empty: unknown
    for (const source of found) {
      try {
        ready.push(await prepare(source, properties.fitTo))
      } catch (error) {
        // An empty file takes nothing from the others of its archive.
        if (!isNoRecords(error)) throw error
        empty ??= error
        await rm(source.path, { force: true })
      }
    }
    if (ready.length === 0) throw empty
    return ready
  } catch (error) {
    await removeSources(ready)
    await Promise.all(found.map(({ path }) => rm(path, { force: true })))
    throw error
  } finally {
    if (compression === 'zip') await rm(blob.path, { force: true })
  }
}

async function prepare(source: LocalSource, fitTo: number | undefined): Promise<ReadySource> {
  try {
    return await prepareSource(source, { fitTo })
  } catch (error) {
    throw toLoadingError(error, source)
  }
}
