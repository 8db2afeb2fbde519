import { entityNameProblem, type EntityKind } from '../../domain/entity-name'
import type { TableSchema } from '../../domain/schema/table'
import type { StoredTable } from '../engine/catalog'
import { alreadyExists, entityNotFound } from '../engine/catalog'
import type { DefineTables } from '../kql/management-command'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { ticksFromMilliseconds } from '../time/ticks'
import type { CommandContext } from './command-context'
import { showTableSchema } from './schema-text'

/** `.create`, `.create-merge`, `.alter` and `.alter-merge table(s)`. */
export async function defineTables(context: CommandContext, command: DefineTables): Promise<ResultTable> {
  const { catalog } = context.state
  const database = context.database().name
  for (const { table, columns } of command.tables) checkDefinition(table, columns)
  for (const { table, columns } of command.tables) {
    const known = catalog.findTable(database, table)
    if (known === undefined) {
      if (command.mode === 'alter' || command.mode === 'alterMerge') catalog.table(database, table)
      await catalog.createTable(database, table, columns, {
        folder: command.folder ?? '',
        docString: command.docString ?? '',
        createdOn: ticksFromMilliseconds(context.state.clock.now()),
      })
      continue
    }
    // Like the service: success, and no change, even if the schemas differ.
    if (command.mode === 'create') continue
    checkTypes(known, columns)
    if (command.mode === 'alter') await catalog.replaceColumns(known, columns)
    else {
      const added = columns.filter((column) => !known.columns.some((own) => own.name === column.name))
      if (added.length > 0) await catalog.addColumns(known, added)
    }
    await setFacts(context, catalog.table(database, table), command)
  }
  return showTableSchema(command.tables.map(({ table }) => catalog.table(database, table)))
}

/** `.create table T based-on S`. */
export async function createTableBasedOn(
  context: CommandContext,
  command: {
    readonly table: string
    readonly source: string
    readonly ifNotExists: boolean
    readonly docString?: string
    readonly folder?: string
  },
): Promise<ResultTable> {
  const { catalog } = context.state
  const source = catalog.table(context.databaseName, command.source)
  if (!command.ifNotExists && catalog.findTable(context.databaseName, command.table) !== undefined) {
    throw alreadyExists(command.table)
  }
  return defineTables(context, {
    kind: 'defineTables',
    mode: 'create',
    tables: [{ table: command.table, columns: source.columns.map(({ name, type }) => ({ name, type })) }],
    folder: command.folder ?? source.folder,
    docString: command.docString ?? source.docString,
  })
}

/** `.drop table(s)`: answers with the remaining tables. */
export async function dropTables(
  context: CommandContext,
  command: { readonly tables: readonly string[]; readonly ifExists: boolean },
): Promise<ResultTable> {
  const { catalog, policies, batching } = context.state
  const tables = existing(context, command.tables, command.ifExists)
  for (const table of tables) await catalog.dropTable(table)
  await policies.reload()
  batching.policyChanged()
  return resultTable(
    { TableName: 'string', DatabaseName: 'string' },
    context.database().tables.map((table) => [table.name, table.database]),
  )
}

/** `.rename table(s)`. */
export async function renameTables(
  context: CommandContext,
  command: {
    readonly renames: readonly { readonly from: string; readonly to: string }[]
    readonly ifExists: boolean
  },
): Promise<ResultTable> {
  const { catalog } = context.state
  const renames = command.renames.flatMap(({ from, to }) => {
    checkName(to, 'table')
    const [table] = existing(context, [from], command.ifExists)
    return table === undefined ? [] : [{ table, to }]
  })
  for (const { to } of renames) {
    const taken = catalog.findTable(context.databaseName, to)
    if (taken !== undefined && !renames.some(({ table }) => table.number === taken.number)) {
      throw alreadyExists(to)
    }
  }
  await catalog.renameTables(renames)
  return showTableSchema(renames.map(({ to }) => catalog.table(context.databaseName, to)))
}

/** `.clear table T data`. */
export async function clearTable(context: CommandContext, table: string): Promise<ResultTable> {
  const stored = context.state.catalog.table(context.databaseName, table)
  await context.state.extents.drop(stored, await context.state.extents.list(stored.number))
  return resultTable({ Status: 'string' }, [['Succeeded']])
}

/** `.alter table T docstring` and `folder`. */
export async function setFacts(
  context: CommandContext,
  table: StoredTable,
  facts: { readonly docString?: string; readonly folder?: string },
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

/** `.drop column`, `.drop table T columns`. */
export async function dropColumns(
  context: CommandContext,
  command: { readonly table: string; readonly columns: readonly string[]; readonly ifExists: boolean },
): Promise<ResultTable> {
  const { catalog } = context.state
  const table = catalog.table(context.databaseName, command.table)
  for (const name of command.columns) {
    if (!command.ifExists && !table.columns.some((column) => column.name === name)) throw noColumn(name)
  }
  if (table.columns.every((column) => command.columns.includes(column.name))) {
    throw new KustoError('General_BadRequest', 'The last column of a table cannot be dropped.')
  }
  await catalog.dropColumns(table, command.columns)
  return showTableSchema([catalog.table(context.databaseName, command.table)])
}

/** `.rename column(s)`. */
export async function renameColumns(
  context: CommandContext,
  command: {
    readonly table: string
    readonly renames: readonly { readonly from: string; readonly to: string }[]
  },
): Promise<ResultTable> {
  const { catalog } = context.state
  for (const { from, to } of command.renames) {
    checkName(to, 'column')
    const table = catalog.table(context.databaseName, command.table)
    if (!table.columns.some((column) => column.name === from)) throw noColumn(from)
    if (table.columns.some((column) => column.name === to)) {
      throw new KustoError('General_BadRequest', `Column '${to}' exists already.`)
    }
    await catalog.renameColumn(table, from, to)
  }
  return showTableSchema([catalog.table(context.databaseName, command.table)])
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

/** @throws KustoError `BadRequest_EntityNameIsNotValid`. */
export function checkName(name: string, kind: EntityKind): void {
  const problem = entityNameProblem(name, kind)
  if (problem !== undefined) throw new KustoError('BadRequest_EntityNameIsNotValid', problem)
}

function noColumn(name: string): KustoError {
  return entityNotFound(`Entity ID '${name}' of kind 'Column' was not found.`)
}
