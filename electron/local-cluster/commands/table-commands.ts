import type { TableSchema } from '../../domain/schema/table'
import type { StoredTable } from '../engine/catalog'
import { alreadyExists, entityNotFound } from '../engine/catalog'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import { checkName } from './check-name'
import { command } from './command'
import type { CommandContext } from './command-context'
import type { CommandReader } from './command-reader'
import { readTexts, type EntityTexts } from './entity-texts'
import { showTableList, showTableSchema } from './schema-text'

/** One table in a command that defines tables. */
interface TableDefinition {
  readonly table: string
  readonly columns: TableSchema
}

interface DefineTables extends EntityTexts {
  /** `create` keeps an existing table, `create-merge` and `alter-merge` add columns, `alter` replaces the columns. */
  readonly verb: 'create' | 'create-merge' | 'alter' | 'alter-merge'
  readonly tables: readonly TableDefinition[]
}

const verbs = ['create', 'create-merge', 'alter', 'alter-merge'] as const

const defineTable = command({
  words: verbs.map((verb) => `${verb} table T`),
  read: (reader, start): DefineTables => ({
    verb: start.verb(...verbs),
    tables: [{ table: start.name, columns: reader.schema() }],
    ...readTexts(reader.properties()),
  }),
  run: defineTables,
})

/** `.create tables T1 (…), T2 (…)`: answers without the schemas. */
const defineSeveralTables = command({
  words: ['create tables', 'create-merge tables'],
  read: (reader, start): DefineTables => ({
    verb: start.verb('create', 'create-merge'),
    tables: readDefinitions(reader),
    ...readTexts(reader.properties()),
  }),
  async run(context, args) {
    await defineTables(context, args)
    return showTableList(
      args.tables.map(({ table }) => context.state.catalog.table(context.databaseName, table)),
    )
  },
})

function readDefinitions(reader: CommandReader): TableDefinition[] {
  const tables = []
  do tables.push({ table: reader.table(), columns: reader.schema() })
  while (reader.acceptMark(','))
  return tables
}

async function defineTables(context: CommandContext, args: DefineTables): Promise<ResultTable> {
  const { catalog } = context.state
  const database = context.database().name
  for (const { table, columns } of args.tables) checkDefinition(table, columns)
  for (const { table, columns } of args.tables) {
    const known = catalog.findTable(database, table)
    if (known === undefined) {
      if (args.verb === 'alter' || args.verb === 'alter-merge') catalog.table(database, table)
      await catalog.createTable(database, table, columns, {
        folder: args.folder ?? '',
        docString: args.docString ?? '',
        createdOn: ticksFromMilliseconds(context.state.clock.now()),
      })
      continue
    }
    // Like the service: success, and no change, even if the schemas differ.
    if (args.verb === 'create') continue
    checkTypes(known, columns)
    if (args.verb === 'alter') await catalog.replaceColumns(known, columns)
    else {
      const added = columns.filter((column) => !known.columns.some((own) => own.name === column.name))
      if (added.length > 0) await catalog.addColumns(known, added)
    }
    await setFacts(context, catalog.table(database, table), args)
  }
  return showTableSchema(args.tables.map(({ table }) => catalog.table(database, table)))
}

const createTableBasedOn = command({
  words: ['create table T based-on'],
  read: (reader, start) => ({
    table: start.name,
    source: reader.table(),
    ifNotExists: reader.accept('ifnotexists'),
    ...readTexts(reader.properties()),
  }),
  async run(context, args) {
    const { catalog } = context.state
    const source = catalog.table(context.databaseName, args.source)
    if (!args.ifNotExists && catalog.findTable(context.databaseName, args.table) !== undefined) {
      throw alreadyExists(args.table)
    }
    return defineTables(context, {
      verb: 'create',
      tables: [{ table: args.table, columns: source.columns.map(({ name, type }) => ({ name, type })) }],
      folder: args.folder ?? source.folder,
      docString: args.docString ?? source.docString,
    })
  },
})

/** Answers with the remaining tables. */
const dropTables = command({
  words: ['drop table T', 'drop tables'],
  read: (reader, start) => ({
    tables: start.has('T') ? start.names : reader.tables(),
    ifExists: reader.accept('ifexists'),
  }),
  async run(context, args) {
    const { catalog, policies, batching } = context.state
    const tables = existing(context, args.tables, args.ifExists)
    for (const table of tables) await catalog.dropTable(table)
    await policies.reload()
    batching.policyChanged()
    return resultTable(
      { TableName: 'string', DatabaseName: 'string' },
      context.database().tables.map((table) => [table.name, table.database]),
    )
  },
})

interface RenameTables {
  readonly renames: readonly { readonly from: string; readonly to: string }[]
  readonly ifExists: boolean
}

const renameTable = command({
  words: ['rename table T to'],
  read: (reader, start): RenameTables => ({
    renames: [{ from: start.name, to: reader.name('a table name') }],
    ifExists: false,
  }),
  run: runRename,
})

/** `.rename tables B = A, …`. */
const renameTables = command({
  words: ['rename tables'],
  read(reader): RenameTables {
    const renames = []
    do {
      const to = reader.name('the new name of a table')
      reader.expectMark('=')
      renames.push({ from: reader.table(), to })
    } while (reader.acceptMark(','))
    return { renames, ifExists: reader.accept('ifexists') }
  },
  run: runRename,
})

async function runRename(context: CommandContext, args: RenameTables): Promise<ResultTable> {
  const { catalog } = context.state
  const renames = args.renames.flatMap(({ from, to }) => {
    checkName(to, 'table')
    const [table] = existing(context, [from], args.ifExists)
    return table === undefined ? [] : [{ table, to }]
  })
  for (const { to } of renames) {
    const taken = catalog.findTable(context.databaseName, to)
    if (taken !== undefined && !renames.some(({ table }) => table.number === taken.number)) {
      throw alreadyExists(to)
    }
  }
  await catalog.renameTables(renames)
  return showTableList(renames.map(({ to }) => catalog.table(context.databaseName, to)))
}

const clearTableData = command({
  words: ['clear table T data', 'clear async table T data'],
  read: (_reader, start) => ({ table: start.name }),
  async run(context, args) {
    const stored = context.state.catalog.table(context.databaseName, args.table)
    await context.state.extents.drop(stored, await context.state.extents.list(stored.number))
    return resultTable({ Status: 'string' }, [['Succeeded']])
  },
})

const alterTableTexts = command({
  words: ['alter table T docstring', 'alter table T folder'],
  read(reader, start): EntityTexts & { readonly table: string } {
    const text = reader.string('a text')
    return { table: start.name, ...(start.has('folder') ? { folder: text } : { docString: text }) }
  },
  run: (context, { table, ...texts }) =>
    setFacts(context, context.state.catalog.table(context.databaseName, table), texts),
})

/** The commands of tables as a whole. */
export const tableCommands = [
  defineTable,
  defineSeveralTables,
  createTableBasedOn,
  dropTables,
  renameTable,
  renameTables,
  clearTableData,
  alterTableTexts,
]

async function setFacts(
  context: CommandContext,
  table: StoredTable,
  facts: EntityTexts,
): Promise<ResultTable> {
  const { catalog } = context.state
  if (facts.docString !== undefined || facts.folder !== undefined) {
    await catalog.setTableFacts(table, {
      ...(facts.docString === undefined ? {} : { docString: facts.docString }),
      ...(facts.folder === undefined ? {} : { folder: facts.folder }),
    })
  }
  return showTableSchema([catalog.table(table.database, table.name)])
}

function existing(context: CommandContext, names: readonly string[], ifExists: boolean): StoredTable[] {
  const database = context.database()
  return names.flatMap((name) => {
    const found = database.tables.find((table) => table.name === name)
    if (found !== undefined) return [found]
    if (ifExists) return []
    throw entityNotFound(`Entity ID '${name}' of kind 'Table' was not found.`)
  })
}

/** These commands cannot change a column's type: its data would be lost silently. */
function checkTypes(table: StoredTable, columns: TableSchema): void {
  for (const column of columns) {
    const own = table.columns.find((candidate) => candidate.name === column.name)
    if (own !== undefined && own.type !== column.type) {
      throw new KustoError(
        'General_BadRequest',
        `Column '${column.name}' of table '${table.name}' is of type '${own.type}'; it cannot become '${column.type}'.`,
      )
    }
  }
}

function checkDefinition(table: string, columns: TableSchema): void {
  checkName(table, 'table')
  if (columns.length === 0) throw new KustoError('General_BadRequest', `Table '${table}' has no columns.`)
  const names = new Set<string>()
  for (const { name } of columns) {
    checkName(name, 'column')
    if (names.has(name)) throw new KustoError('General_BadRequest', `Column '${name}' is there twice.`)
    names.add(name)
  }
}
