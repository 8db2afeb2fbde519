import { pathFilter, splitPatterns } from '../../../../electron/domain/path-pattern'
import type { FileSource } from '../../../../electron/domain/schema/file-source'

/** The two pattern fields above the list of files. */
export interface FilePatterns {
  /** Patterns separated by commas; empty: all files. */
  readonly onlyLike: string
  readonly leaveOut: string
}

/** No patterns: all files. */
export const allFiles: FilePatterns = { onlyLike: '', leaveOut: '' }

/** The files that match the patterns, in order; without patterns, the very same list. */
export function filesLike(files: readonly FileSource[], patterns: FilePatterns): readonly FileSource[] {
  const include = splitPatterns(patterns.onlyLike)
  const exclude = splitPatterns(patterns.leaveOut)
  if (include.length === 0 && exclude.length === 0) return files
  const matches = pathFilter({ include, exclude })
  return files.filter((file) => !isFile(file) || matches(file.relativePath ?? file.name))
}

/** Whether an entry is a file, rather than the note on what was left out of a folder. */
export function isFile({ problem }: FileSource): boolean {
  return problem?.code !== 'LeftOut'
}
