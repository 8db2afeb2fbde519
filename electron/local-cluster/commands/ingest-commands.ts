import { randomUUID } from 'node:crypto'
import type { TableSchema } from '../../domain/schema/table'
import { alreadyExists, type StoredTable } from '../engine/catalog'
import type { DirectResult } from '../data-management/direct-ingestion'
import { onlyQuery, type TranslatedQuery } from '../kql/translated-query'
import { KustoError } from '../answers/kusto-error'
import { withOverflowRetry } from '../queries/overflow-retry'
import { translateQueries } from '../queries/run-queries'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { runAsync } from './async-operation'
import { command } from './command'
import type { CommandContext } from './command-context'
import type { CommandProperties, CommandReader } from './command-reader'

/** `.ingest inline into table T [with (…)] <| data`, `[1,a] [2,b]` instead of the data. */
const ingestInline = command({
  words: ['ingest inline into table T', 'ingest inline into T'],
  read(reader, start) {
    const properties = reader.properties()
    if (reader.sees('[')) return { table: start.name, properties, data: readBracketedRecords(reader) }
    reader.expectMark('<|')
    return { table: start.name, properties, data: reader.rest().replace(/^[ \t]*\r?\n/, '') }
  },
  async run(context, args) {
    const table = context.state.catalog.table(context.databaseName, args.table)
    const { direct } = context.state
    const result = await direct.ingestBytes(table, Buffer.from(args.data), args.properties)
    return ingested(result, 'inproc:inline')
  },
})

/**
 * `.ingest [async] into table T ('uri', …) [with (…)]`. With `async` it answers with the operation, which has ended
 * by then.
 */
const ingestFrom = command({
  words: ['ingest into table T', 'ingest into T', 'ingest async into table T', 'ingest async into T'],
  read: (reader, start) => ({
    table: start.name,
    async: start.has('async'),
    sources: reader.sees('(')
      ? reader.list(() => reader.string('the URI of a source'))
      : [reader.string('the URI of a source')],
    properties: reader.properties(),
  }),
  async run(context, args) {
    const table = context.state.catalog.table(context.databaseName, args.table)
    const work = (): Promise<DirectResult> =>
      context.state.direct.ingestBlobs(table, args.sources, args.properties)
    if (args.async) return runAsync(context, 'DataIngestPull', work)
    return ingested(await work(), args.sources.length === 1 ? 'blob' : `${args.sources.length} blobs`)
  },
})

const queryVerbs = ['set', 'append', 'set-or-append', 'set-or-replace'] as const

/** `.set [async] T [with (…)] <| query`, and the other verbs alike. */
const ingestQuery = command({
  words: queryVerbs.flatMap((verb) => [`${verb} T`, `${verb} async T`]),
  read(reader, start) {
    const properties = reader.properties()
    reader.expectMark('<|')
    const verb = start.verb(...queryVerbs)
    return { verb, table: start.name, async: start.has('async'), properties, query: reader.rest() }
  },
  async run(context, args) {
    const { state } = context
    const database = context.database()
    const { signal } = context.limits
    const translate = async (wrapping: boolean): Promise<TranslatedQuery> => {
      const otherDatabases = state.catalog.databases().filter((other) => other !== database)
      const now = ticksFromMilliseconds(state.clock.now())
      const context = { now, otherDatabases, wrapping }
      return onlyQuery(await translateQueries(state, args.query, { database, context, signal }))
    }
    const { columns } = await translate(false)
    const work = async (): Promise<DirectResult> => {
      const table = await target(context, args, columns)
      const options = { replace: args.verb === 'set-or-replace', signal }
      return withOverflowRetry(args.query, async (wrapping) => {
        const { sql } = await translate(wrapping)
        return state.queries.run(
          () => state.direct.ingestSelect(table, sql, args.properties, options),
          signal,
        )
      })
    }
    if (args.async) return runAsync(context, 'TableSetOrAppend', work)
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
  },
})

/** The commands that ingest without a queue. */
export const ingestCommands = [ingestInline, ingestFrom, ingestQuery]

/** `[1,a] [2,b]`: each pair of brackets holds one CSV record. */
function readBracketedRecords(reader: CommandReader): string {
  const text = reader.rest()
  const records: string[] = []
  let record = ''
  let inside = false
  let quoted = false
  for (const character of text) {
    if (character === '"' && inside) quoted = !quoted
    if (!quoted && character === '[' && !inside) inside = true
    else if (!quoted && character === ']' && inside) {
      records.push(record)
      record = ''
      inside = false
    } else if (inside) record += character
  }
  return records.join('\n')
}

/** The table that the query's rows go to, created if the command says so. */
async function target(
  context: CommandContext,
  args: { readonly table: string; readonly verb: string; readonly properties: CommandProperties },
  columns: TableSchema,
): Promise<StoredTable> {
  const { catalog, clock } = context.state
  const known = catalog.findTable(context.databaseName, args.table)
  if (known === undefined) {
    if (args.verb === 'append') return catalog.table(context.databaseName, args.table)
    await catalog.createTable(context.databaseName, args.table, columns, {
      folder: args.properties['folder'] ?? '',
      docString: args.properties['docstring'] ?? '',
      createdOn: ticksFromMilliseconds(clock.now()),
    })
    return catalog.table(context.databaseName, args.table)
  }
  if (args.verb === 'set') throw alreadyExists(args.table)
  const wrong = known.columns.findIndex(({ type }, index) => type !== columns[index]?.type)
  if (wrong >= 0 || known.columns.length !== columns.length) {
    throw new KustoError(
      'BadRequest_SchemaMismatch',
      `The query's columns are not those of table '${args.table}': ${describe(columns)} for ${describe(known.columns)}.`,
      { type: 'Kusto.DataNode.Exceptions.QuerySchemaDoesNotMatchTableSchemaException' },
    )
  }
  return known
}

function describe(columns: TableSchema): string {
  return `(${columns.map(({ name, type }) => `${name}:${type}`).join(', ')})`
}

function ingested(result: DirectResult, item: string): ResultTable {
  return resultTable(
    { ExtentId: 'guid', ItemLoaded: 'string', Duration: 'timespan', HasErrors: 'bool', OperationId: 'guid' },
    result.extentId === undefined ? [] : [[result.extentId, item, 0, false, randomUUID()]],
  )
}
