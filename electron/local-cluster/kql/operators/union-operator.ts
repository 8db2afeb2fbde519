import { quoteText } from '../../engine/sql-text'
import { nullOf } from '../scalar'
import type { Environment } from '../environment'
import type { Relation, RelationColumn } from '../relation'
import {
  columnsOf,
  is,
  itemsOf,
  kindOf,
  type Expression,
  type KustoList,
  type KustoSymbol,
  type SyntaxNodes,
} from '../syntax-nodes'
import { scalarTypeOf, type Translation } from '../translation'
import { namedParameters } from './named-parameters'
import { findTable, tableRelation } from './source-operators'

/** One table in a union, and its name for `withsource`. */
interface Branch {
  readonly relation: Relation
  readonly source: string
}

/**
 * `union`: columns match by name and type; a branch's missing columns are null. A name with two types becomes two
 * columns (`a_long`, `a_string`).
 */
export function translateUnion(
  t: Translation,
  input: Relation | undefined,
  node: SyntaxNodes['UnionOperator'],
  environment: Environment,
): Relation {
  const parameters = namedParameters(node)
  const branches: Branch[] = input === undefined ? [] : [{ relation: input, source: 'union_arg0' }]
  for (const item of itemsOf(node.Expressions)) {
    // A fuzzy union skips tables that do not exist.
    if (parameters['isfuzzy'] === 'true' && columnsOf(item.ResultType).length === 0) continue
    branches.push(...branchesOf(t, item, branches.length, environment))
  }
  if (branches.length === 0) throw t.query.wrong(node, 'SEM0100', 'None of the tables of the union exists')
  const source = parameters['withsource']
  refuseAmbiguous(t, node, branches)
  const all = columnsOf(node.ResultType).map((column): RelationColumn => {
    const type = scalarTypeOf(column.Type.Name)
    if (type === undefined) throw t.query.unsupported(node, `A column of the type ${column.Type.Name}`)
    return { name: column.Name, type, alias: t.query.alias(), nullable: type !== 'string' }
  })
  // The analysis keeps columns that `kind=inner` drops; operators that then rely on one are refused.
  const columns =
    parameters['kind'] === 'inner'
      ? all.filter(
          (column) => column.name === source || branches.every(({ relation }) => has(relation, column)),
        )
      : all
  if (columns.length === 0) throw t.query.unsupported(node, 'A union without a common column')
  const selects = branches.map(({ relation, source: label }) => {
    const values = columns.map((column, index) => {
      const value =
        source !== undefined && index === 0 && column.name === source
          ? quoteText(label)
          : valueFor(relation, column)
      return `${value} AS ${column.alias}`
    })
    return `SELECT ${values.join(', ')} FROM ${relation.sql}`
  })
  if (!branches.some(({ relation }) => relation.extent !== undefined)) {
    return { sql: `(${selects.join(' UNION ALL ')})`, columns, order: [] }
  }
  const extent = { id: t.query.alias(), createdOn: t.query.alias(), tags: t.query.alias() }
  const withExtents = selects.map((select, index) => {
    const own = branches[index]?.relation.extent
    const parts = [
      `${own?.id ?? 'CAST(NULL AS UUID)'} AS ${extent.id}`,
      `${own?.createdOn ?? 'CAST(NULL AS BIGINT)'} AS ${extent.createdOn}`,
      `${own?.tags ?? 'CAST(NULL AS VARCHAR[])'} AS ${extent.tags}`,
    ]
    return select.replace('SELECT ', `SELECT ${parts.join(', ')}, `)
  })
  return { sql: `(${withExtents.join(' UNION ALL ')})`, columns, extent, order: [] }
}

/**
 * Refuses a column whose name another column gets for its second type: it would be unclear whose values it holds.
 */
function refuseAmbiguous(
  t: Translation,
  node: SyntaxNodes['UnionOperator'],
  branches: readonly Branch[],
): void {
  const all = branches.flatMap(({ relation }) => relation.columns)
  const split = all.filter(({ name, type }) =>
    all.some((other) => other.name === name && other.type !== type),
  )
  const names = new Set(split.map(({ name, type }) => `${name}_${type}`))
  const taken = all.find(({ name }) => names.has(name))
  if (taken !== undefined) {
    throw t.query.unsupported(node, `A union with '${taken.name}' beside a column of two types`)
  }
}

function has(relation: Relation, column: RelationColumn): boolean {
  return relation.columns.some((each) => each.name === column.name && each.type === column.type)
}

function valueFor(relation: Relation, column: RelationColumn): string {
  const found =
    relation.columns.find((each) => each.name === column.name && each.type === column.type) ??
    relation.columns.find((each) => `${each.name}_${each.type}` === column.name && each.type === column.type)
  return found?.alias ?? nullOf(column.type).sql
}

function branchesOf(t: Translation, item: Expression, index: number, environment: Environment): Branch[] {
  const symbol = item.ReferencedSymbol as (KustoSymbol & { readonly Members?: KustoList<KustoSymbol> }) | null
  if (is(item, 'NameReference') && symbol !== null && kindOf(symbol) === 'GroupSymbol') {
    return itemsOf(symbol.Members ?? { Count: 0, getItem: () => symbol }).map(({ Name: name }): Branch => {
      const table = findTable(t.query.database, name)
      if (table === undefined) throw t.query.unsupported(item, `'${name}' in a union`)
      return { relation: tableRelation(t.query, table), source: name }
    })
  }
  const relation = t.tabular(item, environment)
  const isTable = is(item, 'NameReference') && environment.find(item.SimpleName) === undefined
  return [{ relation, source: isTable ? item.SimpleName : `union_arg${index}` }]
}
