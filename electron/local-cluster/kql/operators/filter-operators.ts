import { hasWindowFunction } from '../functions/window-functions'
import { addHidden, filterRelation, isAlias, orderClause, type OrderTerm, type Relation } from '../relation'
import { is, itemsOf, type Expression } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import type { OperatorTranslator } from './operator'
import { whereExtents } from './source-operators'

/** `where`: null counts as false. */
export const translateWhere: OperatorTranslator<'FilterOperator'> = (t, input, node, environment) => {
  const condition = t.condition(node.Condition, { environment, relation: input })
  if (!hasWindowFunction(node.Condition)) {
    return whereExtents(input, condition) ?? filterRelation(input, condition)
  }
  // SQL does not allow window functions in WHERE.
  const { relation, aliases } = addHidden(t.query, input, [condition])
  return filterRelation(relation, aliases[0] ?? 'FALSE')
}

/** `take`, `limit`: the first rows if they are ordered, else any rows. */
export const translateTake: OperatorTranslator<'TakeOperator'> = (t, input, node, environment) =>
  limited(input, rowCount(t, node.Expression, { environment }))

/** `sample`: random rows. */
export const translateSample: OperatorTranslator<'SampleOperator'> = (t, input, node, environment) => {
  const count = rowCount(t, node.Expression, { environment })
  return {
    ...input,
    serialized: false,
    sql: `(SELECT * FROM ${input.sql} USING SAMPLE reservoir(${count} ROWS))`,
  }
}

/** `sort by`, `order by`. */
export const translateSort: OperatorTranslator<'SortOperator'> = (t, input, node, environment) =>
  sorted(t, input, itemsOf(node.Expressions), environment)

/** `top n by x`: sort, then limit. */
export const translateTop: OperatorTranslator<'TopOperator'> = (t, input, node, environment) =>
  limited(sorted(t, input, [node.ByExpression], environment), rowCount(t, node.Expression, { environment }))

function limited(relation: Relation, count: string): Relation {
  return { ...relation, sql: `(SELECT * FROM ${relation.sql}${orderClause(relation)} LIMIT ${count})` }
}

/** Kusto sorts in descending order by default; null is the smallest value in both directions. */
function sorted(
  t: Translation,
  input: Relation,
  terms: readonly Expression[],
  environment: RowScope['environment'],
): Relation {
  const scope: RowScope = { environment, relation: input }
  const values = terms.map((term) => t.scalar(is(term, 'OrderedExpression') ? term.Expression : term, scope))
  const computed = values.filter((value) => !isAlias(value.sql)).map((value) => value.sql)
  const { relation, aliases } = addHidden(t.query, input, computed)
  let next = 0
  const order = terms.map((term, index): OrderTerm => {
    const sql = values[index]?.sql ?? ''
    const alias = isAlias(sql) ? sql : (aliases[next++] ?? '')
    const ordering = is(term, 'OrderedExpression') ? term.Ordering : undefined
    const descending = ordering?.AscOrDescKeyword?.Text.toLowerCase() !== 'asc'
    const nulls = ordering?.NullsClause?.FirstOrLastKeyword.Text.toLowerCase()
    const nullsFirst = nulls === undefined ? !descending : nulls === 'first'
    return { alias, descending, nullsFirst, mayBeNaN: values[index]?.type === 'real' }
  })
  return { ...relation, order, serialized: true }
}

function rowCount(t: Translation, node: Expression, scope: RowScope): string {
  const value = t.scalar(node, scope)
  if (value.type !== 'long' && value.type !== 'int')
    throw t.query.unsupported(node, 'A number of rows that is not a whole number')
  return typeof value.literal === 'bigint' ? String(value.literal < 0n ? 0n : value.literal) : value.sql
}
