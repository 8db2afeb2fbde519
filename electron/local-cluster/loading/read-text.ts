import type { StoredTable } from '../engine/catalog'
import { quoteText } from '../engine/duckdb-engine'
import type { LocalSource, SourceQuery } from './local-source'
import { ordinalValues, type ColumnMapping } from './mapping'

/** Four characters that no text has in this order: DuckDB's reader cannot go without a delimiter. */
const noDelimiter = '\u0001\u0002\u0003\u0004'

/** Reads each line as one value, whatever it holds (`txt`). */
export function textQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const reader = [
    quoteText(source.path),
    'auto_detect = false',
    "columns = {f0: 'VARCHAR'}",
    `delim = ${quoteText(noDelimiter)}`,
    "quote = ''",
    "escape = ''",
    'header = false',
    `skip = ${source.properties.ignoreFirstRecord ? 1 : 0}`,
    `compression = '${source.compression}'`,
  ]
  const values = ordinalValues(table, ['f0'], mapping)
  return { sql: `SELECT ${values.join(', ')} FROM read_csv(${reader.join(', ')})`, source }
}

/** Reads the whole source as one value (`raw`). */
export function rawQuery(
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): SourceQuery {
  const values = ordinalValues(table, ['content'], mapping)
  return { sql: `SELECT ${values.join(', ')} FROM read_text(${quoteText(source.path)})`, source }
}
