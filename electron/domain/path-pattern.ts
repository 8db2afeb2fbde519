import picomatch from 'picomatch/posix'

/** Which files in a folder to take. */
export interface PathPatterns {
  /** Takes only files that match one of these; all files if empty. */
  readonly include: readonly string[]
  /** Leaves out files that match one of these, whatever `include` says. */
  readonly exclude: readonly string[]
}

/** Tells whether to take a file, given its path below the named folder. */
type PathFilter = (relativePath: string) => boolean

/**
 * Reads patterns as shells write them: `*` and `?` within a name, `**` across folders, `{csv,tsv}` for alternatives,
 * `[0-9]` for a character range. A pattern without a slash matches the file's name in any folder; one with a slash
 * matches the path below the named folder. Case does not matter.
 */
export function pathFilter({ include, exclude }: PathPatterns): PathFilter {
  const isIncluded = matchAny(include)
  const isExcluded = matchAny(exclude)
  return (relativePath) => {
    const path = relativePath.replaceAll('\\', '/')
    return (isIncluded === null || isIncluded(path)) && isExcluded?.(path) !== true
  }
}

/** Splits a text field into patterns at commas and semicolons, except those inside braces. */
export function splitPatterns(text: string): string[] {
  return text
    .split(/[,;](?![^{]*\})/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
}

function matchAny(patterns: readonly string[]): PathFilter | null {
  if (patterns.length === 0) return null
  const matchers = patterns.map((pattern) => {
    const clean = pattern
      .trim()
      .replaceAll('\\', '/')
      .replace(/^\.?\//, '')
    // “/*.csv” means the named folder itself: its slash is gone by now, but it must not match names in every folder.
    const isAboutNames = !/[/]/.test(pattern.trim().replaceAll('\\', '/'))
    return picomatch(clean, { nocase: true, dot: true, basename: isAboutNames })
  })
  return (path) => matchers.some((matches) => matches(path))
}

/** Files that programs leave in folders for themselves; nobody who names the folder means them. */
const leftovers =
  /^(thumbs\.db|desktop\.ini|__macosx|~\$.*|.*~|.*\.(tmp|temp|swp|crdownload|part|partial|lock|lck)|_success|_(committed|started)_.*)$/i

/**
 * Whether a file or folder found in a named folder is left out unless it is named itself: hidden (its name starts with
 * a dot), a file manager's leftover, or a temporary file.
 */
export function isLeftOutByDefault(name: string): boolean {
  return name.startsWith('.') || leftovers.test(name)
}
