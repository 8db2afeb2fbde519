import { quoteEntityName } from '../../domain/entity-name'
import type { ScalarType } from '../../domain/scalar-type'
import type { Column } from '../../domain/schema/table'
import type { FunctionEntry } from '../engine/catalog-entry'
import type { StoredDatabase, StoredTable } from '../engine/catalog'
import type { ParameterSchema } from '../kql/function-parameters'
import { resultTable, type ResultTable } from '../answers/result-table'

/** .NET names of the types, as schemas show them. */
const systemTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  dynamic: 'System.Object',
  guid: 'System.Guid',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  timespan: 'System.TimeSpan',
}

/** `Name:type,…`, with names quoted where needed. */
export function cslSchema(table: StoredTable): string {
  return table.columns.map(({ name, type }) => `${quoteEntityName(name)}:${type}`).join(',')
}

/** The type's .NET name. */
export function systemType(type: ScalarType): string {
  return systemTypes[type]
}

/** Tables with their schema as JSON: the answer to commands that create or change tables. */
export function showTableSchema(tables: readonly StoredTable[]): ResultTable {
  return resultTable(
    { TableName: 'string', Schema: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    tables.map((table) => [
      table.name,
      JSON.stringify(tableSchemaJson(table)),
      table.database,
      table.folder,
      table.docString,
    ]),
  )
}

/** Tables with their schema as a command writes it. */
export function showCslSchema(tables: readonly StoredTable[]): ResultTable {
  return resultTable(
    { TableName: 'string', Schema: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    tables.map((table) => [table.name, cslSchema(table), table.database, table.folder, table.docString]),
  )
}

/** Tables without their schema. */
export function showTableList(tables: readonly StoredTable[]): ResultTable {
  return resultTable(
    { TableName: 'string', DatabaseName: 'string', Folder: 'string', DocString: 'string' },
    tables.map(({ name, database, folder, docString }) => [name, database, folder, docString]),
  )
}

/** A table's schema as the service writes it. */
function tableSchemaJson(table: StoredTable): object {
  return {
    Name: table.name,
    Folder: table.folder,
    DocString: table.docString,
    OrderedColumns: table.columns.map(columnJson),
  }
}

/** A function's schema as the service writes it. */
function functionJson(entry: FunctionEntry, parameters: readonly ParameterSchema[]): object {
  return {
    Name: entry.name,
    InputParameters: parameters.map(({ name, type, columns, defaultText }) =>
      type === undefined
        ? { Name: name, Columns: (columns ?? []).map(columnJson) }
        : {
            ...columnJson({ name, type }),
            ...(defaultText === undefined ? {} : { CslDefaultValue: defaultText }),
          },
    ),
    Body: entry.body,
    Folder: entry.folder,
    DocString: entry.docString,
    FunctionKind: 'Unknown',
    OutputColumns: [],
  }
}

function columnJson({ name, type, docString }: Column & { readonly docString?: string }): object {
  const text = docString === undefined ? {} : { DocString: docString }
  return { Name: name, Type: systemTypes[type], CslType: type, ...text }
}

/** The command that recreates a function. */
export function functionScript({ name, parameters, body, folder, docString }: FunctionEntry): string {
  const texts = `with (folder = ${JSON.stringify(folder)}, docstring = ${JSON.stringify(docString)}, skipvalidation = "true")`
  return `.create-or-alter function ${texts} ${quoteEntityName(name)} ${parameters} ${body}`
}

/** A database's schema as the service writes it; `parameters` are those of its functions, in the same order. */
export function databaseSchemaJson(
  database: StoredDatabase,
  parameters: readonly (readonly ParameterSchema[])[],
): object {
  const tables = Object.fromEntries(database.tables.map((table) => [table.name, tableSchemaJson(table)]))
  return {
    Name: database.name,
    Tables: tables,
    ExternalTables: {},
    MaterializedViews: {},
    EntityGroups: {},
    MajorVersion: 1,
    MinorVersion: 1,
    Functions: Object.fromEntries(
      database.functions.map((entry, index) => [entry.name, functionJson(entry, parameters[index] ?? [])]),
    ),
    DatabaseAccessMode: 'ReadWrite',
  }
}
