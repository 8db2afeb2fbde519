import { isUtf8 } from 'node:buffer'
import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { ofTexts } from './numbers'

/** The parts of a file's path (documents: parse_path). */
function pathParts(path: string): string {
  const [, scheme = '', afterScheme = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(.*)$/s.exec(path) ?? []
  const [, root = ''] = /^(?:\\\\[?.]\\)?([A-Za-z]:)/.exec(afterScheme.replace(/^\/(?=[A-Za-z]:)/, '')) ?? []
  const rest = afterScheme.replace(/^\/(?=[A-Za-z]:)/, '')
  const at = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'))
  const directory = at < 0 ? '' : rest.slice(0, at)
  const [filename = '', ...streams] = rest.slice(at + 1).split(':')
  const isRootOnly = at < 0 && root !== ''
  const dot = filename.lastIndexOf('.')
  return JSON.stringify({
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.slice(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1),
    Filename: isRootOnly ? '' : filename,
    Extension: dot < 0 ? '' : filename.slice(dot + 1),
    AlternateDataStreamName: isRootOnly ? '' : streams.join(':'),
  })
}

/** All paths to leaves and arrays, as the documents write them (treepath). */
function treePaths(json: string): string | null {
  const paths = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (path !== '' && (typeof value !== 'object' || value === null || Array.isArray(value))) paths.add(path)
    if (Array.isArray(value)) for (const item of value) visitItem(item, path)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, `${path}['${name}']`)
    }
  }
  const visitItem = (item: unknown, path: string): void => {
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) paths.add(`${path}[0]`)
    visit(item, `${path}[0]`)
  }
  const parsed: unknown = JSON.parse(json)
  if (typeof parsed !== 'object' || parsed === null) return null
  visit(parsed, '')
  return JSON.stringify([...paths])
}

/** A version's four parts of eight digits as one number (documents: parse_version); null for anything else. */
function versionNumber(text: string): string | null {
  const parts = text.trim().split('.')
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/.test(part))) return null
  const digits = [0, 1, 2, 3].map((index) => (parts[index] ?? '0').padStart(8, '0')).join('')
  return digits.replace(/^0+(?=\d)/, '')
}

/**
 * Replaces each lookup by the rewrite at its place. An earlier lookup goes first; what it has matched is not looked at
 * again. A rewrite that is no text keeps what was matched.
 */
function replacedAll(text: string, lookups: readonly unknown[], rewrites: readonly unknown[]): string {
  let parts: { readonly text: string; readonly isDone: boolean }[] = [{ text, isDone: false }]
  lookups.forEach((lookup, index) => {
    if (typeof lookup !== 'string' || lookup === '') return
    const rewrite = rewrites[index]
    const done = { text: typeof rewrite === 'string' ? rewrite : lookup, isDone: true }
    parts = parts.flatMap((part) =>
      part.isDone
        ? [part]
        : part.text
            .split(lookup)
            .flatMap((rest, at) => [...(at === 0 ? [] : [done]), { text: rest, isDone: false }]),
    )
  })
  return parts.map((part) => part.text).join('')
}

/** The arguments of a command line, by the rules of Windows (CommandLineToArgvW). */
function commandArguments(line: string): string {
  const found: string[] = []
  let [current, isQuoted, isStarted] = ['', false, false]
  for (const [token] of line.matchAll(/\\*"|\\+|\s|[^\s"\\]+/g)) {
    if (token.endsWith('"')) {
      const slashes = token.length - 1
      current += '\\'.repeat(Math.floor(slashes / 2))
      if (slashes % 2 === 1) current += '"'
      else isQuoted = !isQuoted
      isStarted = true
    } else if (/^\s$/.test(token) && !isQuoted) {
      if (isStarted) found.push(current)
      current = ''
      isStarted = false
    } else {
      current += token
      isStarted = true
    }
  }
  if (isStarted) found.push(current)
  return JSON.stringify(found)
}

function itemsOfJson(json: string): unknown[] {
  const items = JSON.parse(json) as unknown
  return Array.isArray(items) ? items : []
}

/** The text of a pattern that matches exactly this text. */
function quoted(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

/** The Base64 text of an array of bytes; empty if they are no text in UTF-8. */
function encodedBytes(json: string): string {
  const items = itemsOfJson(json)
  if (!items.every((item) => typeof item === 'number' && Number.isInteger(item) && item >= 0 && item < 256))
    return ''
  const bytes = Buffer.from(items as number[])
  return isUtf8(bytes) ? bytes.toString('base64') : ''
}

/** Texts and their parts. */
export const textPartFunctions: readonly ComputedFunction[] = [
  ofTexts('kql_parse_path', 'VARCHAR', 1, (path = '') => pathParts(path)),
  ofTexts('kql_treepath', 'VARCHAR', 1, (json = '') => treePaths(json)),
  ofTexts('kql_parse_version', 'VARCHAR', 1, (text = '') => versionNumber(text)),
  ofTexts('kql_replace_strings', 'VARCHAR', 3, (text = '', lookups = '', rewrites = '') =>
    replacedAll(text, itemsOfJson(lookups), itemsOfJson(rewrites)),
  ),
  ofTexts('kql_parse_command_line', 'VARCHAR', 1, (line = '') => commandArguments(line)),
  ofTexts('kql_regex_quote', 'VARCHAR', 1, (text = '') => quoted(text)),
  ofTexts('kql_base64_of_bytes', 'VARCHAR', 1, (json = '') => encodedBytes(json)),
]
