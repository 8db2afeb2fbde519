import { columnScalar, filterRelation, projectRelation, type Relation } from '../relation'
import { stringLiteral, type Scalar } from '../scalar'
import { textOf } from '../scalars/conversions'
import { termCondition } from '../scalars/term-pattern'
import { stringLiteralValue } from '../string-literal'
import { is, type Expression } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { namedParameters } from './named-parameters'
import type { OperatorTranslator } from './operator'

/** `T | search "term" and Column: "term"`: rows with the term in some column; `$table` comes first. */
export const translateSearch: OperatorTranslator<'SearchOperator'> = (t, input, node, environment) => {
  const source = sourceName(node.Parent)
  if (node.InClause !== null || source === undefined) {
    throw t.query.unsupported(node, "'search' in anything but one table that is named before it")
  }
  const kind = namedParameters(node)['kind'] ?? 'default'
  const caseSensitive = kind === 'case_sensitive'
  const condition = matches(t, node.Condition, { environment, relation: input }, input, caseSensitive)
  const outputs = [
    { name: '$table', value: stringLiteral(source) },
    ...input.columns.map((column) => ({ name: column.name, value: columnScalar(column) })),
  ]
  return projectRelation(t.query, filterRelation(input, condition), outputs)
}

/** The table's name, if the operator reads a table directly. */
function sourceName(parent: object | null): string | undefined {
  const pipe = parent as Expression | null
  if (pipe === null || !is(pipe, 'PipeExpression')) return undefined
  return is(pipe.Expression, 'NameReference') ? pipe.Expression.SimpleName : undefined
}

function matches(
  t: Translation,
  node: Expression,
  scope: RowScope,
  input: Relation,
  caseSensitive: boolean,
): string {
  if (is(node, 'ParenthesizedExpression')) return matches(t, node.Expression, scope, input, caseSensitive)
  if (is(node, 'BinaryExpression')) {
    const operator = node.Operator.Text.toLowerCase()
    if (operator === 'and' || operator === 'or') {
      const sides = [node.Left, node.Right].map((side) => matches(t, side, scope, input, caseSensitive))
      return `(${sides.join(` ${operator.toUpperCase()} `)})`
    }
    if (operator === ':') return hasTerm(t, node.Right, [t.scalar(node.Left, scope)], caseSensitive)
    return t.condition(node, scope)
  }
  if (is(node, 'LiteralExpression')) {
    return hasTerm(t, node, input.columns.map(columnScalar), caseSensitive)
  }
  throw t.query.unsupported(node, "This condition of 'search'")
}

/** A `*` at the end matches prefixes; a `*` anywhere else is refused. */
function hasTerm(
  t: Translation,
  node: Expression,
  values: readonly Scalar[],
  caseSensitive: boolean,
): string {
  // The analysis treats a term as a condition, so its own type says nothing.
  const token = is(node, 'LiteralExpression') ? node.Token.Text : ''
  if (!/^h?@?["'`~]/i.test(token)) {
    throw t.query.unsupported(node, "A term of 'search' that is no string literal")
  }
  const literal = stringLiteralValue(token)
  const [, text = '', star = ''] = /^(.*?)(\*?)$/s.exec(literal) ?? []
  if (text === '' || text.includes('*')) {
    throw t.query.unsupported(node, "A term of 'search' with '*' elsewhere than at its end")
  }
  const operator = star === '' ? 'has' : 'hasprefix'
  const needle = stringLiteral(text)
  const conditions = values.map((value) => termCondition(textOf(value), needle, operator, caseSensitive))
  return `(${conditions.join(' OR ')})`
}
