import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import { KustoError } from '../kusto-error'
import type { LocalSource, SourceQuery } from './local-source'
import { numbersRecords } from './mapped-value'
import type { ColumnMapping } from './mapping'
import { ordinalValues } from './ordinal-values'
import { readHead } from './source-head'
import { readerQuery } from './source-sql'

/** Four characters that no text has in this order: DuckDB's reader cannot go without a delimiter. */
const noDelimiter = '\u0001\u0002\u0003\u0004'

/** Reads each line as one value, whatever it holds (`txt`). */
export function textQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const options = [
    'auto_detect = false',
    "columns = {f0: 'VARCHAR'}",
    `delim = ${quoteText(noDelimiter)}`,
    "quote = ''",
    "escape = ''",
    'header = false',
    `skip = ${source.properties.ignoreFirstRecord ? 1 : 0}`,
    `compression = '${source.compression}'`,
  ]
  const values = ordinalValues(source, table, ['f0'], mapping)
  return readerQuery(source, values, { function: 'read_csv', options, alone: numbersRecords(mapping) })
}

/** Reads the whole source as one value (`raw`). */
export function rawQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const values = ordinalValues(source, table, ['content'], mapping)
  return readerQuery(source, values, { function: 'read_text', options: [], alone: numbersRecords(mapping) })
}

/** Reads tab-separated fields in which a backslash escapes (`tsve`): `\\t`, `\\n`, `\\r` and `\\\\`; quotes are text. */
export async function escapedTabsQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): Promise<SourceQuery> {
  const skipped = source.properties.ignoreFirstRecord ? 1 : 0
  const fields = await readHead(source, (text, isWhole) => {
    const lines = text.split(/\r\n|\n|\r/)
    const line = lines[skipped]
    if (line === undefined || line === '') return isWhole ? 0 : undefined
    return lines.length > skipped + 1 || isWhole ? line.split('\t').length : undefined
  })
  if (fields === undefined || fields === 0) {
    throw new KustoError('BadRequest_NoRecordsOrWrongFormat', 'The blob has no records.')
  }
  const names = Array.from({ length: fields }, (_, index) => `f${index}`)
  const options = [
    'auto_detect = false',
    `columns = {${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    `delim = '\t'`,
    "quote = ''",
    "escape = ''",
    'header = false',
    `skip = ${skipped}`,
    `compression = '${source.compression}'`,
  ]
  const values = ordinalValues(source, table, names.map(unescaped), mapping)
  return readerQuery(source, values, { function: 'read_csv', options, alone: numbersRecords(mapping) })
}

/** SQL that undoes the escapes; a character that no text has stands for a backslash meanwhile. */
function unescaped(field: string): string {
  return [
    ['\\\\', '\u0001'],
    ['\\t', '\t'],
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\u0001', '\\'],
  ].reduce((sql, [from = '', to = '']) => `replace(${sql}, ${quoteText(from)}, ${quoteText(to)})`, field)
}
