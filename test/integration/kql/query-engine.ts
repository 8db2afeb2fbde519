import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import {
  duckDbTypes,
  type DatabaseEntry,
  type TableEntry,
} from '../../../electron/local-cluster/engine/catalog-entry'
import { EngineError } from '../../../electron/local-cluster/engine/duckdb-engine'
import { registerFunctions } from '../../../electron/local-cluster/engine/duckdb-engine-functions'
import { computedFunctions } from '../../../electron/local-cluster/kql/computed/computed-functions'
import { preludeStatements } from '../../../electron/local-cluster/kql/prelude'
import { translateQueries } from '../../../electron/local-cluster/kql/query-translation'
import type { QueryContext, ResultColumn } from '../../../electron/local-cluster/kql/translated-query'
import { translateTold } from '../../../electron/local-cluster/queries/translate-told'
import { withOverflowRetry } from '../../../electron/local-cluster/queries/overflow-retry'
import type { ScalarType } from '../../../electron/domain/scalar-type'
import type { Value } from './query-case'

/** 2020-06-15T12:00:00Z. */
export const testNow = 637_278_192_000_000_000n

/** A real DuckDB with the prelude and the cases' tables. */
export interface QueryEngine {
  /** Translates and runs a query; one answer per tabular expression. */
  run(csl: string, context?: Partial<QueryContext>): Promise<readonly QueryAnswer[]>
  close(): void
}

export interface QueryAnswer {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly Value[])[]
}

/** Tables with their rows as a `datatable`, so that the data reads as Kusto. */
export async function startQueryEngine(tables: Readonly<Record<string, string>>): Promise<QueryEngine> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  registerFunctions(connection, computedFunctions)
  for (const statement of preludeStatements) await connection.run(statement)
  await connection.run('CREATE SCHEMA data')
  await connection.run('CREATE SCHEMA meta')
  await connection.run(
    'CREATE TABLE meta.extents (number BIGINT, id UUID, created_on BIGINT, tags VARCHAR[])',
  )
  await connection.run(
    `INSERT INTO meta.extents VALUES (7, '74be27de-1e4e-49d9-b579-fe0b331d3642', ${testNow - 36_000_000_000n}, ['drop-by:a'])`,
  )
  const entries: TableEntry[] = []
  for (const [name, datatable] of Object.entries(tables)) {
    entries.push(await createTable(connection, name, `t${entries.length + 1}`, datatable))
  }
  const database: DatabaseEntry = { name: 'db', tables: entries }
  return {
    run: (csl, context) =>
      withOverflowRetry(csl, async (wrapping) => {
        const answers: QueryAnswer[] = []
        const queries = await translateTold(
          (told) =>
            Promise.resolve().then(() =>
              translateQueries(csl, database, { now: testNow, ...context, wrapping, told }),
            ),
          async (sql) => (await connection.runAndReadAll(sql)).getRows(),
        )
        for (const { sql, columns } of queries) {
          answers.push({ columns, rows: await readRows(connection, sql, columns) })
        }
        return answers
      }),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function createTable(
  connection: DuckDBConnection,
  name: string,
  physicalName: string,
  datatable: string,
): Promise<TableEntry> {
  const [query] = translateQueries(datatable, { name: 'db', tables: [] }, { now: testNow })
  if (query === undefined) throw new Error(`no table ${name}`)
  const columns = query.columns.map((column, index) => ({ ...column, physicalName: `c${index + 3}` }))
  const definitions = columns.map((column) => `"${column.physicalName}" ${duckDbTypes[column.type]}`)
  await connection.run(`CREATE TABLE data."${physicalName}" (${definitions.join(', ')}, x BIGINT)`)
  await connection.run(`INSERT INTO data."${physicalName}" SELECT *, 7 FROM (${query.sql})`)
  return { name, physicalName, columns }
}

async function readRows(
  connection: DuckDBConnection,
  sql: string,
  columns: readonly ResultColumn[],
): Promise<Value[][]> {
  const reader = await connection.runAndReadAll(sql).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new EngineError(message, message.startsWith('INTERNAL Error'), cause)
  })
  // The engine relies on these types when it writes a response.
  const types = reader.columnTypes().map(String)
  columns.forEach(({ name, type }, index) => {
    const expected = duckDbTypes[type].replace('(38, 18)', '(38,18)')
    if (types[index] !== expected)
      throw new Error(`${name}: ${types[index]} where ${expected} was promised; ${sql}`)
  })
  return reader
    .getRows()
    .map((row) => row.map((value, index) => toValue(value, columns[index]?.type ?? 'string')))
}

function toValue(value: unknown, type: ScalarType): Value {
  if (value === null) return null
  switch (type) {
    case 'long':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'datetime':
      return datetimeText(value as bigint)
    case 'timespan':
      return timespanText(value as bigint)
    case 'dynamic':
      return JSON.parse(value as string)
    case 'guid':
    case 'decimal':
      return String(value)
    default:
      return value
  }
}

function datetimeText(ticks: bigint): string {
  const milliseconds = (ticks - 621_355_968_000_000_000n) / 10_000n
  const rest = String(ticks % 10_000_000n).padStart(7, '0')
  return `${new Date(Number(milliseconds)).toISOString().slice(0, 19)}.${rest}Z`
}

function timespanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const two = (value: bigint): string => String(value).padStart(2, '0')
  const days = size / 864_000_000_000n
  const clock = [(size / 36_000_000_000n) % 24n, (size / 600_000_000n) % 60n, (size / 10_000_000n) % 60n]
    .map(two)
    .join(':')
  const rest = size % 10_000_000n
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(7, '0')}`
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${fraction}`
}
