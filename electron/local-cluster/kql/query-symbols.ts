import type { DatabaseEntry, FunctionEntry, TableEntry } from '../engine/catalog-entry'
import { reachableText } from './stored-function'
import { kustoLanguage, type GlobalState } from './kusto-language'
import type { KustoSymbol, TypeSymbol } from './syntax-nodes'
import type { PipedInput, QueryContext } from './translated-query'

/** Stands for the piped table in front of a continuation (`| where …`). */
export const pipedInputName = 'CommandResult'

const databases = new WeakMap<DatabaseEntry, KustoSymbol>()
const globals = new WeakMap<DatabaseEntry, GlobalState>()

/** True if a text may refer to another database: only then does the parser need the others. */
export function namesDatabase(text: string): boolean {
  return /\b(database|cluster)\s*\(/i.test(text)
}

/**
 * What a query on a database may refer to. Cached per entry: the catalog creates a new entry whenever the schema
 * changes.
 */
export function globalsFor(text: string, database: DatabaseEntry, context: QueryContext): GlobalState {
  const others = namesDatabase(reachableText(text, database)) ? (context.otherDatabases ?? []) : []
  if (context.input !== undefined) return globalsOf(database, others, context.input)
  if (others.length > 0) return globalsOf(database, others)
  let found = globals.get(database)
  if (found === undefined) {
    found = globalsOf(database, [])
    globals.set(database, found)
  }
  return found
}

function globalsOf(
  database: DatabaseEntry,
  others: readonly DatabaseEntry[],
  input?: PipedInput,
): GlobalState {
  const { GlobalState, Symbols } = kustoLanguage()
  const own = input === undefined ? databaseSymbol(database) : inputSymbol(database, input)
  if (others.length === 0) return GlobalState.Default.WithDatabase(own)
  const all = [own, ...others.filter((other) => other.name !== database.name).map(databaseSymbol)]
  const cluster = new Symbols.ClusterSymbol.ctor('local', all)
  return GlobalState.Default.WithCluster(cluster).WithDatabase(own)
}

function inputSymbol(database: DatabaseEntry, input: PipedInput): KustoSymbol {
  const { Symbols } = kustoLanguage()
  const tables = database.tables.filter((table) => table.name !== pipedInputName).map(tableSymbol)
  return new Symbols.DatabaseSymbol.ctor(database.name, [
    ...tables,
    ...functionSymbols(database),
    tableSymbol({ name: pipedInputName, columns: input.columns, physicalName: '' }),
  ])
}

function databaseSymbol(database: DatabaseEntry): KustoSymbol {
  let symbol = databases.get(database)
  if (symbol === undefined) {
    const { Symbols } = kustoLanguage()
    symbol = new Symbols.DatabaseSymbol.ctor(database.name, [
      ...database.tables.map(tableSymbol),
      ...functionSymbols(database),
    ])
    databases.set(database, symbol)
  }
  return symbol
}

function functionSymbols(database: DatabaseEntry): TypeSymbol[] {
  return (database.functions ?? []).map(functionSymbol)
}

/** A function as the parser knows it, from its declaration. */
export function functionSymbol({ name, parameters, body }: FunctionEntry): TypeSymbol {
  const { Symbols } = kustoLanguage()
  return new Symbols.FunctionSymbol.$ctor16(name, parameters, body, null)
}

function tableSymbol(table: TableEntry): TypeSymbol {
  const { Symbols } = kustoLanguage()
  const columns = table.columns.map(
    ({ name, type }) =>
      new Symbols.ColumnSymbol(name, Symbols.ScalarTypes.GetSymbol(type), null, null, null, null),
  )
  return new Symbols.TableSymbol.$ctor4(table.name, columns)
}
