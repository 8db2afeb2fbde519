import { quoteText } from '../../engine/sql-text'
import {
  addHidden,
  columnScalar,
  projectRelation,
  type OutputColumn,
  type Relation,
  type RelationColumn,
} from '../relation'
import { nullOf, scalar, type Scalar } from '../scalar'
import { convert, textOf } from '../scalars/conversions'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'
import type { OperatorTranslator } from './operator'

type Plugin = (
  t: Translation,
  input: Relation,
  node: SyntaxNodes['EvaluateOperator'],
  scope: RowScope,
) => Relation

/** `evaluate plugin(…)`. If the columns depend on the data, the query must declare them: `: (a: long, …)`. */
export const translateEvaluate: OperatorTranslator<'EvaluateOperator'> = (t, input, node, environment) => {
  const name = node.FunctionCall.Name.SimpleName
  const plugin = plugins[name]
  if (plugin === undefined) throw t.query.unsupported(node, `The plugin '${name}' of 'evaluate'`)
  return plugin(t, input, node, { environment, relation: input })
}

/** The columns that the query declares. */
function toldColumns(t: Translation, node: SyntaxNodes['EvaluateOperator']): Omit<RelationColumn, 'alias'>[] {
  if (node.Schema === null) {
    const name = node.FunctionCall.Name.SimpleName
    throw t.query.unsupported(node, `'${name}' without the columns of its result ': (name: type, …)'`)
  }
  return columnsOf(node.ResultType).map((column) => {
    const type = scalarTypeOf(column.Type.Name)
    if (type === undefined) throw t.query.unsupported(node, `A column of the type ${column.Type.Name}`)
    return { name: column.Name, type, nullable: type !== 'string' }
  })
}

function argumentsOf(node: SyntaxNodes['EvaluateOperator']): Expression[] {
  return itemsOf(node.FunctionCall.ArgumentList.Expressions)
}

/** `bag_unpack(bag [, prefix])`: adds a bag's members as columns. */
const bagUnpack: Plugin = (t, input, node, scope) => {
  const [bagNode, prefixNode, ...others] = argumentsOf(node)
  if (bagNode === undefined || others.length > 0) {
    throw t.query.unsupported(node, "'bag_unpack' with more than a bag and a prefix")
  }
  const columns = toldColumns(t, node)
  const bag = t.scalar(bagNode, scope)
  const prefix = prefixNode === undefined ? '' : t.scalar(prefixNode, scope).literal
  if (bag.type !== 'dynamic' || typeof prefix !== 'string') {
    throw t.query.unsupported(node, "'bag_unpack' of this")
  }
  const outputs = columns.map(({ name, type }): OutputColumn => {
    const own = input.columns.find((column) => column.name === name && column.alias !== bag.sql)
    const value =
      own !== undefined
        ? columnScalar(own)
        : name.startsWith(prefix)
          ? scalar(`kql.dynamic_key(${bag.sql}, ${quoteText(name.slice(prefix.length))})`, 'dynamic')
          : nullOf('dynamic')
    const converted = convert(value, type)
    if (converted === undefined) throw t.query.unsupported(node, `A ${value.type} for the column '${name}'`)
    return { name, value: converted }
  })
  return projectRelation(t.query, input, outputs)
}

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
const pivot: Plugin = (t, input, node, scope) => {
  const [pivotNode, aggregateNode, ...groupNodes] = argumentsOf(node)
  const columns = toldColumns(t, node)
  if (pivotNode === undefined) throw t.query.unsupported(node, "'pivot' without a column")
  const value = t.scalar(pivotNode, scope)
  const aggregate = pivotAggregate(t, aggregateNode, scope)
  const used = new Set([value.sql, ...namesBelow(aggregateNode, input)])
  const groups =
    groupNodes.length > 0
      ? groupNodes.map((each) => t.scalar(each, scope))
      : input.columns.filter(({ alias }) => !used.has(alias)).map(columnScalar)
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

/** `narrow()`: one row per cell, with its row number, column and text. */
const narrow: Plugin = (t, input, node) => {
  const number = `(row_number() OVER ()) - 1`
  const { relation, aliases } = addHidden(t.query, input, [number])
  const cells = input.columns.map(
    (column) => `{c: ${quoteText(column.name)}, t: ${textOf(columnScalar(column)).sql}}`,
  )
  const result = columnsOf(node.ResultType).map(({ Name: name }, index): RelationColumn => ({
    name,
    type: index === 0 ? 'long' : 'string',
    alias: t.query.alias(),
    nullable: false,
  }))
  const [row = '', column = '', text = ''] = result.map(({ alias }) => alias)
  const cell = t.query.alias()
  const unnested = `(SELECT ${aliases[0] ?? ''} AS ${row}, unnest([${cells.join(', ')}]) AS ${cell} FROM ${relation.sql})`
  return {
    sql: `(SELECT ${row}, ${cell}.c AS ${column}, ${cell}.t AS ${text} FROM ${unnested})`,
    columns: result,
    order: [],
  }
}

const plugins: Readonly<Record<string, Plugin>> = { bag_unpack: bagUnpack, narrow, pivot }
