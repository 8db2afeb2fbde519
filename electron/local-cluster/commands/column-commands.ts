import type { TableSchema } from '../../domain/schema/table'
import { entityNotFound, type StoredTable } from '../engine/catalog'
import type { ColumnEntry } from '../engine/catalog-entry'
import { KustoError } from '../answers/kusto-error'
import { resultTable, type ResultTable } from '../answers/result-table'
import { checkName } from './check-name'
import { command } from './command'
import type { CommandContext } from './command-context'
import { showTableSchema, systemType } from './schema-text'

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
  const { columns } = catalog.table(context.databaseName, args.table)
  return columnTable(columns.filter(({ name }) => args.renames.some(({ to }) => to === name)))
}

/** Values of the old type are lost, as in the service: they become null (string: empty). */
const alterColumnType = command({
  words: ['alter column C type'],
  read(reader, start) {
    reader.expectMark('=')
    const [table = '', column = ''] = start.names
    return { table, column, type: reader.scalarType() }
  },
  async run(context, args) {
    const { catalog } = context.state
    const table = catalog.table(context.databaseName, args.table)
    const column = columnOf(table, args.column)
    if (column.type !== args.type) await catalog.changeColumnType(table, column, args.type)
    return columnTable([{ name: args.column, type: args.type }])
  },
})

/** `… (A: "text", B: "text")`. Without `-merge`, columns that are not named lose their texts. */
const alterColumnDocStrings = command({
  words: ['alter table T column-docstrings', 'alter-merge table T column-docstrings'],
  read: (reader, start) => ({
    table: start.name,
    merge: start.verb('alter', 'alter-merge') === 'alter-merge',
    docStrings: reader.list(() => {
      const column = reader.name('a column name')
      reader.expectMark(':')
      return [column, reader.string('a text')] as const
    }),
  }),
  async run(context, args) {
    const { catalog } = context.state
    const table = catalog.table(context.databaseName, args.table)
    for (const [name] of args.docStrings) columnOf(table, name)
    const given = new Map(args.docStrings)
    await catalog.setColumnDocStrings(
      table.columns.flatMap((column) => {
        const docString = given.get(column.name) ?? (args.merge ? undefined : '')
        return docString === undefined ? [] : [{ column, docString }]
      }),
    )
    return showTableSchema([catalog.table(context.databaseName, args.table)])
  },
})

/** The commands of columns. */
export const columnCommands = [
  dropColumn,
  dropColumns,
  renameColumn,
  renameColumns,
  alterColumnType,
  alterColumnDocStrings,
]

function noColumn(name: string): KustoError {
  return entityNotFound(`Entity ID '${name}' of kind 'Column' was not found.`)
}

function columnOf(table: StoredTable, name: string): ColumnEntry {
  const column = table.columns.find((each) => each.name === name)
  if (column === undefined) throw noColumn(name)
  return column
}

/** Columns as the service answers when it has renamed them or changed their types. */
function columnTable(columns: TableSchema): ResultTable {
  return resultTable(
    { EntityName: 'string', DataType: 'string', Policy: 'string' },
    columns.map(({ name, type }) => [name, systemType(type), '']),
  )
}
