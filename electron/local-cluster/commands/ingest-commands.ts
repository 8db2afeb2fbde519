import { randomUUID } from 'node:crypto'
import { redactText } from '../../domain/redact-text'
import type { TableSchema } from '../../domain/schema/table'
import { alreadyExists, type StoredTable } from '../engine/catalog'
import type { DirectResult } from '../data-management/direct-ingestion'
import type { CommandProperties } from '../kql/management-command'
import type { TranslatedQuery } from '../kql/translated-query'
import { KustoError } from '../answers/kusto-error'
import { withOverflowRetry } from '../queries/overflow-retry'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'
import type { FinishedOperation } from '../state/operation-log'

/** `.ingest inline into table T <| data`. */
export async function ingestInline(
  context: CommandContext,
  command: { readonly table: string; readonly properties: CommandProperties; readonly data: string },
): Promise<ResultTable> {
  const table = context.state.catalog.table(context.databaseName, command.table)
  const { direct } = context.state
  const result = await direct.ingestBytes(table, Buffer.from(command.data), command.properties)
  return ingested(result, 'inproc:inline')
}

/** `.ingest into table T ('uri', …)`. With `async` it answers with the operation, which has ended by then. */
export async function ingestFrom(
  context: CommandContext,
  command: {
    readonly table: string
    readonly async: boolean
    readonly properties: CommandProperties
    readonly sources: readonly string[]
  },
): Promise<ResultTable> {
  const table = context.state.catalog.table(context.databaseName, command.table)
  const work = (): Promise<DirectResult> =>
    context.state.direct.ingestBlobs(table, command.sources, command.properties)
  if (command.async) return runAsync(context, 'DataIngestPull', work)
  return ingested(await work(), command.sources.length === 1 ? 'blob' : `${command.sources.length} blobs`)
}

/** `.set`, `.append`, `.set-or-append` and `.set-or-replace`. */
export async function ingestQuery(
  context: CommandContext,
  command: {
    readonly table: string
    readonly async: boolean
    readonly properties: CommandProperties
    readonly mode: 'set' | 'append' | 'setOrAppend' | 'setOrReplace'
    readonly query: string
  },
): Promise<ResultTable> {
  const { state } = context
  const database = context.database()
  const { signal } = context.limits
  const translate = (wrapping: boolean): Promise<TranslatedQuery> => {
    const otherDatabases = state.catalog.databases().filter((other) => other !== database)
    const now = ticksFromMilliseconds(state.clock.now())
    return state.translator.query(command.query, database, { now, otherDatabases, wrapping }, signal)
  }
  const { columns } = await translate(false)
  const work = async (): Promise<DirectResult> => {
    const table = await target(context, command, columns)
    const options = { replace: command.mode === 'setOrReplace', signal }
    return withOverflowRetry(command.query, async (wrapping) => {
      const { sql } = await translate(wrapping)
      return state.queries.run(
        () => state.direct.ingestSelect(table, sql, command.properties, options),
        signal,
      )
    })
  }
  if (command.async) return runAsync(context, 'TableSetOrAppend', work)
  const { extentId, rows } = await work()
  return resultTable(
    {
      ExtentId: 'guid',
      OriginalSize: 'real',
      ExtentSize: 'real',
      CompressedSize: 'real',
      IndexSize: 'real',
      RowCount: 'long',
    },
    extentId === undefined ? [] : [[extentId, 0, 0, 0, 0, rows]],
  )
}

/** The table that the query's rows go to, created if the command says so. */
async function target(
  context: CommandContext,
  command: { readonly table: string; readonly mode: string; readonly properties: CommandProperties },
  columns: TableSchema,
): Promise<StoredTable> {
  const { catalog, clock } = context.state
  const known = catalog.findTable(context.databaseName, command.table)
  if (known === undefined) {
    if (command.mode === 'append') return catalog.table(context.databaseName, command.table)
    await catalog.createTable(context.databaseName, command.table, columns, {
      folder: command.properties['folder'] ?? '',
      docString: command.properties['docstring'] ?? '',
      createdOn: ticksFromMilliseconds(clock.now()),
    })
    return catalog.table(context.databaseName, command.table)
  }
  if (command.mode === 'set') throw alreadyExists(command.table)
  const wrong = known.columns.findIndex(({ type }, index) => type !== columns[index]?.type)
  if (wrong >= 0 || known.columns.length !== columns.length) {
    throw new KustoError(
      'BadRequest_SchemaMismatch',
      `The query's columns are not those of table '${command.table}': ${describe(columns)} for ${describe(known.columns)}.`,
      { type: 'Kusto.DataNode.Exceptions.QuerySchemaDoesNotMatchTableSchemaException' },
    )
  }
  return known
}

function describe(columns: TableSchema): string {
  return `(${columns.map(({ name, type }) => `${name}:${type}`).join(', ')})`
}

/** Finishes before it answers, so a client that then asks for the operation finds it completed. */
async function runAsync(
  context: CommandContext,
  kind: string,
  work: () => Promise<unknown>,
): Promise<ResultTable> {
  const { operations, clock } = context.state
  const begun = { id: randomUUID(), kind, database: context.databaseName, startedAt: clock.now() }
  let end: Pick<FinishedOperation, 'state' | 'status'> = { state: 'Completed', status: '' }
  try {
    await work()
  } catch (error) {
    if (!(error instanceof KustoError)) throw error
    end = { state: 'Failed', status: redactText(error.message) }
  }
  operations.add({ ...begun, ...end, endedAt: clock.now() })
  return resultTable({ OperationId: 'guid' }, [[begun.id]])
}

function ingested(result: DirectResult, item: string): ResultTable {
  return resultTable(
    { ExtentId: 'guid', ItemLoaded: 'string', Duration: 'timespan', HasErrors: 'bool', OperationId: 'guid' },
    result.extentId === undefined ? [] : [[result.extentId, item, 0, false, randomUUID()]],
  )
}
