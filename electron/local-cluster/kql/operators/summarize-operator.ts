import { columnScalar, isAlias, type OutputColumn, type Relation, type RelationColumn } from '../relation'
import { weightedPercentile } from '../aggregates/weighted-percentile'
import { FunctionCall } from '../functions/function-call'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import type { OperatorTranslator } from './operator'

/** The part of the grouping SELECT that result columns are read from. */
interface Aggregated {
  /** Expression in the inner, grouping SELECT. */
  readonly sql: string
  /** The name of its column, if the analysis does not know it. */
  readonly name?: string | undefined
  /** Columns read from its value. */
  readonly columns: readonly ((alias: string) => Scalar)[]
}

/** `count`: one row, one column. */
export const translateCount: OperatorTranslator<'CountOperator'> = (t, input, node) => {
  const alias = t.query.alias()
  const name = columnsOf(node.ResultType)[0]?.Name ?? 'Count'
  return {
    sql: `(SELECT count(*) AS ${alias} FROM ${input.sql})`,
    columns: [{ name, type: 'long', alias, nullable: false }],
    order: [],
  }
}

/** `summarize aggregates by groups`: the group columns come first. */
export const translateSummarize: OperatorTranslator<'SummarizeOperator'> = (t, input, node, environment) => {
  const scope: RowScope = { environment, relation: input }
  const groups = node.ByClause === null ? [] : itemsOf(node.ByClause.Expressions)
  const parts: Aggregated[] = [
    ...groups.map((group) => simple(t.scalar(group, scope))),
    ...itemsOf(node.Aggregates).flatMap((item) => aggregated(t, item, { ...scope, aggregating: true })),
  ]
  if (parts.length === 0) throw t.query.unsupported(node, "'summarize' of nothing")
  const inner = parts.map((part) => ({ part, alias: t.query.alias() }))
  const select = inner.map(({ part, alias }) => `${part.sql} AS ${alias}`).join(', ')
  const groupBy =
    groups.length === 0 ? '' : ` GROUP BY ${groups.map((_group, index) => index + 1).join(', ')}`
  const sql = `(SELECT ${select} FROM ${input.sql}${groupBy})`
  const values = inner.flatMap(({ part: { columns, name }, alias }) =>
    columns.map((column) => ({ value: column(alias), name })),
  )
  return unpack(t, node, sql, values)
}

/**
 * A covariance is named after both of its columns (documents: covariance), which the analysis does not know.
 */
function covarianceName(item: Expression): string | undefined {
  if (!is(item, 'FunctionCallExpression') || !item.Name.SimpleName.startsWith('covariance')) return undefined
  const [first, second] = itemsOf(item.ArgumentList.Expressions)
  if (first === undefined || second === undefined) return undefined
  if (!is(first, 'NameReference') || !is(second, 'NameReference')) return undefined
  return `${item.Name.SimpleName}_${first.SimpleName}_${second.SimpleName}`
}

function unpack(
  t: Translation,
  node: Expression,
  sql: string,
  values: readonly { readonly value: Scalar; readonly name: string | undefined }[],
): Relation {
  const result = columnsOf(node.ResultType)
  if (result.length !== values.length) throw t.query.unsupported(node, 'This form of summarize')
  const outputs = values.map(({ value, name }, index): OutputColumn => {
    const analyzed = result[index]?.Name ?? ''
    const isFree = name !== undefined && !result.some((other) => other.Name === name)
    return { name: isFree ? name : analyzed, value }
  })
  if (outputs.every(({ value }) => isAlias(value.sql))) {
    return { sql, columns: outputs.map(toColumn), order: [] }
  }
  const columns = outputs.map(({ name, value }): RelationColumn => {
    return { name, type: value.type, alias: t.query.alias(), nullable: value.nullable }
  })
  const select = outputs.map(({ value }, index) => `${value.sql} AS ${columns[index]?.alias ?? ''}`)
  return { sql: `(SELECT ${select.join(', ')} FROM ${sql})`, columns, order: [] }
}

function toColumn({ name, value }: OutputColumn): RelationColumn {
  return { name, type: value.type, alias: value.sql, nullable: value.nullable }
}

function simple(value: Scalar): Aggregated {
  return { sql: value.sql, columns: [(alias) => ({ ...plainScalar(value), sql: alias })] }
}

/** Without the literal: later reads see a column. */
function plainScalar({ type, nullable }: Scalar): Scalar {
  return { sql: '', type, nullable }
}

/** The aggregates with several columns; all others are expressions. */
function aggregated(t: Translation, item: Expression, scope: RowScope): Aggregated[] {
  const node =
    is(item, 'SimpleNamedExpression') || is(item, 'CompoundNamedExpression') ? item.Expression : item
  if (is(node, 'FunctionCallExpression')) {
    const several = multiColumn[node.Name.SimpleName]
    if (several !== undefined) return several(new FunctionCall(t, node, scope))
  }
  return [{ ...simple(t.scalar(item, scope)), name: covarianceName(item) }]
}

type MultiColumn = (call: FunctionCall) => Aggregated[]

/**
 * `arg_max(x, *)`: the whole row with the greatest x, as one struct, so that all columns come from the same row.
 */
const argExtreme =
  (sqlName: 'arg_max' | 'arg_min'): MultiColumn =>
  (call) => {
    const key = call.value(0)
    const others = call.argumentNodes.slice(1).flatMap((node) => returned(call, node, call.argumentNodes[0]))
    const row = `{${[key, ...others].map((value, index) => `f${index}: ${value.sql}`).join(', ')}}`
    // If the key is null in all rows, Kusto picks one of them.
    return [packed(`coalesce(${sqlName}(${row}, ${key.sql}), any_value(${row}))`, [key, ...others])]
  }

/** The columns that an argument of `arg_max` or `take_any` returns; `*` is all that are not named already. */
function returned(call: FunctionCall, node: Expression, key: Expression | undefined): Scalar[] {
  if (!is(node, 'StarExpression')) return [call.t.scalar(node, call.scope)]
  const named = key !== undefined && is(key, 'NameReference') ? key.SimpleName : undefined
  const groups = groupNames(call.node)
  return (call.scope.relation?.columns ?? [])
    .filter((column) => column.name !== named && !groups.has(column.name))
    .map(columnScalar)
}

/** The names of the columns that summarize groups by: `*` leaves them out. */
function groupNames(node: SyntaxNodes['FunctionCallExpression']): ReadonlySet<string> {
  let parent = node.Parent
  while (parent !== null && !is(parent, 'SummarizeOperator')) parent = parent.Parent
  const groups = parent === null || parent.ByClause === null ? [] : itemsOf(parent.ByClause.Expressions)
  return new Set(groups.flatMap((group) => (is(group, 'NameReference') ? [group.SimpleName] : [])))
}

function packed(sql: string, values: readonly Scalar[]): Aggregated {
  return {
    sql,
    columns: values.map((value, index) => (alias: string): Scalar => {
      const field = `${alias}.f${index}`
      return value.type === 'string'
        ? scalar(`coalesce(${field}, '')`, 'string')
        : scalar(`(${field})`, value.type)
    }),
  }
}

const takeAny: MultiColumn = (call) => {
  const [only] = call.argumentNodes
  if (call.count === 1 && only !== undefined && !is(only, 'StarExpression')) {
    return [simple(call.t.scalar(call.node, call.scope))]
  }
  const values = call.argumentNodes.flatMap((node) => returned(call, node, undefined))
  const fields = values.map((value, index) => `f${index}: ${value.sql}`)
  return [packed(`any_value({${fields.join(', ')}})`, values)]
}

/** `percentiles(x, 5, 50, 95)`: one column each. */
const percentiles: MultiColumn = (call) => {
  const value = call.value(0)
  if (value.type === 'dynamic' || value.type === 'string')
    throw call.refuse(`'${call.name}' of a ${value.type}`)
  return call.values(1).map((rank) => {
    if (typeof rank.literal !== 'bigint' && typeof rank.literal !== 'number') {
      throw call.refuse("'percentiles' with a computed rank")
    }
    const sql = `quantile_disc(${value.sql}, ${Number(rank.literal) / 100})`
    return simple(scalar(castTo(sql, value.type), value.type))
  })
}

const multiColumn: Readonly<Record<string, MultiColumn>> = {
  arg_max: argExtreme('arg_max'),
  arg_min: argExtreme('arg_min'),
  argmax: argExtreme('arg_max'),
  argmin: argExtreme('arg_min'),
  any: takeAny,
  take_any: takeAny,
  percentiles,
  percentilesw: (call) => call.values(2).map((rank) => simple(weightedPercentile(call, rank))),
}
