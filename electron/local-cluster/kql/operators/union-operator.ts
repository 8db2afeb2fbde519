import type { ScalarType } from '../../../domain/scalar-type'
import { quoteText } from '../../engine/sql-text'
import { nullOf } from '../scalar'
import type { Environment } from '../environment'
import type { Relation, RelationColumn } from '../relation'
import {
  is,
  itemsOf,
  kindOf,
  type Expression,
  type KustoList,
  type KustoSymbol,
  type SyntaxNodes,
} from '../syntax-nodes'
import { translateView } from '../scalars/user-function'
import type { Translation } from '../translation'
import { namedParameters } from './named-parameters'
import { findTable, tableRelation } from './source-operators'

const noSymbols: KustoList<KustoSymbol> = {
  Count: 0,
  getItem: () => {
    throw new RangeError('No symbol')
  },
}

/** One table in a union, and its name for `withsource`. */
export interface Branch {
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
  const branches: Branch[] = []
  if (input !== undefined) {
    const before = node.Parent === null || !is(node.Parent, 'PipeExpression') ? null : node.Parent.Expression
    branches.push({
      relation: input,
      source: (before === null ? undefined : nameByAs(before)) ?? 'union_arg0',
    })
  }
  for (const item of itemsOf(node.Expressions)) {
    if (isLeftOut(node, item)) continue
    branches.push(...branchesOf(t, item, branches.length, environment))
  }
  if (branches.length === 0) throw t.query.wrong(node, 'SEM0100', 'None of the tables of the union exists')
  const source = parameters['withsource']
  const all = unionColumns(t, branches, source)
  // The analysis keeps columns that `kind=inner` drops; operators that then rely on one are refused.
  const columns =
    parameters['kind'] === 'inner'
      ? all.filter(
          (column) => column.own === undefined || branches.every(({ relation }) => has(relation, column)),
        )
      : all
  if (columns.length === 0) throw t.query.unsupported(node, 'A union without a common column')
  return unionOf(t, branches, columns)
}

/** The rows of all branches. */
export function unionOf(
  t: Translation,
  branches: readonly Branch[],
  columns: readonly UnionColumn[],
): Relation {
  const selects = branches.map(({ relation, source: label }) => {
    const values = columns.map((column) => {
      const value = column.own === undefined ? quoteText(label) : valueFor(relation, column)
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

/** A column of a union, and the name that it has in its branches; undefined: the column of sources. */
export interface UnionColumn extends RelationColumn {
  readonly own: string | undefined
}

/**
 * One column for each name and type, in the order in which they first appear. A name with two types becomes two
 * columns named after their types, and after a number if that name is taken (documents: union).
 */
export function unionColumns(
  t: Translation,
  branches: readonly Branch[],
  source: string | undefined,
): UnionColumn[] {
  const own = new Map<string, { readonly name: string; readonly type: ScalarType }>()
  for (const { name, type } of branches.flatMap(({ relation }) => relation.columns)) {
    own.set(JSON.stringify([name, type]), { name, type })
  }
  const all = [...own.values()]
  const isSplit = (name: string): boolean => all.filter((each) => each.name === name).length > 1
  const taken = new Set(all.map(({ name }) => name).filter((name) => !isSplit(name)))
  if (source !== undefined) taken.add(source)
  const columns = all.map(({ name, type }): UnionColumn => {
    const wanted = isSplit(name) ? `${name}_${type}` : name
    const given = wanted === name && name !== source ? name : freeName(wanted, taken)
    taken.add(given)
    return { name: given, own: name, type, alias: t.query.alias(), nullable: type !== 'string' }
  })
  if (source === undefined) return columns
  return [
    { name: source, own: undefined, type: 'string', alias: t.query.alias(), nullable: false },
    ...columns,
  ]
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 1; ; number++) if (!taken.has(`${name}${number}`)) return `${name}${number}`
}

/** True if a fuzzy union leaves a branch out, because the table that it reads does not exist. */
export function isLeftOut(node: SyntaxNodes['UnionOperator'], item: Expression): boolean {
  if (namedParameters(node)['isfuzzy'] !== 'true') return false
  if (is(item, 'ParenthesizedExpression')) return isLeftOut(node, item.Expression)
  if (is(item, 'PipeExpression')) return isLeftOut(node, item.Expression)
  return is(item, 'NameReference') && item.ReferencedSymbol === null
}

/** The name that `as` gives at the end of a pipe. */
function nameByAs(node: Expression): string | undefined {
  if (is(node, 'ParenthesizedExpression')) return nameByAs(node.Expression)
  if (!is(node, 'PipeExpression') || !is(node.Operator, 'AsOperator')) return undefined
  return node.Operator.Name.SimpleName
}

function has(relation: Relation, column: UnionColumn): boolean {
  return relation.columns.some((each) => each.name === column.own && each.type === column.type)
}

function valueFor(relation: Relation, column: UnionColumn): string {
  const found = relation.columns.find((each) => each.name === column.own && each.type === column.type)
  return found?.alias ?? nullOf(column.type).sql
}

/** The tables that an expression of a union stands for: several, if it has a wildcard. */
export function branchesOf(
  t: Translation,
  item: Expression,
  index: number,
  environment: Environment,
): Branch[] {
  const symbol = item.ReferencedSymbol as (KustoSymbol & { readonly Members?: KustoList<KustoSymbol> }) | null
  if (is(item, 'NameReference') && symbol !== null && item.SimpleName.includes('*')) {
    const found = kindOf(symbol) === 'GroupSymbol' ? itemsOf(symbol.Members ?? noSymbols) : [symbol]
    return found.map(({ Name: name }): Branch => {
      const view = environment.find(name)
      if (view?.kind === 'function') return { relation: translateView(t, item, view), source: name }
      const table = findTable(t.query.database, name)
      if (table === undefined) throw t.query.unsupported(item, `'${name}' in a union`)
      return { relation: tableRelation(t.query, table), source: name }
    })
  }
  const relation = t.tabular(item, environment)
  const isNamed = is(item, 'NameReference') && environment.find(item.SimpleName)?.kind !== 'tabular'
  return [{ relation, source: isNamed ? item.SimpleName : (nameByAs(item) ?? `union_arg${index}`) }]
}
