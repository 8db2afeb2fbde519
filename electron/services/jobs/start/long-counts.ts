import { sumKnown } from '../../../domain/row-accounting'
import { kindOf } from '../kinds/source-kinds'
import type { SourceRecord } from '../state/job-record'

/** Blobs of one job are read to count their records if they have no more than this together. */
const mostBytesRead = 256 * 1_048_576

/**
 * Decides that the blobs of a job are not counted if that would take long: their data would all come through this
 * machine, which the service itself reads where they are. Those whose footer has the number are still counted.
 */
export function withoutLongCounts(sources: SourceRecord[]): SourceRecord[] {
  const read = sources.filter((source) => !kindOf(source).isUploaded && !hasFooter(source))
  const bytes = sumKnown(read.map(({ sizeBytes }) => sizeBytes ?? 0)) ?? 0
  if (bytes <= mostBytesRead) return sources
  const tooMuch = new Set(read)
  return sources.map((source) => (tooMuch.has(source) ? { ...source, isCountable: false } : source))
}

function hasFooter({ format, compression }: SourceRecord): boolean {
  return compression === 'none' && (format === 'parquet' || format === 'orc')
}
