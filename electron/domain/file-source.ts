import type { FileSource } from './schema/file-source'

/** All records of a file, a header included; null where they were not counted. */
export function allRecords({
  records,
  hasHeader,
  filesInside = 1,
}: Pick<FileSource, 'records' | 'hasHeader' | 'filesInside'>): number | null {
  return records === null ? null : records + (hasHeader ? filesInside : 0)
}
