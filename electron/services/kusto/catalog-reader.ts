import { z } from 'zod'
import type { EffectiveBatchingPolicy } from '../../domain/schema/batching-policy'
import type { Column, IngestionMapping, TableListItem } from '../../domain/schema/table'
import { defaultBatchingPolicy } from '../../domain/batching-policy'
import { parsePolicyJson } from '../../domain/checked-batching-policy'
import { parseMapping } from '../../domain/ingestion-mapping'
import { parseMappingKind } from '../../domain/mapping-kind'
import { parseScalarType } from '../../domain/scalar-type'
import { StudioError } from '../../domain/studio-error'

import { commands } from './commands'
import type { ExecuteOptions, KustoConnection, ResultTable } from './connection'
import { clusterSubject } from './kusto-connection'
import { columnValues } from './result-table'
import type { FailureContext } from './service-failure'

/** Reads one cluster's databases, tables, schemas and policies. All methods throw StudioError. */
interface CatalogReader {
  databases(options?: ExecuteOptions): Promise<string[]>
  tables(database: string, options?: ExecuteOptions): Promise<TableListItem[]>
  /** @throws StudioError `TableNotFound`. */
  columns(database: string, table: string, options?: ExecuteOptions): Promise<Column[]>
  /** A table's ingestion mappings, by name; leaves out kinds that the studio does not know. */
  mappings(database: string, table: string, options?: ExecuteOptions): Promise<IngestionMapping[]>
  /** The policy that applies: the table's, else the database's, else the service's default. */
  batchingPolicy(database: string, table: string, options?: ExecuteOptions): Promise<EffectiveBatchingPolicy>
  /** @throws StudioError `TableNotFound`. */
  rowCount(database: string, table: string, options?: ExecuteOptions): Promise<number>
}

const schemaJson = z.object({
  OrderedColumns: z.array(
    z.object({ Name: z.string(), CslType: z.string().nullish(), Type: z.string().nullish() }),
  ),
})

/** Makes a connection's reader. */
export function createCatalogReader(connection: KustoConnection): CatalogReader {
  const context: FailureContext = {
    subject: clusterSubject(connection.address, connection.isLocalCluster),
    during: 'command',
  }
  const texts = (table: ResultTable, column: string): string[] =>
    columnValues(table, column, context).map((value) => String(value ?? ''))

  const rowCounts = async (
    database: string,
    options?: ExecuteOptions,
  ): Promise<Map<string, number | null>> => {
    try {
      const details = await connection.execute(database, commands.showTablesDetails, options)
      const counts = columnValues(details, 'TotalRowCount', context)
      return new Map(texts(details, 'TableName').map((name, index) => [name, toCount(counts[index])]))
    } catch (error) {
      if (!(error instanceof StudioError) || !['AccessDenied', 'CommandFailed'].includes(error.code))
        throw error
      // Details need the monitor right; a database reader still sees the names.
      const tables = await connection.execute(database, commands.showTables, options)
      return new Map(texts(tables, 'TableName').map((name) => [name, null]))
    }
  }

  const readPolicy = async (
    database: string,
    command: string,
    options?: ExecuteOptions,
  ): Promise<string | null> => {
    const answer = await connection.execute(database, command, options)
    const policy = columnValues(answer, 'Policy', context)[0]
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy ?? null)
    return text === '' || text === 'null' ? null : text
  }

  return {
    async databases(options) {
      const answer = await connection.execute('NetDefaultDB', commands.showDatabases, options)
      return texts(answer, 'DatabaseName')
    },
    async tables(database, options) {
      const [counts, schema] = await Promise.all([
        rowCounts(database, options),
        connection.execute(database, commands.showDatabaseSchema(database), options),
      ])
      const columnNames = columnValues(schema, 'ColumnName', context)
      const columnCounts = new Map<string, number>()
      texts(schema, 'TableName').forEach((table, index) => {
        // Tables, and the database itself, each have a row without a column.
        if (columnNames[index] === null || columnNames[index] === '') return
        columnCounts.set(table, (columnCounts.get(table) ?? 0) + 1)
      })
      return [...counts]
        .map(([name, rowCount]) => ({ name, rowCount, columnCount: columnCounts.get(name) ?? 0 }))
        .sort((left, right) => left.name.localeCompare(right.name))
    },
    async columns(database, table, options) {
      const answer = await connection
        .execute(database, commands.showTableSchema(table), options)
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      const [text] = texts(answer, 'Schema')
      return readColumns(text, context)
    },
    async mappings(database, table, options) {
      const answer = await connection
        .execute(database, commands.showMappings(table), options)
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      const kinds = texts(answer, 'Kind')
      const bodies = texts(answer, 'Mapping')
      return texts(answer, 'Name')
        .flatMap((name, index) => {
          const kind = parseMappingKind(kinds[index] ?? '')
          return kind === undefined ? [] : [{ name, kind, columns: parseMapping(bodies[index] ?? '') }]
        })
        .sort((left, right) => left.name.localeCompare(right.name))
    },
    async batchingPolicy(database, table, options) {
      const ofTable = await readPolicy(database, commands.showTablePolicy(table), options)
      if (ofTable !== null) return { policy: parsePolicyJson(ofTable), origin: 'table' }
      const ofDatabase = await readPolicy(database, commands.showDatabasePolicy(database), options)
      if (ofDatabase !== null) return { policy: parsePolicyJson(ofDatabase), origin: 'database' }
      return { policy: defaultBatchingPolicy, origin: 'default' }
    },
    async rowCount(database, table, options) {
      const answer = await connection
        .execute(database, commands.countRows(table), options)
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      const count = toCount(answer.rows[0]?.[0])
      if (count === null) throw malformed(context, 'a count that is no number')
      return count
    },
  }
}

/** Names the table in a failure about it. */
export function nameTable(error: unknown, database: string, table: string): unknown {
  if (!(error instanceof StudioError) || error.code !== 'TableNotFound') return error
  return new StudioError('TableNotFound', `Table “${table}” is not in database “${database}”.`, {
    subject: table,
    nextStep: 'Choose another table, or create this one.',
    ...(error.serviceCode === undefined ? {} : { serviceCode: error.serviceCode }),
    ...(error.details === undefined ? {} : { details: error.details }),
  })
}

function readColumns(text: string | undefined, context: FailureContext): Column[] {
  let json: unknown
  try {
    json = JSON.parse(text ?? '')
  } catch {
    throw malformed(context, 'a schema that is not JSON')
  }
  const parsed = schemaJson.safeParse(json)
  if (!parsed.success) throw malformed(context, 'a schema without columns')
  return parsed.data.OrderedColumns.map((column) => ({
    name: column.Name,
    type: parseScalarType(column.CslType ?? column.Type?.replace(/^System\./, '') ?? '') ?? 'string',
  }))
}

/**
 * A count as a number. A `long` beyond 2^53 arrives as text and is rounded, which does no harm in a table that large.
 */
function toCount(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const count = Number(value)
  return Number.isFinite(count) && count >= 0 ? Math.trunc(count) : null
}

function malformed(context: FailureContext, what: string): StudioError {
  return new StudioError('ResponseMalformed', `${context.subject} answered with ${what}.`, {
    retryable: true,
    nextStep: 'Try again. If it happens again, check that the address is that of a Kusto cluster.',
  })
}
