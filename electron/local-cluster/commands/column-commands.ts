import { entityNotFound } from '../engine/catalog'
import { KustoError } from '../answers/kusto-error'
import type { ResultTable } from '../answers/result-table'
import { checkName } from './check-name'
import { command } from './command'
import type { CommandContext } from './command-context'
import { showTableSchema } from './schema-text'

interface DropColumns {
  readonly table: string
  readonly columns: readonly string[]
  readonly ifExists: boolean
}

const dropColumn = command({
  words: ['drop column'],
  read(reader): DropColumns {
    const { table, column } = reader.column()
    return { table, columns: [column], ifExists: reader.accept('ifexists') }
  },
  run: runDrop,
})

const dropColumns = command({
  words: ['drop table T columns'],
  read: (reader, start): DropColumns => ({
    table: start.name,
    columns: reader.list(() => reader.name('a column name')),
    ifExists: reader.accept('ifexists'),
  }),
  run: runDrop,
})

async function runDrop(context: CommandContext, args: DropColumns): Promise<ResultTable> {
  const { catalog } = context.state
  const table = catalog.table(context.databaseName, args.table)
  for (const name of args.columns) {
    if (!args.ifExists && !table.columns.some((column) => column.name === name)) throw noColumn(name)
  }
  if (table.columns.every((column) => args.columns.includes(column.name))) {
    throw new KustoError('General_BadRequest', 'The last column of a table cannot be dropped.')
  }
  await catalog.dropColumns(table, args.columns)
  return showTableSchema([catalog.table(context.databaseName, args.table)])
}

interface RenameColumns {
  readonly table: string
  readonly renames: readonly { readonly from: string; readonly to: string }[]
}

/** `.rename column T.C to D`. */
const renameColumn = command({
  words: ['rename column'],
  read(reader): RenameColumns {
    const { table, column } = reader.column()
    reader.expect('to')
    return { table, renames: [{ from: column, to: reader.name('a column name') }] }
  },
  run: runRename,
})

/** `.rename columns D = T.C, …`. */
const renameColumns = command({
  words: ['rename columns'],
  read(reader): RenameColumns {
    let table = ''
    const renames = []
    do {
      const to = reader.name('the new name of a column')
      reader.expectMark('=')
      const path = reader.column()
      if (table !== '' && path.table !== table) throw reader.failure('expected columns of one table.')
      table = path.table
      renames.push({ from: path.column, to })
    } while (reader.acceptMark(','))
    return { table, renames }
  },
  run: runRename,
})

async function runRename(context: CommandContext, args: RenameColumns): Promise<ResultTable> {
  const { catalog } = context.state
  for (const { from, to } of args.renames) {
    checkName(to, 'column')
    const table = catalog.table(context.databaseName, args.table)
    if (!table.columns.some((column) => column.name === from)) throw noColumn(from)
    if (table.columns.some((column) => column.name === to)) {
      throw new KustoError('General_BadRequest', `Column '${to}' exists already.`)
    }
    await catalog.renameColumn(table, from, to)
  }
  return showTableSchema([catalog.table(context.databaseName, args.table)])
}

/** The commands of columns. */
export const columnCommands = [dropColumn, dropColumns, renameColumn, renameColumns]

function noColumn(name: string): KustoError {
  return entityNotFound(`Entity ID '${name}' of kind 'Column' was not found.`)
}
