import { quoteText } from '../../engine/sql-text'
import { columnScalar, type Relation, type RelationColumn } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { convert, textOf } from '../scalars/conversions'
import { is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { argumentsOf, askForColumns, declaredColumns, toldFor, type Plugin } from './plugin'

/** Aggregates that are known to be 0 for no rows. */
const zeroAggregates: ReadonlySet<string> = new Set([
  'count',
  'countif',
  'sum',
  'sumif',
  'dcount',
  'dcountif',
])

/** `pivot(column [, aggregate [, groups…]])`: one row per group, one column per declared value. */
export const pivot: Plugin = (t, input, node, scope) => {
  const [pivotNode, aggregateNode, ...groupNodes] = argumentsOf(node).inOrder
  if (pivotNode === undefined) throw t.query.unsupported(node, "'pivot' without a column")
  const value = t.scalar(pivotNode, scope)
  const aggregate = pivotAggregate(t, aggregateNode, scope)
  const used = new Set([value.sql, ...namesBelow(aggregateNode, input)])
  const groups =
    groupNodes.length > 0
      ? groupNodes.map((each) => t.scalar(each, scope))
      : input.columns.filter(({ alias }) => !used.has(alias)).map(columnScalar)
  if (node.Schema === null) return askForValues(t, input, node, { value, aggregate, groups })
  if (toldFor(t, node)?.keys.includes('') === true) {
    throw t.query.unsupported(
      node,
      "'pivot' of an empty value, without the columns of its result ': (name: type, …)',",
    )
  }
  const columns = declaredColumns(t, node)
  const groupNames = groups.map(({ sql }) => input.columns.find(({ alias }) => alias === sql)?.name)
  const aliases = groups.map(() => t.query.alias())
  const [key, total] = [t.query.alias(), t.query.alias()]
  const inner = [
    ...groups.map(({ sql }, index) => `${sql} AS ${aliases[index] ?? ''}`),
    `${textOf(value).sql} AS ${key}`,
    `${aggregate.sql} AS ${total}`,
  ]
  const positions = Array.from({ length: groups.length + 1 }, (_, index) => index + 1).join(', ')
  const result = columns.map((column): RelationColumn => ({ ...column, alias: t.query.alias() }))
  const select = result.map(({ name, type, alias }) => {
    const at = groupNames.indexOf(name)
    const group = groups[at]
    const cell =
      group === undefined
        ? scalar(
            `coalesce(any_value(${total}) FILTER (WHERE ${key} = ${quoteText(name)}), 0)`,
            aggregate.type,
          )
        : scalar(aliases[at] ?? '', group.type)
    const converted = convert(cell, type)
    if (converted === undefined) throw t.query.unsupported(node, `A ${cell.type} for the column '${name}'`)
    return `${converted.sql} AS ${alias}`
  })
  const grouping = aliases.length === 0 ? '' : ` GROUP BY ${aliases.join(', ')}`
  const rows = `(SELECT ${inner.join(', ')} FROM ${input.sql} GROUP BY ${positions})`
  return { sql: `(SELECT ${select.join(', ')} FROM ${rows}${grouping})`, columns: result, order: [] }
}

/** Asks for the values of the column, each of which becomes one. */
function askForValues(
  t: Translation,
  input: Relation,
  node: SyntaxNodes['EvaluateOperator'],
  parts: { readonly value: Scalar; readonly aggregate: Scalar; readonly groups: readonly Scalar[] },
): never {
  const { value, aggregate, groups } = parts
  const before = groups.map(({ sql, type }) => {
    const name = input.columns.find((column) => column.alias === sql)?.name
    if (name === undefined) throw t.query.unsupported(node, "'pivot' by a computed group")
    return { name, type }
  })
  return askForColumns(t, node, {
    sql: `SELECT DISTINCT ${textOf(value).sql}, '${aggregate.type}' FROM ${input.sql} ORDER BY 1`,
    before,
    prefix: '',
    keepsTypes: false,
  })
}

function pivotAggregate(t: Translation, node: Expression | undefined, scope: RowScope): Scalar {
  if (node === undefined) return scalar('count(*)', 'long', false)
  if (!is(node, 'FunctionCallExpression') || !zeroAggregates.has(node.Name.SimpleName)) {
    throw t.query.unsupported(node, "'pivot' with an aggregate other than count, sum and dcount")
  }
  return t.scalar(node, { ...scope, aggregating: true })
}

/** Aliases of the columns named in an aggregate's arguments. */
function namesBelow(node: Expression | undefined, input: Relation): string[] {
  if (node === undefined || !is(node, 'FunctionCallExpression')) return []
  return itemsOf(node.ArgumentList.Expressions).flatMap((each) => {
    const column = is(each, 'NameReference')
      ? input.columns.find(({ name }) => name === each.SimpleName)
      : undefined
    return column === undefined ? [] : [column.alias]
  })
}
