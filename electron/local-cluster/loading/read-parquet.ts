import { unixEpochTicks } from '../catalog-entry'
import type { ScalarType } from '../../domain/scalar-type'
import type { StoredTable } from '../engine/catalog'
import { quoteText, type Session } from '../engine/duckdb-engine'
import { fromText } from '../engine/text-conversion'
import { KustoError } from '../kusto-error'
import type { LocalSource, SourceQuery } from './local-source'
import type { ColumnMapping } from './mapping'
import { readerQuery } from './source-sql'

/** Reads a Parquet file by the names of its columns. `session` is where the untrusted file may be looked at. */
export async function parquetQuery(
  session: Session,
  source: LocalSource,
  table: StoredTable,
  mapping: readonly ColumnMapping[] | undefined,
): Promise<SourceQuery> {
  const from = `read_parquet(${quoteText(source.path)})`
  const described = await session.rows(`DESCRIBE SELECT * FROM ${from}`)
  const types = new Map(described.map(([name, type]) => [String(name), String(type)]))
  const values = table.columns.map(({ name, type }) => {
    const mapped = mapping?.find((candidate) => candidate.column === name)
    if (mapping !== undefined && mapped === undefined) return fromText(type, 'CAST(NULL AS VARCHAR)')
    if (mapped?.constant !== undefined) return fromText(type, quoteText(mapped.constant))
    if (mapped?.transform !== undefined && mapped.transform.toLowerCase() !== 'none') {
      throw new KustoError(
        'BadRequest_NotSupported',
        `The transformation '${mapped.transform}' of column '${name}' is not supported for Parquet.`,
      )
    }
    const own = columnOf(mapped?.path ?? name)
    const engineType = types.get(own)
    if (engineType === undefined) return fromText(type, 'CAST(NULL AS VARCHAR)')
    return fromEngine(type, `"${own.replace(/"/g, '""')}"`, engineType)
  })
  return readerQuery(source, values, { function: 'read_parquet', options: [] })
}

/** `$.name`, `$['name']` or `name`: only columns at the root can be mapped. */
function columnOf(path: string): string {
  const match = /^\$(?:\.([^.[\]]+)|\[\s*['"](.+)['"]\s*\])$/.exec(path)
  if (match !== null) return match[1] ?? match[2] ?? path
  if (path.startsWith('$')) {
    throw new KustoError(
      'BadRequest_NotSupported',
      `The path '${path}' of the mapping is not supported for Parquet.`,
    )
  }
  return path
}

function fromEngine(type: ScalarType, column: string, engineType: string): string {
  const nested = /^(STRUCT|MAP|UNION)\b|\[\d*\]$|^JSON$/.test(engineType)
  const text = nested
    ? `CAST(to_json(${column}) AS VARCHAR)`
    : engineType === 'BLOB'
      ? `TRY(decode(${column}))`
      : `CAST(${column} AS VARCHAR)`
  if (type === 'datetime') {
    if (engineType === 'TIMESTAMP_NS') return `epoch_ns(${column}) // 100 + ${unixEpochTicks}`
    if (/^(TIMESTAMP|DATE)/.test(engineType)) {
      return `epoch_us(CAST(${column} AS TIMESTAMP)) * 10 + ${unixEpochTicks}`
    }
  }
  if (type === 'dynamic' && !nested && !/^(VARCHAR|BLOB)/.test(engineType)) {
    return `CAST(to_json(${column}) AS VARCHAR)`
  }
  return fromText(type, text)
}
