import type { FileSource } from '../../../electron/domain/schema/file-source'
import { pathFilter, splitPatterns } from '../../../electron/domain/path-pattern'

/** What stands in the two fields over the list of files. */
export interface FilePatterns {
  /** Patterns, between commas; empty for all files. */
  readonly onlyLike: string
  readonly leaveOut: string
}

/** No patterns: all files. */
export const allFiles: FilePatterns = { onlyLike: '', leaveOut: '' }

/** The entries that the patterns mean, in their order; the very same list where there are no patterns. */
export function filesLike(files: readonly FileSource[], patterns: FilePatterns): readonly FileSource[] {
  const include = splitPatterns(patterns.onlyLike)
  const exclude = splitPatterns(patterns.leaveOut)
  if (include.length === 0 && exclude.length === 0) return files
  const isMeant = pathFilter({ include, exclude })
  return files.filter((file) => !isFile(file) || isMeant(file.relativePath ?? file.name))
}

/** Files that have no problem; the others stay in the list with their reason. */
export function ingestibleFiles(files: readonly FileSource[]): readonly FileSource[] {
  return files.filter(({ problem }) => problem === null)
}

/** Whether an entry of the list is a file, and not the word about those that were left out of a folder. */
export function isFile({ problem }: FileSource): boolean {
  return problem?.code !== 'LeftOut'
}
