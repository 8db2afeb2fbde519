import { once } from 'node:events'
import { expectedRecords } from '../../../domain/source-treatment'
import { askStorage } from '../../sources/ask-storage'
import { blobAccess } from '../../sources/blob-access'
import { countByFooter, countStream } from '../../sources/count-records'
import { openZipFrom } from '../../sources/zip-archive'
import type { SourceRecord } from '../state/job-record'

/**
 * Whether the records of a blob can be counted here: not those that only the service can read. Keys and identities
 * (`;…`) and file-system schemes are for the service alone.
 */
export function canCountBlob(uri: string): boolean {
  return /^https?:[^;]*$/i.test(uri)
}

/**
 * Counts the records that the user's own blob should land, so without its header, or those of the files in its archive:
 * by its footer if the format has one, else by reading it once. Null if that is impossible: a blob that is damaged, that
 * is packed otherwise than its name says, or that only the service can read.
 *
 * @param uri With its secret part.
 */
export async function countBlobRecords(
  uri: string,
  source: CountedBlob,
  signal: AbortSignal,
): Promise<number | null> {
  if (!canCountBlob(uri)) return null
  const { format, compression } = source
  const hasFooter = compression === 'none' && (format === 'parquet' || format === 'orc')
  try {
    if (hasFooter) {
      const bytes = await blobAccess(new URL(uri), signal)
      return bytes === null ? null : await countByFooter(bytes, format)
    }
    return await (compression === 'zip'
      ? archiveRecords(uri, source, signal)
      : readRecords(uri, source, signal))
  } catch {
    // Not a failure: the service reads the blob itself, and says what is wrong with it.
    return null
  }
}

/** What tells how a blob's records are counted. */
type CountedBlob = Pick<SourceRecord, 'format' | 'compression'> & {
  readonly ignoreFirstRecord?: boolean
  readonly zipPattern?: string | undefined
}

async function archiveRecords(
  uri: string,
  { format, ignoreFirstRecord = false, zipPattern }: CountedBlob,
  signal: AbortSignal,
): Promise<number | null> {
  const bytes = await blobAccess(new URL(uri), signal)
  if (bytes === null) return null
  const archive = await openZipFrom(bytes, zipPattern)
  try {
    if (archive.choice.kind === 'refused') return null
    let sum = 0
    for (const entry of archive.entries) {
      const records = await countStream(await entry.open(), { format, compression: 'none' })
      const expected = expectedRecords(records, { format, ignoreFirstRecord })
      if (expected === null) return null
      sum += expected
    }
    return sum
  } finally {
    archive.close()
  }
}

async function readRecords(
  uri: string,
  { format, compression, ignoreFirstRecord = false }: CountedBlob,
  signal: AbortSignal,
): Promise<number | null> {
  const response = await askStorage(new URL(uri), {}, signal)
  if (response.statusCode !== 200) {
    response.destroy()
    return null
  }
  await once(response, 'readable', { signal })
  const start = response.read() as Buffer | null
  if (start !== null) response.unshift(start)
  const isPacked = start?.[0] === 0x1f && start[1] === 0x8b
  // The service goes by the name, and refuses what is packed otherwise.
  if (isPacked !== (compression === 'gzip')) {
    response.destroy()
    return null
  }
  const records = await countStream(response, { format, compression: isPacked ? 'gzip' : 'none' })
  return expectedRecords(records, { format, ignoreFirstRecord })
}
