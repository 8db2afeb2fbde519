import { bracketEntityName } from '../entity-name'
import type { Column } from '../schema/table'
import { columnKind, hasNoValue, rowsOf, shapesOf } from './column-kind'
import { extentsCommand } from './snapshot-query'

/** A number of a comparison: about the table, or about one of its columns. */
export type ComparedNumber = 'rows' | 'extents' | 'nulls' | 'distinct' | 'range' | 'spread' | 'newRows'

/**
 * The KQL behind one number, for the rows of an ingestion and for all others, so that it can be read, copied and run.
 *
 * @param tag The ingestion's tag without `drop-by:`; null for all rows.
 * @param width Width of a bin, in seconds for times.
 */
export function numberQuery(
  where: { readonly table: string; readonly tag: string | null },
  what: ComparedNumber,
  column?: Column & { readonly width: number | null },
): string {
  const { table, tag } = where
  if (what === 'extents') return extentsCommand(table, tag)
  if (what === 'newRows') return newRowsQuery(table, tag)
  const measure = (rows: string): string => `${rows}\n| ${measureOf(what, column)}`
  if (tag === null) return measure(rowsOf(table, null, 'all'))
  return [
    `// All rows, then those of this ingestion`,
    `union withsource = Part\n    (${inline(measure(rowsOf(table, null, 'all')))}),\n    (${inline(measure(rowsOf(table, tag, 'ours')))})`,
  ].join('\n')
}

/** Some rows of an ingestion, or of the table. */
export function newRowsQuery(table: string, tag: string | null, rows = 20): string {
  return `${rowsOf(table, tag, tag === null ? 'all' : 'ours')} | take ${rows}`
}

function measureOf(what: ComparedNumber, column?: Column & { readonly width: number | null }): string {
  if (column === undefined || what === 'rows') return 'summarize Rows = count()'
  const name = bracketEntityName(column.name)
  switch (what) {
    case 'nulls':
      return `summarize Nulls = countif(${hasNoValue(column, name)})`
    case 'distinct':
      return `summarize Distinct = dcount(${name})`
    case 'range':
      if (column.type === 'dynamic')
        return `summarize Shortest = min(array_length(${name})), Longest = max(array_length(${name}))`
      return `summarize Smallest = min(${name}), Largest = max(${name})`
    default:
      return spreadOf(column, name)
  }
}

function spreadOf({ type, width }: Column & { readonly width: number | null }, name: string): string {
  const kind = columnKind(type)
  if (kind === 'time' && width !== null)
    return `summarize Rows = count() by Value = bin(${name}, ${width}s) | order by Value asc`
  if (kind === 'number' && width !== null)
    return `summarize Rows = count() by Value = bin(todouble(${name}), ${Number.isInteger(width) ? `${width}.0` : width}) | order by Value asc`
  if (kind === 'shapes') return `${shapesOf(name)} | summarize Rows = count() by Value | top 60 by Rows`
  return `summarize Rows = count() by Value = tostring(${name}) | top 60 by Rows`
}

function inline(text: string): string {
  return text.replace(/\n/g, ' ')
}
