import { formatFacts, formatFromName, type DataFormat } from './data-format'

/** Where a source's format came from: the user, its name, or its first bytes. */
export type FormatOrigin = 'user' | 'name' | 'content'

/**
 * The format to ingest a file with: the recognised one, except for a table with one column. There, a file named as CSV
 * is CSV even if every line contains a semicolon: the line is one value.
 *
 * @param columnCount The table's columns; 0 while unknown.
 */
export function formatForTable(
  file: { readonly name: string; readonly format: DataFormat | null },
  columnCount: number,
): DataFormat | null {
  const named = formatFromName(file.name).format
  if (columnCount !== 1 || named === undefined || file.format === null) return file.format
  const areBothDelimited =
    formatFacts[named].delimiter !== undefined && formatFacts[file.format].delimiter !== undefined
  return areBothDelimited ? named : file.format
}

/** Whether a file's format came from its name or its content. */
export function formatOrigin(name: string, format: DataFormat): Exclude<FormatOrigin, 'user'> {
  return formatFromName(name).format === format ? 'name' : 'content'
}
