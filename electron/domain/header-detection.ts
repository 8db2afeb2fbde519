import { valueKind } from './value-kind'

/**
 * Guesses whether the first record is a header. It is if it repeats the table's column names, or if it holds only
 * distinct names while later records hold typed values (numbers, times, JSON) in at least one column. A single record
 * is data, unless it repeats the table's columns.
 *
 * @param columns The target table's column names, if known.
 */
export function looksLikeHeader(
  records: readonly (readonly string[])[],
  columns: readonly string[] = [],
): boolean {
  const [first, ...rest] = records
  if (first === undefined || !hasOnlyNames(first)) return false
  if (repeats(first, columns)) return true
  return first.some((_name, index) => {
    const kinds = rest.map((record) => valueKind(record[index] ?? '')).filter((kind) => kind !== 'empty')
    return kinds.length > 0 && kinds.filter((kind) => kind !== 'text').length > kinds.length / 2
  })
}

function hasOnlyNames(record: readonly string[]): boolean {
  const names = record.map((name) => name.trim().toLowerCase())
  return (
    names.every((name) => name.length <= 200 && !/[\r\n]/.test(name) && valueKind(name) === 'text') &&
    new Set(names).size === names.length
  )
}

function repeats(record: readonly string[], columns: readonly string[]): boolean {
  if (columns.length === 0 || record.length > columns.length) return false
  const known = new Set(columns.map((column) => column.toLowerCase()))
  return record.every((name) => known.has(name.trim().toLowerCase()))
}
