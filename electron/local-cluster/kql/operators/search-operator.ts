import type { Environment } from '../environment'
import { columnScalar, filterRelation, type Relation } from '../relation'
import { stringLiteral, type Scalar } from '../scalar'
import { textOf } from '../scalars/conversions'
import { termCondition } from '../scalars/term-pattern'
import { stringLiteralValue } from '../string-literal'
import {
  childrenOf,
  is,
  itemsOf,
  kindOf,
  type Expression,
  type SyntaxNode,
  type SyntaxNodes,
} from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { namedParameters } from './named-parameters'
import { tableRelation } from './source-operators'
import { branchesOf, unionColumns, unionOf, type Branch } from './union-operator'

/**
 * `search "term" and Column: "term"`: rows with the term in some column, of a table before it, of those named in
 * `in (…)`, or of all; `$table` comes first.
 */
export function translateSearch(
  t: Translation,
  input: Relation | undefined,
  node: SyntaxNodes['SearchOperator'],
  environment: Environment,
): Relation {
  const kind = namedParameters(node)['kind'] ?? 'default'
  const isCaseSensitive = kind === 'case_sensitive'
  const tables = input === undefined ? searchedTables(t, node, environment) : [before(t, input, node)]
  const branches = tables.map(({ relation, source }): Branch => {
    const scope = { environment, relation }
    const condition = matches(t, node.Condition, scope, relation, isCaseSensitive)
    return { relation: filterRelation(relation, condition), source }
  })
  return unionOf(t, branches, unionColumns(t, branches, '$table'))
}

/** The table that the operator is piped from; only one that is named directly has a name to give. */
function before(t: Translation, input: Relation, node: SyntaxNodes['SearchOperator']): Branch {
  const pipe = node.Parent
  const source =
    pipe !== null && is(pipe, 'PipeExpression') && is(pipe.Expression, 'NameReference')
      ? pipe.Expression.SimpleName
      : undefined
  if (node.InClause !== null || source === undefined) {
    throw t.query.unsupported(node, "'search' in anything but a table that is named before it")
  }
  return { relation: input, source }
}

function searchedTables(
  t: Translation,
  node: SyntaxNodes['SearchOperator'],
  environment: Environment,
): Branch[] {
  if (node.InClause !== null) {
    return itemsOf(node.InClause.Expressions).flatMap((item, index) =>
      branchesOf(t, item, index, environment),
    )
  }
  const { tables } = t.query.database
  if (tables.length === 0) throw t.query.wrong(node, 'SEM0100', 'The database has no table to search')
  return tables.map((table) => ({ relation: tableRelation(t.query, table), source: table.name }))
}

/** True if the condition names a column that these rows do not have: then none of them matches. */
function namesMissing(node: SyntaxNode, relation: Relation): boolean {
  if (is(node, 'NameReference')) {
    const isColumn = node.ReferencedSymbol !== null && kindOf(node.ReferencedSymbol) === 'ColumnSymbol'
    return isColumn && !relation.columns.some(({ name }) => name === node.SimpleName)
  }
  return childrenOf(node).some((child) => namesMissing(child, relation))
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
    if (namesMissing(node, input)) return 'FALSE'
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
