import { needsConversion } from './conversion/reading-converter'
import { formatFacts } from './data-format'
import { readSampleRecords } from './recognition/sample-records'
import type { Recognition } from './recognition/sample'
import { canHaveHeader } from './source-treatment'

/** Fields of a first record that are kept to compare, and characters of each. */
const mostFields = 1000
const longestField = 200

/** The fields of a source's first record as it is sent; undefined for a format without fields, or if it is converted. */
export function firstRecordOf({
  reading,
  text,
}: Pick<Recognition, 'reading' | 'text'>): string[] | undefined {
  if (reading === null || !canHaveHeader(reading.format) || needsConversion(reading)) return undefined
  const { delimiter } = formatFacts[reading.format]
  if (delimiter === undefined) return undefined
  const { records } = readSampleRecords(text, { delimiter, limit: 1, isWhole: true })
  return records[0]?.cells.slice(0, mostFields).map((cell) => cell.slice(0, longestField))
}

/**
 * Whether a first record repeats the names of a table's columns, in any case: it is a header, and left out unless the
 * user says otherwise.
 */
export function repeatsColumns(
  record: readonly string[] | undefined,
  columns: readonly { readonly name: string }[],
): boolean {
  if (record === undefined) return false
  const known = new Set(columns.map(({ name }) => name.toLowerCase()))
  // The column of row numbers that some programs write has no name.
  const names = record.map((cell) => cell.trim().toLowerCase()).filter((name) => name !== '')
  return names.length > 0 && new Set(names).size === names.length && names.every((name) => known.has(name))
}
