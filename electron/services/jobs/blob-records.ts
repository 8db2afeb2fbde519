import { RecordScanner } from '../../domain/record-scanner'
import { withDeadline } from '../deadline'
import { askStorage } from '../sources/ask-storage'
import { largestUnpacked, scanStream } from '../sources/count-records'
import type { SourceRecord } from './job-record'
import { readParquetFooter } from './parquet-footer'

/** Counting gives up after this time. */
const countWithinMs = 120_000

/**
 * Counts the records of a blob of the user's own, a header included: text by reading it once, Parquet by its
 * footer. Null where that is not possible in reasonable time: too large, another format, or not readable from
 * here, though the service may read it.
 *
 * @param uri With its secret part.
 */
export async function countBlobRecords(
  uri: string,
  { format, compression }: Pick<SourceRecord, 'format' | 'compression'>,
  signal: AbortSignal,
): Promise<number | null> {
  // Keys and identities (`;…`) and file-system schemes are for the service alone.
  if (!/^https?:[^;]*$/i.test(uri) || compression === 'zip') return null
  const isParquet = format === 'parquet'
  if (isParquet && compression !== 'none') return null
  if (!isParquet && !RecordScanner.canScan(format)) return null
  try {
    return await withDeadline({ what: 'Counting a blob', timeoutMs: countWithinMs, signal }, (within) =>
      isParquet
        ? parquetRows(uri, within)
        : textRecords(uri, new RecordScanner(format), compression === 'gzip', within),
    )
  } catch {
    // Not counting is no failure: the service reads the blob itself, and says what is wrong with it.
    return null
  }
}

async function textRecords(
  uri: string,
  scanner: RecordScanner,
  isPacked: boolean,
  signal: AbortSignal,
): Promise<number | null> {
  const response = await askStorage(new URL(uri), {}, signal)
  const length = Number(response.headers['content-length'] ?? 0)
  if (response.statusCode !== 200 || length > largestUnpacked) {
    response.destroy()
    return null
  }
  await scanStream(response, scanner, isPacked, signal)
  const { records, insideQuotes } = scanner.finish()
  return insideQuotes ? null : records
}

async function parquetRows(uri: string, signal: AbortSignal): Promise<number | null> {
  const last = await askStorage(new URL(uri), { range: 'bytes=-8' }, signal)
  const sizeBytes = Number(/\/(\d+)$/.exec(last.headers['content-range'] ?? '')?.[1] ?? 0)
  last.destroy()
  if (last.statusCode !== 206) return null
  const content = await readParquetFooter({
    sizeBytes,
    read: async (buffer, offset) => {
      const range = `bytes=${offset}-${offset + buffer.length - 1}`
      const response = await askStorage(new URL(uri), { range }, signal)
      let read = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        if (response.statusCode !== 206 || read + chunk.length > buffer.length) break
        read += chunk.copy(buffer, read)
      }
      return read
    },
  })
  return content?.rows ?? null
}
