import { aggregates } from '../aggregates/aggregate-table'
import { exactType, FunctionCall } from '../functions/function-call'
import { scalarFunctions } from '../functions/function-table'
import { columnScalar, type Relation } from '../relation'
import { scalar, stringLiteral, type Scalar } from '../scalar'
import { stringLiteralValue } from '../string-literal'
import { columnsOf, is, itemsOf, kindOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { translateArithmetic, translateUnary } from './arithmetic'
import { comparisonCondition, isComparison, translateComparison } from './comparison'
import { convert } from './conversions'
import { translateAccess } from './dynamic-access'
import { translateDynamic, translateLiteral } from './literals'
import { translateBetween, translateHasAny, translateIn } from './membership'
import { stringOperator, translateStringOperator } from './string-operators'
import { translateUserFunction } from './user-function'

type Translator<Kind extends keyof SyntaxNodes> = (
  t: Translation,
  node: SyntaxNodes[Kind],
  scope: RowScope,
) => Scalar

/** How each kind of scalar expression becomes SQL. */
const translators: { readonly [Kind in keyof SyntaxNodes]?: Translator<Kind> } = {
  BetweenExpression: translateBetween,
  BinaryExpression: translateBinary,
  CompoundStringLiteralExpression: (_t, node) =>
    stringLiteral(
      itemsOf(node.Tokens)
        .map((token) => stringLiteralValue(token.Text))
        .join(''),
    ),
  DynamicExpression: translateDynamic,
  ElementExpression: translateAccess,
  FunctionCallExpression: translateCall,
  HasAllExpression: translateHasAny,
  HasAnyExpression: translateHasAny,
  InExpression: translateIn,
  LiteralExpression: translateLiteral,
  NameReference: translateName,
  OrderedExpression: (t, node, scope) => t.scalar(node.Expression, scope),
  ParenthesizedExpression: (t, node, scope) => t.scalar(node.Expression, scope),
  PathExpression: translatePath,
  PrefixUnaryExpression: translateUnary,
  SimpleNamedExpression: (t, node, scope) => t.scalar(node.Expression, scope),
  ToScalarExpression: translateToScalar,
}

/**
 * Translates a scalar expression.
 *
 * @throws KustoError for an unsupported kind.
 */
export function translateScalar(t: Translation, node: Expression, scope: RowScope): Scalar {
  const kind = kindOf(node) as keyof SyntaxNodes
  const translate = translators[kind] as Translator<typeof kind> | undefined
  if (translate === undefined) throw t.query.unsupported(node, 'This expression')
  return translate(t, node as never, scope)
}

/** A condition in which null counts as false. */
export function translateCondition(t: Translation, node: Expression, scope: RowScope): string {
  if (is(node, 'ParenthesizedExpression')) return t.condition(node.Expression, scope)
  if (is(node, 'BinaryExpression')) {
    const operator = node.Operator.Text
    if (operator === 'and' || operator === 'or') {
      return `(${t.condition(node.Left, scope)} ${operator.toUpperCase()} ${t.condition(node.Right, scope)})`
    }
    if (isComparison(operator)) return comparisonCondition(t, node, scope)
  }
  const value = t.scalar(node, scope)
  return (value.type === 'bool' ? value : (convert(value, 'bool') ?? value)).sql
}

function translateBinary(t: Translation, node: SyntaxNodes['BinaryExpression'], scope: RowScope): Scalar {
  const operator = node.Operator.Text
  if (operator === 'and' || operator === 'or') {
    const [left, right] = [node.Left, node.Right].map((side) => {
      const value = t.scalar(side, scope)
      return value.type === 'bool' ? value : (convert(value, 'bool') ?? value)
    })
    const nullable = left?.nullable === true || right?.nullable === true
    return scalar(`(${left?.sql ?? ''} ${operator.toUpperCase()} ${right?.sql ?? ''})`, 'bool', nullable)
  }
  if (isComparison(operator)) return translateComparison(t, node, scope)
  const text = stringOperator(operator)
  if (text !== undefined) return translateStringOperator(t, node, text, scope)
  if ('+-*/%'.includes(operator)) return translateArithmetic(t, node, scope)
  throw t.query.unsupported(node, `The operator '${operator}'`)
}

/** A column, else a `let` name or a parameter. */
function translateName(t: Translation, node: SyntaxNodes['NameReference'], scope: RowScope): Scalar {
  const name = node.SimpleName
  const symbol = node.ReferencedSymbol === null ? '' : kindOf(node.ReferencedSymbol)
  if (symbol === 'ColumnSymbol' || symbol === '') {
    const column = scope.relation?.columns.find((each) => each.name === name)
    if (column !== undefined) return columnScalar(column)
  }
  const binding = scope.environment.find(name)
  if (binding?.kind === 'scalar') return binding.scalar
  if (binding?.kind === 'tabular') return firstValue(t, binding.relation())
  if (binding?.kind === 'function') return translateUserFunction(t, node, scope)
  throw t.query.unsupported(node, `The name '${name}' here`)
}

/** `$left.a`, `$right.b`, or a member of a dynamic. */
function translatePath(t: Translation, node: SyntaxNodes['PathExpression'], scope: RowScope): Scalar {
  if (is(node.Expression, 'NameReference') && is(node.Selector, 'NameReference')) {
    const side = node.Expression.SimpleName
    const relation = side === '$left' ? scope.relation : side === '$right' ? scope.right : undefined
    const name = node.Selector.SimpleName
    const kept = scope.recordOf?.(side, name)
    if (kept !== undefined) return kept
    const column = relation?.columns.find((each) => each.name === name)
    if (column !== undefined) return columnScalar(column)
  }
  return translateAccess(t, node, scope)
}

function translateCall(t: Translation, node: SyntaxNodes['FunctionCallExpression'], scope: RowScope): Scalar {
  const name = node.Name.SimpleName
  if (node.GetCalledFunctionBody() !== null) return translateUserFunction(t, node, scope)
  const translate = (scope.aggregating === true ? aggregates[name] : undefined) ?? scalarFunctions[name]
  if (translate === undefined) throw t.query.unsupported(node, `The function '${name}'`)
  // Inside an aggregate's arguments, columns are plain again.
  const inner = aggregates[name] === translate ? { ...scope, aggregating: false } : scope
  const call = new FunctionCall(t, node, inner)
  const result = translate(call)
  // An aggregate's arguments are columns, which have no names outside it.
  if (aggregates[name] === translate) {
    return typeof result === 'string' ? scalar(exactType(`(${result})`, call.type), call.type) : result
  }
  if (typeof result === 'string') return scalar(exactType(`(${call.shared(result)})`, call.type), call.type)
  const sql = call.shared(result.sql)
  return sql === result.sql ? result : scalar(sql, result.type, result.nullable)
}

/** `toscalar(table)`: the first value of the first row. */
function translateToScalar(t: Translation, node: SyntaxNodes['ToScalarExpression'], scope: RowScope): Scalar {
  if (columnsOf(node.Expression.ResultType).length === 0) return t.scalar(node.Expression, scope)
  return firstValue(t, t.tabular(node.Expression, scope.environment))
}

function firstValue(t: Translation, relation: Relation): Scalar {
  const [column] = relation.columns
  if (column === undefined)
    throw t.query.unsupported({ TextStart: 0, End: 0, IsMissing: false }, 'A table without columns')
  const sql = `(SELECT ${column.alias} FROM ${relation.sql} LIMIT 1)`
  return column.type === 'string' ? scalar(`coalesce(${sql}, '')`, 'string') : scalar(sql, column.type)
}
