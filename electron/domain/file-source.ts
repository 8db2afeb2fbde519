import type { FileSource } from './schema/file-source'

/** All records in a file, header included; null if they were not counted. */
export function allRecords({
  records,
  hasHeader,
  filesInside = 1,
}: Pick<FileSource, 'records' | 'hasHeader' | 'filesInside'>): number | null {
  return records === null ? null : records + (hasHeader ? filesInside : 0)
}
