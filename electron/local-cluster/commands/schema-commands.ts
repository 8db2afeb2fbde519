import { toPolicyJson } from '../../domain/batching-policy'
import { quoteEntityName } from '../../domain/entity-name'
import type { StoredDatabase } from '../engine/catalog'
import { entityNotFound } from '../engine/catalog'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import type { CommandContext } from './command-context'
import { cslSchema, databaseSchemaJson, functionScript, showTableSchema, systemType } from './schema-text'

/** `.show tables` and `.show tables details`. */
export async function showTables(
  context: CommandContext,
  command: { readonly tables?: readonly string[]; readonly details: boolean },
): Promise<ResultTable> {
  const all = context.database().tables
  for (const name of command.tables ?? []) {
    if (!all.some((table) => table.name === name)) {
      throw entityNotFound(`Entity ID '${name}' of kind 'Table' was not found.`)
    }
  }
  const tables = all.filter((table) => command.tables === undefined || command.tables.includes(table.name))
  if (!command.details) {
    return resultTable(
      { TableName: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
      tables.map((table) => [table.name, table.database, table.folder, table.docString]),
    )
  }
  const rows: Cell[][] = []
  for (const table of tables) {
    const extents = await context.state.extents.list(table.number)
    const created = extents.map((extent) => extent.createdOn)
    const { policy, origin } = context.state.policies.effectiveBatchingPolicy(table.database, table)
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
      created[0] ?? null,
      created[created.length - 1] ?? null,
      origin === 'table' ? toPolicyJson(policy) : 'null',
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
      MinExtentsCreationTime: 'datetime',
      MaxExtentsCreationTime: 'datetime',
      IngestionBatchingPolicy: 'string',
    },
    rows,
  )
}

/** `.show table T`, `… cslschema`, `… schema as json`. */
export function showOneTable(
  context: CommandContext,
  command: { readonly table: string; readonly format: 'columns' | 'csl' | 'json' },
): ResultTable {
  const table = context.state.catalog.table(context.databaseName, command.table)
  if (command.format === 'json') return showTableSchema([table])
  if (command.format === 'csl') {
    return resultTable(
      {
        TableName: 'string',
        Schema: 'string',
        DatabaseName: 'string',
        Folder: 'string',
        DocString: 'string',
      },
      [[table.name, cslSchema(table), table.database, table.folder, table.docString]],
    )
  }
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
}

/** `.show database schema`, as rows, as a script or as JSON. */
export async function showDatabaseSchema(
  context: CommandContext,
  command: {
    readonly databases: readonly string[] | 'all' | undefined
    readonly format: 'rows' | 'csl' | 'json'
  },
): Promise<ResultTable> {
  const databases =
    command.databases === 'all'
      ? context.state.catalog.databases()
      : (command.databases ?? [context.databaseName]).map((name) => context.state.catalog.database(name))
  if (command.format === 'json') {
    const { translator } = context.state
    const schemas: [string, object][] = []
    for (const entry of databases) {
      const parameters = await translator.parameters(entry.functions, context.limits.signal)
      schemas.push([entry.name, databaseSchemaJson(entry, parameters)])
    }
    const json = { Plugins: [], Databases: Object.fromEntries(schemas) }
    return resultTable({ DatabaseSchema: 'string' }, [[JSON.stringify(json)]])
  }
  if (command.format === 'csl') {
    return resultTable(
      { DatabaseSchemaScript: 'string' },
      databases.flatMap((entry) => [
        ...entry.tables.map((table) => [
          `.create-merge table ${quoteEntityName(table.name)} (${cslSchema(table)})`,
        ]),
        ...entry.functions.map((each) => [functionScript(each)]),
      ]),
    )
  }
  return resultTable(
    {
      DatabaseName: 'string',
      TableName: 'string',
      ColumnName: 'string',
      ColumnType: 'string',
      IsDefaultTable: 'bool',
      IsDefaultColumn: 'bool',
      PrettyName: 'string',
      Version: 'string',
      Folder: 'string',
      DocString: 'string',
    },
    databases.flatMap(schemaRows),
  )
}

function schemaRows(database: StoredDatabase): Cell[][] {
  const row = (table: string, column: string, type: string, folder = '', docString = ''): Cell[] => [
    database.name,
    table,
    column,
    type,
    false,
    false,
    '',
    'v1.1',
    folder,
    docString,
  ]
  return [
    row('', '', ''),
    ...database.tables.flatMap((table) => [
      row(table.name, '', '', table.folder, table.docString),
      ...table.columns.map(({ name, type }) => row(table.name, name, systemType(type))),
    ]),
  ]
}

/** `.show databases` and `.show database`. */
export function showDatabases(context: CommandContext, only?: string): ResultTable {
  const databases =
    only === undefined ? context.state.catalog.databases() : [context.state.catalog.database(only)]
  return resultTable(
    {
      DatabaseName: 'string',
      PersistentStorage: 'string',
      Version: 'string',
      IsCurrent: 'bool',
      DatabaseAccessMode: 'string',
      PrettyName: 'string',
      ReservedSlot1: 'bool',
      DatabaseId: 'guid',
      InTransitionTo: 'string',
    },
    databases.map(({ name }) => [
      name,
      '',
      'v1.1',
      name === context.databaseName,
      'ReadWrite',
      '',
      null,
      '00000000-0000-0000-0000-000000000000',
      '',
    ]),
  )
}
