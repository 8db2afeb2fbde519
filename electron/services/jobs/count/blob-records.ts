import { once } from 'node:events'
import type { Compression, DataFormat } from '../../../domain/data-format'
import { askStorage } from '../../sources/ask-storage'
import { countByFooter, countStream } from '../../sources/count-records'
import type { SourceRecord } from '../state/job-record'

/**
 * Whether the records of a blob can be counted here: not those of a zip archive, nor those that only the service can
 * read. Keys and identities (`;…`) and file-system schemes are for the service alone.
 */
export function canCountBlob(uri: string, compression: Compression): boolean {
  return /^https?:[^;]*$/i.test(uri) && compression !== 'zip'
}

/**
 * Counts the records of the user's own blob, a header included: by its footer if the format has one, else by reading it
 * once. Null if that is impossible: a zip archive, a damaged blob, or one that only the service can read.
 *
 * @param uri With its secret part.
 */
export async function countBlobRecords(
  uri: string,
  { format, compression }: Pick<SourceRecord, 'format' | 'compression'>,
  signal: AbortSignal,
): Promise<number | null> {
  if (!canCountBlob(uri, compression)) return null
  const hasFooter = compression === 'none' && (format === 'parquet' || format === 'orc')
  try {
    return await (hasFooter ? footerRows(uri, format, signal) : readRecords(uri, format, signal))
  } catch {
    // Not a failure: the service reads the blob itself, and says what is wrong with it.
    return null
  }
}

async function readRecords(uri: string, format: DataFormat, signal: AbortSignal): Promise<number | null> {
  const response = await askStorage(new URL(uri), {}, signal)
  if (response.statusCode !== 200) {
    response.destroy()
    return null
  }
  await once(response, 'readable', { signal })
  const start = response.read() as Buffer | null
  if (start !== null) response.unshift(start)
  // Go by the first bytes, as the service does: the name may be wrong.
  const isPacked = start?.[0] === 0x1f && start[1] === 0x8b
  return await countStream(response, { format, compression: isPacked ? 'gzip' : 'none' })
}

async function footerRows(
  uri: string,
  format: 'parquet' | 'orc',
  signal: AbortSignal,
): Promise<number | null> {
  const last = await askStorage(new URL(uri), { range: 'bytes=-8' }, signal)
  const sizeBytes = Number(/\/(\d+)$/.exec(last.headers['content-range'] ?? '')?.[1] ?? 0)
  last.destroy()
  if (last.statusCode !== 206) return null
  const file = {
    sizeBytes,
    read: async (buffer: Buffer, offset: number) => {
      const range = `bytes=${offset}-${offset + buffer.length - 1}`
      const response = await askStorage(new URL(uri), { range }, signal)
      let read = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        if (response.statusCode !== 206 || read + chunk.length > buffer.length) break
        read += chunk.copy(buffer, read)
      }
      return read
    },
  }
  return await countByFooter(file, format)
}
