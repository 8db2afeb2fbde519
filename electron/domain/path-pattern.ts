import picomatch from 'picomatch/posix'

/** Which files of a folder are meant. */
export interface PathPatterns {
  /** Only files like one of these; all of them where there is none. */
  readonly include: readonly string[]
  /** Files like one of these are left out, whatever `include` says. */
  readonly exclude: readonly string[]
}

/** Tells whether a file is meant, by its path below the folder that was named. */
export type PathFilter = (relativePath: string) => boolean

/**
 * Reads patterns as shells write them: `*` and `?` within a name, `**` over folders, `{csv,tsv}` for choices,
 * `[0-9]` for one of some. A pattern without a slash is about the file's name, wherever it is; one with a slash
 * is about the path below the folder that was named. Upper and lower case are the same.
 */
export function pathFilter({ include, exclude }: PathPatterns): PathFilter {
  const isIncluded = matchAny(include)
  const isExcluded = matchAny(exclude)
  return (relativePath) => {
    const path = relativePath.replaceAll('\\', '/')
    return (isIncluded === null || isIncluded(path)) && isExcluded?.(path) !== true
  }
}

/** Reads the patterns of one text field: between commas or semicolons, but not those within braces. */
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
    // “/*.csv” is about the folder itself: its slash is gone, but it is no pattern for names anywhere.
    const isAboutNames = !/[/]/.test(pattern.trim().replaceAll('\\', '/'))
    return picomatch(clean, { nocase: true, dot: true, basename: isAboutNames })
  })
  return (path) => matchers.some((matches) => matches(path))
}

/** Files that programs leave in folders for themselves; nobody means them when naming the folder. */
const leftovers =
  /^(thumbs\.db|desktop\.ini|__macosx|~\$.*|.*~|.*\.(tmp|temp|swp|crdownload|part|partial|lock|lck)|_success|_(committed|started)_.*)$/i

/**
 * Whether a file or folder found in a named folder is left out unless it is named itself: hidden (its name
 * begins with a dot), a leftover of a file manager, or a temporary file.
 */
export function isLeftOutByDefault(name: string): boolean {
  return name.startsWith('.') || leftovers.test(name)
}
