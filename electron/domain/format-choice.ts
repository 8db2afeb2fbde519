import { formatFacts, formatFromName, type DataFormat } from './data-format'

/** Where the format that a source is taken for comes from: the user, its name, or its first bytes. */
export type FormatOrigin = 'user' | 'name' | 'content'

/**
 * The format that a file is ingested with: the one it was recognised as, but for a table of one column. There a
 * file whose name says CSV is CSV, even if a semicolon stands in each of its lines: the line is one value.
 *
 * @param columnCount Columns of the table; 0 while it is not known.
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

/** Whether it was the name of a file that decided about its format, or what is in it. */
export function formatOrigin(name: string, format: DataFormat): Exclude<FormatOrigin, 'user'> {
  return formatFromName(name).format === format ? 'name' : 'content'
}
