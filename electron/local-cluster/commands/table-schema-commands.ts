import type { StoredTable } from '../engine/catalog'
import { entityNotFound } from '../engine/catalog'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { command } from './command'
import type { CommandContext } from './command-context'
import { batchingPolicyJson, policyJson, principalsJson } from './entity-policies'
import { showCslSchema, showTableList, showTableSchema, systemType } from './schema-text'

/** `[(A, B)] [details]`. */
const showTables = command({
  words: ['show tables'],
  read(reader) {
    const tables = reader.sees('(') ? reader.tables() : undefined
    const details = reader.accept('details')
    reader.properties()
    return { tables, details }
  },
  run(context, { tables, details }) {
    const wanted = tablesOf(context, tables)
    if (details) return showDetails(context, wanted)
    return showTableList(wanted)
  },
})

const showTableDetails = command({
  words: ['show table T details'],
  read: (_reader, start) => ({ tables: start.names }),
  run: (context, { tables }) => showDetails(context, tablesOf(context, tables)),
})

function tablesOf(context: CommandContext, names: readonly string[] | undefined): readonly StoredTable[] {
  const all = context.database().tables
  for (const name of names ?? []) {
    if (!all.some((table) => table.name === name)) {
      throw entityNotFound(`Entity ID '${name}' of kind 'Table' was not found.`)
    }
  }
  return all.filter((table) => names === undefined || names.includes(table.name))
}

async function showDetails(context: CommandContext, tables: readonly StoredTable[]): Promise<ResultTable> {
  const rows: Cell[][] = []
  for (const table of tables) {
    const extents = await context.state.extents.list(table.number)
    const created = extents.map((extent) => extent.createdOn)
    const owner = { database: table.database, table }
    const policy = (name: string): string => policyJson(context, owner, name)
    const total = extents.reduce((sum, extent) => sum + extent.rows, 0n)
    const size = Number(extents.reduce((sum, extent) => sum + extent.rawSize, 0n))
    rows.push([
      table.name,
      table.database,
      table.folder,
      table.docString,
      BigInt(extents.length),
      size,
      size,
      total,
      BigInt(extents.length),
      size,
      size,
      total,
      await principalsJson(context, owner),
      policy('retention'),
      policy('caching'),
      policy('sharding'),
      policy('merge'),
      policy('streamingingestion'),
      batchingPolicyJson(context, owner),
      created[0] ?? null,
      created[created.length - 1] ?? null,
      policy('roworder'),
      tableId(table),
    ])
  }
  return resultTable(
    {
      TableName: 'string',
      DatabaseName: 'string',
      Folder: 'string',
      DocString: 'string',
      TotalExtents: 'long',
      TotalExtentSize: 'real',
      TotalOriginalSize: 'real',
      TotalRowCount: 'long',
      HotExtents: 'long',
      HotExtentSize: 'real',
      HotOriginalSize: 'real',
      HotRowCount: 'long',
      AuthorizedPrincipals: 'string',
      RetentionPolicy: 'string',
      CachingPolicy: 'string',
      ShardingPolicy: 'string',
      MergePolicy: 'string',
      StreamingIngestionPolicy: 'string',
      IngestionBatchingPolicy: 'string',
      MinExtentsCreationTime: 'datetime',
      MaxExtentsCreationTime: 'datetime',
      RowOrderPolicy: 'string',
      TableId: 'guid',
    },
    rows,
  )
}

/** `.show table T`, `… cslschema`, `… schema as json`. */
const showTable = command({
  words: [
    'show table T',
    'show table T cslschema',
    'show table T kqlschema',
    'show table T schema',
    'show table T schema as json',
  ],
  read: (_reader, start) => ({
    table: start.name,
    format: start.has('json') ? 'json' : /[ck][sq]lschema$/.test(start.words) ? 'csl' : 'columns',
  }),
  run(context, args) {
    const table = context.state.catalog.table(context.databaseName, args.table)
    if (args.format === 'json') return showTableSchema([table])
    if (args.format === 'csl') return showCslSchema([table])
    return resultTable(
      {
        AttributeName: 'string',
        AttributeType: 'string',
        ExtentSize: 'long',
        CompressionRatio: 'real',
        IndexSize: 'long',
        IndexSizePercent: 'real',
        OriginalSize: 'long',
        AttributeId: 'guid',
        SharedIndexSize: 'long',
        StorageEngineVersion: 'string',
      },
      table.columns.map(({ name, type }) => [name, systemType(type), 0, 0, 0, 0, 0, null, 0, 'DuckDB']),
    )
  },
})

/** The commands that show tables. */
export const tableSchemaCommands = [showTables, showTableDetails, showTable]

/** An id that stays the same for as long as the table is there, whatever its name. */
function tableId({ number }: StoredTable): string {
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`
}
