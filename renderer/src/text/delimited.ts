import { delimitedLine } from '../../../electron/domain/delimited-line'
import type { Rows } from '../../../electron/domain/schema/table'
import type { Cell } from './cell-words'

/** Rows as CSV (RFC 4180) with a first line of names. Null and the empty text both become nothing. */
export function toCsv({ columns, rows }: Pick<Rows, 'columns' | 'rows'>): string {
  return lines([columns.map(({ name }) => name), ...rows], ',', '\r\n')
}

/**
 * Rows as spreadsheets take them from the clipboard: tabs between, quoted where a value has a tab, a line break or a
 * quote.
 *
 * @param heads The names of the columns; null leaves them out.
 */
export function toTabbed(heads: readonly string[] | null, rows: readonly (readonly Cell[])[]): string {
  return lines(heads === null ? rows : [heads, ...rows], '\t', '\n')
}

function lines(rows: readonly (readonly Cell[])[], delimiter: ',' | '\t', end: string): string {
  return rows.map((row) => delimitedLine(row, delimiter) + end).join('')
}
