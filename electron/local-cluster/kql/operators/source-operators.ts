import type { ScalarType } from '../../../domain/scalar-type'
import type { DatabaseEntry, TableEntry } from '../../engine/catalog-entry'
import type { Environment } from '../environment'
import { newExtentPlaceholder, type QueryState } from '../query-state'
import { filterRelation, type ExtentAliases, type Relation, type RelationColumn } from '../relation'
import type { Scalar } from '../scalar'
import { castTo, convert } from '../scalars/conversions'
import { reachableText } from '../stored-function'
import { columnsOf, itemsOf, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type Translation } from '../translation'
import { named } from './project-operators'

/** Functions about a row's extent: the log of extents is only joined if the query has one of them. */
const extentFunctionNames = /\b(ingestion_time|extent_id|extentid|extent_tags)\b/

/** A table: its columns under new names, plus hidden columns about each row's extent. */
export function tableRelation(query: QueryState, table: TableEntry): Relation {
  const columns = table.columns.map(({ name, type }): RelationColumn => ({
    name,
    type,
    alias: query.alias(),
    nullable: type !== 'string',
  }))
  const parts = table.columns.map(({ physicalName, type }, index) => {
    // An ingested JSON null is Kusto's null.
    const value = type === 'dynamic' ? `nullif("${physicalName}", 'null')` : `"${physicalName}"`
    return `${value} AS ${columns[index]?.alias ?? ''}`
  })
  const from = `data."${table.physicalName}"`
  const where = holdsNewRows(query, table) ? ` WHERE x = ${newExtentPlaceholder}` : ''
  if (!extentFunctionNames.test(reachableText(query.text, query.database))) {
    const names = parts.length === 0 ? '1' : parts.join(', ')
    return { sql: `(SELECT ${names} FROM ${from}${where})`, columns, order: [] }
  }
  const extent = { number: query.alias(), id: query.alias(), createdOn: query.alias(), tags: query.alias() }
  parts.push(`x AS ${extent.number}`, extent.id, extent.createdOn, extent.tags)
  return {
    sql: `(SELECT ${parts.join(', ')} FROM ${from} LEFT JOIN (${extentLog(extent)}) ON e = x${where})`,
    columns,
    extent,
    order: [],
  }
}

function holdsNewRows({ context, database }: QueryState, table: TableEntry): boolean {
  return context.newRows?.table === table.name && database.tables.includes(table)
}

/**
 * The rows of extents that match a condition, if it asks for nothing but facts about the extent; otherwise undefined.
 *
 * The condition is then decided once for each extent. DuckDB would decide it for each row, because it moves no function
 * that may fail below a join, and those that read tags may.
 */
export function whereExtents(input: Relation, condition: string): Relation | undefined {
  const { extent } = input
  if (extent?.number === undefined) return undefined
  const facts: readonly string[] = [extent.id, extent.createdOn, extent.tags]
  const aliases = condition.match(/\bv\d+\b/g) ?? []
  if (aliases.length === 0 || !aliases.every((alias) => facts.includes(alias))) return undefined
  const numbers = `SELECT e FROM (${extentLog(extent)}) WHERE ${condition}`
  return filterRelation(input, `${extent.number} IN (${numbers})`)
}

function extentLog(extent: ExtentAliases): string {
  return `SELECT number AS e, id AS ${extent.id}, created_on AS ${extent.createdOn}, tags AS ${extent.tags} FROM meta.extents`
}

/** What the query is piped from (a command's result). */
export function inputRelation(query: QueryState): Relation | undefined {
  const { input } = query.context
  if (input === undefined) return undefined
  const columns = input.columns.map(({ name, type }): RelationColumn => ({
    name,
    type,
    alias: query.alias(),
    nullable: type !== 'string',
  }))
  const parts = input.columns.map(({ physicalName, type }, index) => {
    // A command may leave a text undefined; Kusto has no null string.
    const value = type === 'string' ? `coalesce("${physicalName}", '')` : `"${physicalName}"`
    return `${value} AS ${columns[index]?.alias ?? ''}`
  })
  return { sql: `(SELECT ${parts.join(', ')} FROM ${input.relation})`, columns, order: [] }
}

/** Finds a database's table by name. */
export function findTable(database: DatabaseEntry, name: string): TableEntry | undefined {
  return database.tables.find((table) => table.name === name)
}

/** `print a = 1, 2`: one row. */
export function translatePrint(
  t: Translation,
  node: SyntaxNodes['PrintOperator'],
  environment: Environment,
): Relation {
  const values = itemsOf(node.Expressions).map((item) => t.scalar(item, { environment }))
  return rowRelation(t, named(t, node, values))
}

function rowRelation(
  t: Translation,
  outputs: readonly { readonly name: string; readonly value: Scalar }[],
): Relation {
  const columns = outputs.map(({ name, value }): RelationColumn => ({
    name,
    type: value.type,
    alias: t.query.alias(),
    nullable: value.nullable,
  }))
  const parts = outputs.map(({ value }, index) => `${value.sql} AS ${columns[index]?.alias ?? ''}`)
  // A single row needs no order.
  return { sql: `(SELECT ${parts.join(', ')})`, columns, order: [], serialized: true }
}

/** `range x from a to b step c`, including the end. */
export function translateRange(
  t: Translation,
  node: SyntaxNodes['RangeOperator'],
  environment: Environment,
): Relation {
  const type = columnsOf(node.ResultType)[0]
  const columnType = scalarTypeOf(type?.Type.Name)
  if (columnType === undefined) throw t.query.unsupported(node, 'A range of this type')
  const [from, to, step] = [node.From, node.To, node.Step].map((part) => t.scalar(part, { environment }))
  if (from === undefined || to === undefined || step === undefined)
    throw t.query.unsupported(node, 'This range')
  const alias = t.query.alias()
  const columns: RelationColumn[] = [{ name: node.Name.SimpleName, type: columnType, alias, nullable: false }]
  if (columnType === 'real' || columnType === 'decimal') {
    const real = (value: Scalar): string => convert(value, 'real')?.sql ?? value.sql
    const count = `CAST(floor((${real(to)} - ${real(from)}) / ${real(step)} + 1e-9) AS BIGINT) + 1`
    const value = castTo(`${real(from)} + g.i * ${real(step)}`, columnType)
    return {
      sql: `(SELECT ${value} AS ${alias} FROM range(0, ${count}) g(i))`,
      columns,
      order: [],
      serialized: true,
    }
  }
  const series = `generate_series(${from.sql}, ${to.sql}, ${step.sql})`
  return {
    sql: `(SELECT ${castTo('g.i', columnType)} AS ${alias} FROM ${series} g(i))`,
    columns,
    order: [],
    serialized: true,
  }
}

/** `datatable (a: long) [1, 2]`, row by row. */
export function translateDatatable(
  t: Translation,
  node: SyntaxNodes['DataTableExpression'],
  environment: Environment,
): Relation {
  const types = columnsOf(node.ResultType)
  const columns = types.map((column): RelationColumn => {
    const type: ScalarType | undefined = scalarTypeOf(column.Type.Name)
    if (type === undefined) throw t.query.unsupported(node, `A column of the type ${column.Type.Name}`)
    return { name: column.Name, type, alias: t.query.alias(), nullable: type !== 'string' }
  })
  const values = itemsOf(node.Values).map((value, index) => {
    const type = columns[index % columns.length]?.type ?? 'string'
    const converted = convert(t.scalar(value, { environment }), type)
    if (converted === undefined) throw t.query.unsupported(value, `This value for a ${type}`)
    return castTo(converted.sql, type)
  })
  if (columns.length === 0 || values.length % columns.length !== 0) {
    throw t.query.wrong(node, 'SEM0000', 'The number of values is not a multiple of the number of columns.')
  }
  const aliases = columns.map((column) => column.alias).join(', ')
  if (values.length === 0) {
    const nulls = columns.map(({ type, alias }) => `${castTo('NULL', type)} AS ${alias}`)
    return { sql: `(SELECT ${nulls.join(', ')} WHERE FALSE)`, columns, order: [] }
  }
  const rows: string[] = []
  for (let start = 0; start < values.length; start += columns.length) {
    rows.push(`(${values.slice(start, start + columns.length).join(', ')})`)
  }
  const table = t.query.alias()
  return { sql: `(SELECT * FROM (VALUES ${rows.join(', ')}) ${table}(${aliases}))`, columns, order: [] }
}
