import { assertBatchingPolicy } from '../domain/checked-batching-policy'
import { assertEntityName } from '../domain/checked-entity-name'
import { StudioError } from '../domain/studio-error'
import { createCatalogReader, nameTable } from './kusto/catalog-reader'
import { commands } from './kusto/commands'
import type { ExecuteOptions, KustoConnection } from './kusto/connection'
import { toRows } from './kusto/result-rows'
import type { TableDetails, TableRef } from '../domain/schema/table'
import type { CatalogService } from './studio-services'

/** Makes the catalog of whichever cluster is open. */
export function createCatalogService(connection: () => KustoConnection): CatalogService {
  const details = async (ref: TableRef, options: ExecuteOptions): Promise<TableDetails> => {
    const reader = createCatalogReader(connection())
    const [columns, batchingPolicy] = await Promise.all([
      reader.columns(ref.database, ref.table, options),
      reader.batchingPolicy(ref.database, ref.table, options).catch((error: unknown) => {
        throw nameTable(error, ref.database, ref.table)
      }),
    ])
    return { database: ref.database, table: ref.table, columns, batchingPolicy }
  }

  return {
    async databases(signal) {
      const names = await createCatalogReader(connection()).databases({ signal })
      return names.map((name) => ({ name }))
    },
    tables: (database, signal) => createCatalogReader(connection()).tables(database, { signal }),
    table: (ref, signal) => details(ref, { signal }),
    mappings: ({ database, table }, signal) =>
      createCatalogReader(connection()).mappings(database, table, { signal }),
    async createTable(request, signal) {
      const { database, table, columns, batchingPolicy } = request
      assertEntityName(table, 'table')
      if (columns.length === 0) throw noColumns(table)
      for (const column of columns) assertEntityName(column.name, 'column')
      if (batchingPolicy !== null) assertBatchingPolicy(batchingPolicy)
      const { execute } = connection()
      await assertMissing(() => details(request, { signal }), database, table)
      await execute(database, commands.createTable(table, columns), { signal })
      if (batchingPolicy !== null) {
        await execute(database, commands.alterTablePolicy(table, batchingPolicy), { signal }).catch(
          (error: unknown) => {
            throw withoutPolicy(error, table)
          },
        )
      }
      return details(request, { signal })
    },
    async setBatchingPolicy(request, signal) {
      const { database, table, policy } = request
      if (policy !== null) assertBatchingPolicy(policy)
      const command =
        policy === null ? commands.deleteTablePolicy(table) : commands.alterTablePolicy(table, policy)
      await connection()
        .execute(database, command, { signal })
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      return details(request, { signal })
    },
    async addColumns(request, signal) {
      const { database, table, columns } = request
      for (const column of columns) assertEntityName(column.name, 'column')
      await connection()
        .execute(database, commands.addColumns(table, columns), { signal })
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      return details(request, { signal })
    },
    async saveMapping({ database, table, ...mapping }, signal) {
      assertEntityName(mapping.name, 'mapping')
      await connection()
        .execute(database, commands.saveMapping(table, mapping), { signal })
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
    },
    async dropTable({ database, table }, signal) {
      await connection()
        .execute(database, commands.dropTable(table), { signal })
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
    },
    async lastRow({ database, table, timeColumn }, signal) {
      const answer = await connection()
        .execute(database, commands.lastRow(table, timeColumn), { signal })
        .catch((error: unknown) => {
          throw nameTable(error, database, table)
        })
      return toRows(answer)
    },
  }
}

/** `.create table` keeps an existing table, so different columns would go unnoticed. */
async function assertMissing(look: () => Promise<unknown>, database: string, table: string): Promise<void> {
  try {
    await look()
  } catch (error) {
    if (error instanceof StudioError && error.code === 'TableNotFound') return
    throw error
  }
  throw new StudioError('TableAlreadyExists', `Table “${table}” is already in database “${database}”.`, {
    subject: table,
    nextStep: 'Choose another name, or use the table that is there.',
  })
}

function withoutPolicy(error: unknown, table: string): unknown {
  if (!(error instanceof StudioError) || error.code === 'Canceled') return error
  return new StudioError(
    error.code,
    `Table “${table}” was created, but its batching policy was not set: ${error.message}`,
    {
      retryable: error.retryable,
      subject: table,
      nextStep: 'Open the table and set its batching policy there; until then the database’s applies.',
      ...(error.serviceCode === undefined ? {} : { serviceCode: error.serviceCode }),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  )
}

function noColumns(table: string): StudioError {
  return new StudioError('SchemaInvalid', `Table “${table}” would have no columns.`, {
    subject: table,
    nextStep: 'Write at least one column, for example “StartTime: datetime”.',
  })
}
