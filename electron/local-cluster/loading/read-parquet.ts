import { unixEpochTicks } from '../time/ticks'
import type { ScalarType } from '../../domain/scalar-type'
import type { StoredTable } from '../engine/catalog'
import { quoteText, type Session } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import type { ReadySource, SourceQuery } from './local-source'
import { nothing, numbersRecords, pathOf, transformedValue, valueBesideRecords } from './mapped-value'
import type { ColumnMapping } from './mapping'
import { readerQuery } from './source-sql'
import { transformationOf } from './transformation'

/** Reads a Parquet file by column names. `session` is where it is safe to open the untrusted file. */
export async function parquetQuery(
  session: Session,
  source: ReadySource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): Promise<SourceQuery> {
  const types = await parquetTypes(session, source.path)
  return readerQuery(source, parquetValues(source, types, table, mapping), {
    function: 'read_parquet',
    options: [],
    alone: numbersRecords(mapping),
  })
}

/** DuckDB's type of each column of a Parquet file. */
export async function parquetTypes(session: Session, path: string): Promise<ReadonlyMap<string, string>> {
  const described = await session.rows(`DESCRIBE SELECT * FROM read_parquet(${quoteText(path)})`)
  return new Map(described.map(([name, type]) => [String(name), String(type)]))
}

/** SQL of each of a table's columns over a Parquet file whose columns have the given types. */
export function parquetValues(
  source: ReadySource,
  types: ReadonlyMap<string, string>,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): string[] {
  const { format } = source.properties
  return table.columns.map(({ name, type }) => {
    const mapped = mapping?.find((candidate) => candidate.column === name)
    if (mapping === undefined) return fromColumn(type, name, types)
    if (mapped === undefined) return fromText(type, nothing)
    const beside = valueBesideRecords(type, mapped, source)
    if (beside !== undefined) return beside
    const [column, ...path] = pathOf(mapped)
    const isPlain = transformationOf(mapped, format) === 'none'
    if (typeof column === 'string' && path.length === 0 && isPlain) return fromColumn(type, column, types)
    const document = documentOf(column, types)
    if (document === undefined) return fromText(type, nothing)
    return transformedValue(type, { document, path }, mapped, { format, mapping })
  })
}

/** A column as JSON, or the whole record if there is no name. */
function documentOf(
  name: string | number | undefined,
  types: ReadonlyMap<string, string>,
): string | undefined {
  if (typeof name === 'number') return undefined
  if (name !== undefined) return types.has(name) ? `to_json(${quoteIdentifier(name)})` : undefined
  const fields = [...types.keys()].map((key) => `${quoteText(key)}, ${quoteIdentifier(key)}`)
  return `json_object(${fields.join(', ')})`
}

export function quoteIdentifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`
}

function fromColumn(type: ScalarType, name: string, types: ReadonlyMap<string, string>): string {
  const engineType = types.get(name)
  return engineType === undefined
    ? fromText(type, nothing)
    : fromEngine(type, quoteIdentifier(name), engineType)
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL|BOOLEAN)/

function fromEngine(type: ScalarType, column: string, engineType: string): string {
  const nested = /^(STRUCT|MAP|UNION)\b|\[\d*\]$|^JSON$/.test(engineType)
  const text = nested
    ? `CAST(to_json(${column}) AS VARCHAR)`
    : engineType === 'BLOB'
      ? `TRY(decode(${column}))`
      : `CAST(${column} AS VARCHAR)`
  if (type === 'datetime') {
    if (engineType === 'TIMESTAMP_NS') return `epoch_ns(${column}) // 100 + ${unixEpochTicks}`
    // Files may hold times far outside the years 1 to 9999, and infinite ones.
    if (/^(TIMESTAMP|DATE)/.test(engineType)) {
      return `meta.in_range(TRY(epoch_us(TRY_CAST(${column} AS TIMESTAMP)) * 10 + ${unixEpochTicks}))`
    }
  }
  // Its numbers are no spans of time, whatever they count (documents: Parquet mapping, type conversions).
  if (type === 'timespan' && numeric.test(engineType)) return fromText(type, nothing)
  if (type === 'dynamic' && !nested && !/^(VARCHAR|BLOB)/.test(engineType)) {
    return `CAST(to_json(${column}) AS VARCHAR)`
  }
  return fromText(type, text)
}
