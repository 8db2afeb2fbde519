import { quoteEntityName } from '../../domain/entity-name'
import type { StoredDatabase } from '../engine/catalog'
import { resultTable, type Cell } from '../answers/result-table'
import { command } from './command'
import { cslSchema, showCslSchema, databaseSchemaJson, functionScript, systemType } from './schema-text'

interface ShowDatabaseSchema {
  /** Undefined: the request's own. */
  readonly databases: readonly string[] | 'all' | undefined
  /** `rows`: one row for each column; `tables`: one for each table; `csl`: commands. */
  readonly format: 'rows' | 'tables' | 'csl' | 'json'
}

/** As rows, as a script or as JSON. */
const showDatabaseSchema = command({
  words: [
    'show schema',
    'show databases schema',
    'show cluster databases schema',
    'show databases (N) schema',
    'show cluster databases (N) schema',
    'show database schema',
    'show database N schema',
    'show database cslschema',
    'show database N cslschema',
  ],
  read(reader, start): ShowDatabaseSchema {
    if (reader.accept('if_later_than')) reader.string('a version')
    const isCsl = start.has('cslschema') || reader.accept('as csl')
    const isScript = isCsl && (reader.accept('script') || !start.has('cslschema'))
    const format = isScript ? 'csl' : isCsl ? 'tables' : reader.accept('as json') ? 'json' : 'rows'
    const own = start.has('database') ? undefined : 'all'
    return { databases: start.names.length > 0 ? start.names : own, format }
  },
  async run(context, args) {
    const { catalog } = context.state
    const databases =
      args.databases === 'all'
        ? catalog.databases()
        : (args.databases ?? [context.databaseName]).map((name) => catalog.database(name))
    if (args.format === 'json') {
      const { translator } = context.state
      const schemas: [string, object][] = []
      for (const entry of databases) {
        const parameters = await translator.parameters(entry.functions, context.limits.signal)
        schemas.push([entry.name, databaseSchemaJson(entry, parameters)])
      }
      const json = { Plugins: [], Databases: Object.fromEntries(schemas) }
      return resultTable({ DatabaseSchema: 'string' }, [[JSON.stringify(json)]])
    }
    if (args.format === 'tables') return showCslSchema(databases.flatMap(({ tables }) => tables))
    if (args.format === 'csl') {
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
  },
})

/** The command that shows the schema of databases. */
export const databaseSchemaCommands = [showDatabaseSchema]

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
      ...table.columns.map(({ name, type, docString }) =>
        row(table.name, name, systemType(type), '', docString),
      ),
    ]),
  ]
}
