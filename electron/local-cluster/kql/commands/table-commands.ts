import type { CommandProperties, DefineTables, ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'
import { ended } from './command-scope'

/** After the word `table` in `.create`, `.create-merge`, `.alter` and `.alter-merge`. */
export function readDefineTable(reader: CommandReader, mode: DefineTables['mode']): ManagementCommand {
  const table = reader.name('a table name')
  if (mode === 'create' && reader.accept('based-on')) {
    const source = reader.name('a table name')
    const ifNotExists = reader.accept('ifnotexists')
    const texts = readTexts(reader.properties())
    return ended(reader, { kind: 'createTableBasedOn', table, source, ifNotExists, ...texts })
  }
  if (mode === 'alter' && reader.accept('docstring')) {
    return ended(reader, { kind: 'setTableDocString', table, docString: reader.string('a text') })
  }
  if (mode === 'alter' && reader.accept('folder')) {
    return ended(reader, { kind: 'setTableFolder', table, folder: reader.string('a folder') })
  }
  const columns = reader.schema()
  const texts = readTexts(reader.properties())
  return ended(reader, { kind: 'defineTables', mode, tables: [{ table, columns }], ...texts })
}

/** After the word `tables` in `.create tables T1 (…), T2 (…)`. */
export function readDefineTables(reader: CommandReader, mode: DefineTables['mode']): ManagementCommand {
  const tables = []
  do tables.push({ table: reader.name('a table name'), columns: reader.schema() })
  while (reader.acceptMark(','))
  const texts = readTexts(reader.properties())
  return ended(reader, { kind: 'defineTables', mode, tables, ...texts })
}

function readTexts(properties: CommandProperties): { readonly docString?: string; readonly folder?: string } {
  const { docstring, folder } = properties
  return {
    ...(docstring === undefined ? {} : { docString: docstring }),
    ...(folder === undefined ? {} : { folder }),
  }
}

/** After the word `table`: `.drop table T [ifexists]`, `.drop table T columns (…)`. */
export function readDropTable(reader: CommandReader): ManagementCommand {
  const table = reader.name('a table name')
  if (reader.accept('columns')) {
    const columns = reader.list(() => reader.name('a column name'))
    return ended(reader, { kind: 'dropColumns', table, columns, ifExists: reader.accept('ifexists') })
  }
  return ended(reader, { kind: 'dropTables', tables: [table], ifExists: reader.accept('ifexists') })
}

/** After the word `tables`: `.drop tables (A, B) [ifexists]`. */
export function readDropTables(reader: CommandReader): ManagementCommand {
  const tables = reader.names('a table name')
  return ended(reader, { kind: 'dropTables', tables, ifExists: reader.accept('ifexists') })
}

/** After the word `column`: `.drop column T.C [ifexists]`. */
export function readDropColumn(reader: CommandReader): ManagementCommand {
  const { table, column } = readColumnPath(reader)
  const ifExists = reader.accept('ifexists')
  return ended(reader, { kind: 'dropColumns', table, columns: [column], ifExists })
}

/** `.rename table A to B`, `.rename tables B = A, …`, `.rename column T.C to D`, `.rename columns D = T.C, …`. */
export function readRename(reader: CommandReader): ManagementCommand {
  if (reader.accept('table')) {
    const from = reader.name('a table name')
    reader.expect('to')
    return ended(reader, {
      kind: 'renameTables',
      renames: [{ from, to: reader.name('a table name') }],
      ifExists: false,
    })
  }
  if (reader.accept('tables')) {
    const renames = []
    do {
      const to = reader.name('the new name of a table')
      reader.expectMark('=')
      renames.push({ from: reader.name('a table name'), to })
    } while (reader.acceptMark(','))
    return ended(reader, { kind: 'renameTables', renames, ifExists: reader.accept('ifexists') })
  }
  if (reader.accept('column')) {
    const { table, column } = readColumnPath(reader)
    reader.expect('to')
    const to = reader.name('a column name')
    return ended(reader, { kind: 'renameColumns', table, renames: [{ from: column, to }] })
  }
  reader.expect('columns')
  let table = ''
  const renames = []
  do {
    const to = reader.name('the new name of a column')
    reader.expectMark('=')
    const path = readColumnPath(reader)
    if (table !== '' && path.table !== table) throw reader.failure('expected columns of one table.')
    table = path.table
    renames.push({ from: path.column, to })
  } while (reader.acceptMark(','))
  return ended(reader, { kind: 'renameColumns', table, renames })
}

/** After the verb: `.clear [async] table T data`. */
export function readClear(reader: CommandReader): ManagementCommand {
  const async = reader.accept('async')
  reader.expect('table')
  const table = reader.name('a table name')
  reader.expect('data')
  return ended(reader, { kind: 'clearTableData', table, async })
}

function readColumnPath(reader: CommandReader): { readonly table: string; readonly column: string } {
  const table = reader.name('a table name')
  reader.expectMark('.')
  return { table, column: reader.name('a column name') }
}
