import { parseScalarType, type ScalarType } from '../../domain/scalar-type'
import type { TableSchema } from '../../domain/schema/table'
import {
  duckDbTypes,
  type ColumnEntry,
  type DatabaseEntry,
  type FunctionEntry,
  type TableEntry,
} from './catalog-entry'
import { KustoError } from '../answers/kusto-error'
import { Mutex } from '../../domain/concurrency/mutex'
import type { Cell } from '../answers/result-table'
import type { DuckDbEngine, Session } from './duckdb-engine'

/** A table, and what the cluster keeps about it besides its columns. */
export interface StoredTable extends TableEntry {
  readonly number: bigint
  readonly database: string
  readonly folder: string
  readonly docString: string
}

/** A database with its tables, ordered by name. */
export interface StoredDatabase extends DatabaseEntry {
  readonly tables: readonly StoredTable[]
  readonly functions: readonly FunctionEntry[]
}

/**
 * The databases, tables and columns that exist. Kept in memory as immutable entries, and written to the store
 * first. Changes run one at a time.
 */
export class Catalog {
  readonly #engine: DuckDbEngine
  readonly #changes = new Mutex()
  #databases: ReadonlyMap<string, StoredDatabase> = new Map()

  private constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** Reads the catalog from the store. */
  static async open(engine: DuckDbEngine): Promise<Catalog> {
    const catalog = new Catalog(engine)
    await catalog.#load()
    return catalog
  }

  databases(): readonly StoredDatabase[] {
    return [...this.#databases.values()]
  }

  /** @throws KustoError `BadRequest_DatabaseNotExist`. */
  database(name: string): StoredDatabase {
    const found = this.#databases.get(name)
    if (found !== undefined) return found
    throw new KustoError('BadRequest_DatabaseNotExist', `Database '${name}' could not be found.`, {
      type: 'Kusto.Data.Exceptions.DatabaseNotFoundException',
    })
  }

  /** The table with exactly this name, or undefined. */
  findTable(database: string, table: string): StoredTable | undefined {
    return this.#databases.get(database)?.tables.find((entry) => entry.name === table)
  }

  /** @throws KustoError `BadRequest_EntityNotFound` (or `BadRequest_DatabaseNotExist`). */
  table(database: string, table: string): StoredTable {
    this.database(database)
    const found = this.findTable(database, table)
    if (found !== undefined) return found
    throw entityNotFound(`Entity ID '${table}' of kind 'Table' was not found.`)
  }

  async createDatabase(name: string, createdOn: bigint): Promise<void> {
    await this.#change(async (session) => {
      await session.run('INSERT INTO meta.databases VALUES ($1, $2)', [name, createdOn])
    })
  }

  /** Creates a table. The caller has checked that the name is free. */
  async createTable(
    database: string,
    name: string,
    columns: TableSchema,
    facts: { readonly folder: string; readonly docString: string; readonly createdOn: bigint },
  ): Promise<void> {
    await this.#change(async (session) => {
      if (this.findTable(database, name) !== undefined) throw alreadyExists(name)
      const number = await nextNumber(session, 'meta.table_number')
      await session.run('INSERT INTO meta.tables VALUES ($1, $2, $3, $4, $5, $6)', [
        number,
        database,
        name,
        facts.folder,
        facts.docString,
        facts.createdOn,
      ])
      const entries = await insertColumns(session, number, columns, 0)
      const definitions = entries.map((column) => `${column.physicalName} ${duckDbTypes[column.type]}`)
      await session.run(`CREATE TABLE data.t${number} (${[...definitions, 'x BIGINT NOT NULL'].join(', ')})`)
    })
  }

  /** Adds columns at the end. Existing rows get null (string: empty). */
  async addColumns(table: StoredTable, columns: TableSchema): Promise<void> {
    await this.#change(async (session) => {
      const added = await insertColumns(session, table.number, columns, table.columns.length)
      for (const column of added) await addColumn(session, table, column)
    })
  }

  /** Makes `columns` the table's columns. Those that stay keep their data; the others lose it. */
  async replaceColumns(table: StoredTable, columns: TableSchema): Promise<void> {
    await this.#change(async (session) => {
      const kept = new Map(table.columns.map((column) => [column.name, column]))
      const added = columns.filter((column) => !kept.has(column.name))
      const gone = table.columns.filter((column) => !columns.some((wanted) => wanted.name === column.name))
      const entries = await insertColumns(session, table.number, added, table.columns.length)
      for (const column of entries) await addColumn(session, table, column)
      for (const column of gone) await dropColumn(session, table, column)
      for (const [ordinal, column] of columns.entries()) {
        await session.run('UPDATE meta.columns SET ordinal = $1 WHERE table_number = $2 AND name = $3', [
          ordinal,
          table.number,
          column.name,
        ])
      }
    })
  }

  async dropColumns(table: StoredTable, names: readonly string[]): Promise<void> {
    await this.#change(async (session) => {
      for (const column of table.columns.filter((entry) => names.includes(entry.name))) {
        await dropColumn(session, table, column)
      }
    })
  }

  async renameColumn(table: StoredTable, from: string, to: string): Promise<void> {
    await this.#change(async (session) => {
      await session.run('UPDATE meta.columns SET name = $1 WHERE table_number = $2 AND name = $3', [
        to,
        table.number,
        from,
      ])
    })
  }

  /** Gives a column another type. Its values are lost: they become null (string: empty). */
  async changeColumnType(table: StoredTable, column: ColumnEntry, type: ScalarType): Promise<void> {
    await this.#change(async (session) => {
      const number = await nextNumber(session, 'meta.column_number')
      await addColumn(session, table, { ...column, type, physicalName: `c${number}` })
      await session.run(`ALTER TABLE data.${table.physicalName} DROP COLUMN ${column.physicalName}`)
      await session.run('UPDATE meta.columns SET number = $1, type = $2 WHERE number = $3', [
        number,
        type,
        columnNumber(column),
      ])
      await session.run('UPDATE meta.column_texts SET column_number = $1 WHERE column_number = $2', [
        number,
        columnNumber(column),
      ])
    })
  }

  /** Sets what is written about columns; an empty text takes it away. */
  async setColumnDocStrings(
    texts: readonly { readonly column: ColumnEntry; readonly docString: string }[],
  ): Promise<void> {
    await this.#change(async (session) => {
      for (const { column, docString } of texts) {
        await session.run('INSERT OR REPLACE INTO meta.column_texts VALUES ($1, $2)', [
          columnNumber(column),
          docString,
        ])
      }
    })
  }

  async renameTables(
    renames: readonly { readonly table: StoredTable; readonly to: string }[],
  ): Promise<void> {
    await this.#change(async (session) => {
      for (const { table, to } of renames) {
        await session.run('UPDATE meta.tables SET name = $1 WHERE number = $2', [to, table.number])
      }
    })
  }

  async setTableFacts(
    table: StoredTable,
    facts: { readonly folder?: string; readonly docString?: string },
  ): Promise<void> {
    await this.#change(async (session) => {
      await session.run('UPDATE meta.tables SET folder = $1, doc_string = $2 WHERE number = $3', [
        facts.folder ?? table.folder,
        facts.docString ?? table.docString,
        table.number,
      ])
    })
  }

  /** Drops the table with its rows, extents, policies and mappings. */
  async dropTable(table: StoredTable): Promise<void> {
    await this.#change(async (session) => {
      await session.run(`DROP TABLE data.${table.physicalName}`)
      for (const list of ['columns', 'policies', 'mappings', 'principals', 'extents']) {
        await session.run(`DELETE FROM meta.${list} WHERE table_number = $1`, [table.number])
      }
      await session.run('DELETE FROM meta.tables WHERE number = $1', [table.number])
    })
  }

  /** Drops the database and everything in it. */
  async dropDatabase(database: StoredDatabase): Promise<void> {
    for (const table of database.tables) await this.dropTable(table)
    await this.#change(async (session) => {
      for (const list of ['policies', 'mappings', 'principals', 'functions']) {
        await session.run(`DELETE FROM meta.${list} WHERE database = $1`, [database.name])
      }
      await session.run('DELETE FROM meta.databases WHERE name = $1', [database.name])
    })
  }

  /** Stores a function, replacing one of the same name. */
  async setFunction(database: string, entry: FunctionEntry): Promise<void> {
    await this.#change(async (session) => {
      await session.run('INSERT OR REPLACE INTO meta.functions VALUES ($1, $2, $3, $4, $5, $6)', [
        database,
        entry.name,
        entry.parameters,
        entry.body,
        entry.folder,
        entry.docString,
      ])
    })
  }

  async dropFunctions(database: string, names: readonly string[]): Promise<void> {
    await this.#change(async (session) => {
      for (const name of names) {
        await session.run('DELETE FROM meta.functions WHERE database = $1 AND name = $2', [database, name])
      }
    })
  }

  async #change(work: (session: Session) => Promise<void>): Promise<void> {
    await this.#changes.run(async () => {
      await this.#engine.transaction(work)
      await this.#load()
    })
  }

  async #load(): Promise<void> {
    const columns = new Map<string, ColumnEntry[]>()
    for (const [number, table, name, type, text] of await this.#engine.rows(
      `SELECT number, table_number, name, type, doc_string FROM meta.columns
         LEFT JOIN meta.column_texts ON column_number = number ORDER BY table_number, ordinal`,
    )) {
      const list = columns.get(String(table)) ?? []
      const docString = String(text ?? '')
      list.push({
        name: String(name),
        type: scalarType(String(type)),
        physicalName: `c${number}`,
        ...(docString === '' ? {} : { docString }),
      })
      columns.set(String(table), list)
    }
    const tables = await this.#engine.rows(
      'SELECT number, database, name, folder, doc_string FROM meta.tables ORDER BY name',
    )
    const functions = await this.#engine.rows(
      'SELECT database, name, parameters, body, folder, doc_string FROM meta.functions ORDER BY name',
    )
    const databases = await this.#engine.rows('SELECT name FROM meta.databases ORDER BY name')
    this.#databases = new Map(
      databases.map(([name]) => {
        const own = tables.filter(([, database]) => database === name)
        const entries = own.map(([number, database, table, folder, docString]): StoredTable => ({
          number: BigInt(String(number)),
          database: String(database),
          name: String(table),
          physicalName: `t${number}`,
          folder: String(folder),
          docString: String(docString),
          columns: columns.get(String(number)) ?? [],
        }))
        const ownFunctions = functions.filter(([database]) => database === name).map(functionEntry)
        return [String(name), { name: String(name), tables: entries, functions: ownFunctions }]
      }),
    )
  }
}

/** The error for something that a command names but that does not exist. */
export function entityNotFound(message: string): KustoError {
  return new KustoError('BadRequest_EntityNotFound', message, {
    type: 'Kusto.Common.Svc.Exceptions.EntityNotFoundException',
  })
}

/** The error for ingestion into a table that does not exist. */
export function tableNotExist(database: string, table: string): KustoError {
  return new KustoError(
    'BadRequest_TableNotExist',
    `Table '${table}' does not exist in database '${database}'.`,
  )
}

/** The error for creating a table whose name is taken. */
export function alreadyExists(table: string): KustoError {
  return new KustoError(
    'BadRequest_EntityAlreadyExists',
    `Entity '${table}' of kind 'Table' already exists.`,
    {
      type: 'Kusto.Common.Svc.Exceptions.EntityAlreadyExistsException',
    },
  )
}

async function nextNumber(session: Session, sequence: string): Promise<bigint> {
  const [row] = await session.rows(`SELECT nextval('${sequence}')`)
  return BigInt(String(row?.[0]))
}

async function insertColumns(
  session: Session,
  table: bigint,
  columns: TableSchema,
  firstOrdinal: number,
): Promise<ColumnEntry[]> {
  const entries: ColumnEntry[] = []
  for (const [index, { name, type }] of columns.entries()) {
    const number = await nextNumber(session, 'meta.column_number')
    await session.run('INSERT INTO meta.columns VALUES ($1, $2, $3, $4, $5)', [
      number,
      table,
      firstOrdinal + index,
      name,
      type,
    ])
    entries.push({ name, type, physicalName: `c${number}` })
  }
  return entries
}

/** Adds a column to the rows: null, or empty for a string. */
async function addColumn(session: Session, table: StoredTable, column: ColumnEntry): Promise<void> {
  const empty = column.type === 'string' ? " DEFAULT ''" : ''
  await session.run(
    `ALTER TABLE data.${table.physicalName} ADD COLUMN ${column.physicalName} ${duckDbTypes[column.type]}${empty}`,
  )
}

/** A column's number in the store, which its physical name is made of. */
function columnNumber({ physicalName }: ColumnEntry): bigint {
  return BigInt(physicalName.slice(1))
}

async function dropColumn(session: Session, table: StoredTable, column: ColumnEntry): Promise<void> {
  await session.run(`ALTER TABLE data.${table.physicalName} DROP COLUMN ${column.physicalName}`)
  await session.run('DELETE FROM meta.columns WHERE table_number = $1 AND name = $2', [
    table.number,
    column.name,
  ])
}

function functionEntry(row: readonly Cell[]): FunctionEntry {
  const [name = '', parameters = '', body = '', folder = '', docString = ''] = row.slice(1).map(String)
  return { name, parameters, body, folder, docString }
}

function scalarType(text: string): ScalarType {
  const type = parseScalarType(text)
  if (type === undefined) throw new Error(`The store has a column of the unknown type ${text}.`)
  return type
}
