import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatFacts, formatFromName, type DataFormat } from '../../domain/data-format'
import { KustoError } from '../answers/kusto-error'
import { fetchBlob, type BlobStorage, type DownloadedBlob } from '../storage/blob-download'
import { toLoadingError } from './loading-error'
import type { SourceProperties } from '../messages/ingestion-properties'
import type { LocalSource, ReadySource } from './local-source'
import { prepareSource, removeSources } from './prepare-source'
import { rewriterOf } from './rewriters'
import { isNoRecords } from './source-query'
import type { PatternMatch } from './pattern-match'
import { unzip } from './unzip'

/** How to read a blob. */
export interface FetchProperties extends SourceProperties {
  readonly zipPattern?: string | undefined
  readonly rawDataSizeBytes?: number | undefined
  /** The number of fields to give each delimited record; undefined: records must agree. */
  readonly fitTo?: number | undefined
}

/**
 * Fetches a blob to `folder` and prepares it for loading: one source, or one per file of a zip archive. A blob in
 * the cluster's own storage that will be rewritten anyway is read from there.
 *
 * @throws KustoError with the service's codes; nothing is left in the folder then.
 */
export async function fetchSources(
  blobUri: string,
  properties: FetchProperties,
  parts: {
    readonly folder: string
    readonly storage: BlobStorage
    readonly matchPattern: PatternMatch
  },
  signal?: AbortSignal,
): Promise<ReadySource[]> {
  const base = join(parts.folder, randomUUID())
  const mayStay = rewriterOf(properties) !== undefined
  const blob = await fetchBlob(blobUri, base, parts.storage, { mayStay, signal })
  const location = blobUri.replace(/[?#;].*$/s, '')
  const found: LocalSource[] = []
  const ready: ReadySource[] = []
  const { compression } = blob
  try {
    checkPacking(location, compression, properties)
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
        // An empty file must not fail the others in its archive.
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

/**
 * Refuses a blob that is packed otherwise than its name says, as the service does: it goes by the name (documents:
 * supported compression formats; a plain blob named .gz fails there with an error of gzip). Parquet, Avro and ORC are
 * let through: the official SDKs name them .gz and leave them as they are.
 *
 * @throws KustoError `BadRequest_InvalidArchive`, or `BadRequest_InvalidBlob` for packed bytes that would be read as they
 *   are.
 */
function checkPacking(
  location: string,
  actual: DownloadedBlob['compression'],
  { format }: SourceProperties,
): void {
  const named = formatFromName(location).compression
  if (named === actual) return
  if (actual === 'none') {
    if (isBinaryFormat(format)) return
    const message = `The blob is named ${suffixes[named]} and is not packed with ${named}. Copy it to a name without ${suffixes[named]}.`
    throw new KustoError('BadRequest_InvalidArchive', message)
  }
  const message = `The blob is packed with ${actual}, and its name does not end in ${suffixes[actual]}, so it is read as it is. Copy it to a name that ends in ${suffixes[actual]}.`
  throw new KustoError('BadRequest_InvalidBlob', message)
}

const suffixes = { none: '', gzip: '.gz', zip: '.zip' } as const

function isBinaryFormat(format: string): boolean {
  return format in formatFacts && formatFacts[format as DataFormat].binary === true
}

async function prepare(source: LocalSource, fitTo: number | undefined): Promise<ReadySource> {
  try {
    return await prepareSource(source, { fitTo })
  } catch (error) {
    throw toLoadingError(error, source)
  }
}
