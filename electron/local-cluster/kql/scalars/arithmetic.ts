import type { ScalarType } from '../../../domain/scalar-type'
import { integerLiteral, named, realLiteral, scalar, type Scalar } from '../scalar'
import type { Expression, SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { castTo, convert } from './conversions'

/**
 * `+ - * / %` (documents: numerical operators, timespan arithmetic).
 *
 * @throws KustoError for types that pass the analysis but whose rule the documents do not give.
 */
export function translateArithmetic(
  t: Translation,
  node: SyntaxNodes['BinaryExpression'],
  scope: RowScope,
): Scalar {
  const operator = node.Operator.Text
  const type = t.typeOf(node)
  const left = operand(t, node, t.scalar(node.Left, scope), type)
  const right = operand(t, node, t.scalar(node.Right, scope), type)
  if (!hasRule(operator, kindOfType(left.type), kindOfType(right.type))) {
    throw t.query.unsupported(node, `'${operator}' of ${left.type} and ${right.type}`)
  }
  const nullable = left.nullable || right.nullable
  switch (operator) {
    case '+':
    case '-':
      // Null beyond the calendar's limits.
      if (type === 'datetime')
        return scalar(`kql.in_range(${wholeSql(t, operator, left, right, type)})`, type)
      return scalar(wholeSql(t, operator, left, right, type), type, nullable)
    case '*':
      return multiply(t, left, right, type)
    case '/':
      return divide(t, node, left, right, type)
    default:
      return modulo(t, node, left, right, type)
  }
}

type Kind = 'number' | 'decimal' | 'datetime' | 'timespan' | 'other'

function kindOfType(type: ScalarType): Kind {
  if (type === 'long' || type === 'int' || type === 'real') return 'number'
  return type === 'decimal' || type === 'datetime' || type === 'timespan' ? type : 'other'
}

function hasRule(operator: string, left: Kind, right: Kind): boolean {
  if (left === right) {
    if (left === 'number' || left === 'decimal') return true
    if (left === 'timespan') return operator !== '*'
    return left === 'datetime' && operator === '-'
  }
  const kinds = `${left} ${operator} ${right}`
  return [
    'datetime + timespan',
    'timespan + datetime',
    'datetime - timespan',
    'timespan * number',
    'number * timespan',
    'timespan / number',
  ].includes(kinds)
}

/**
 * The result of two longs is a long that wraps around, in two's complement. DuckDB fails on overflow; the query is
 * then translated again, to compute in 128 bits.
 */
function wholeSql(t: Translation, operator: string, left: Scalar, right: Scalar, type: ScalarType): string {
  if (t.query.context.wrapping !== true || type !== 'long') return `(${left.sql} ${operator} ${right.sql})`
  return `kql.wrap(CAST(${left.sql} AS HUGEINT) ${operator} CAST(${right.sql} AS HUGEINT))`
}

/** A dynamic operand takes the result's type; an int is widened to long before it can overflow. */
function operand(t: Translation, node: Expression, value: Scalar, type: ScalarType): Scalar {
  if (value.type === 'dynamic') {
    if (type === 'dynamic') throw t.query.unsupported(node, 'Arithmetic on two dynamic values without a cast')
    const number = convert(value, type === 'long' ? 'real' : type)
    if (number === undefined || type === 'long') {
      // 1.5 + 1 should be 2.5, a type that the analysis did not announce.
      throw t.query.unsupported(node, `Arithmetic on a dynamic value without a cast to ${type}`)
    }
    return number
  }
  if (value.type === 'int') return scalar(castTo(value.sql, 'long'), 'long', value.nullable)
  if (value.type === 'string') throw t.query.unsupported(node, 'Arithmetic on a string')
  if (type === 'decimal' && value.type !== 'decimal') return convert(value, 'decimal') ?? value
  return value
}

function multiply(t: Translation, left: Scalar, right: Scalar, type: ScalarType): Scalar {
  if (type === 'decimal') {
    const sql = named(`{a: ${left.sql}, b: ${right.sql}}`, 'p', 'kql.decimal_product(p.a, p.b)')
    return scalar(sql, type, left.nullable || right.nullable)
  }
  const sql = wholeSql(t, '*', left, right, type)
  const whole = type === 'timespan' && (left.type === 'real' || right.type === 'real')
  return scalar(whole ? `kql.whole(${sql})` : sql, type, left.nullable || right.nullable)
}

function divide(t: Translation, node: Expression, left: Scalar, right: Scalar, type: ScalarType): Scalar {
  if (type === 'decimal') throw t.query.unsupported(node, 'Division of decimals')
  // Whole numbers divide towards zero, and by zero give null; reals give an infinity.
  if (type === 'long') return scalar(`(${left.sql} // ${right.sql})`, type)
  const real = `(CAST(${left.sql} AS DOUBLE) / CAST(${right.sql} AS DOUBLE))`
  if (type === 'real') return scalar(real, type, left.nullable || right.nullable)
  if (type === 'timespan') {
    return right.type === 'real'
      ? scalar(`kql.whole(${real})`, type)
      : scalar(`(${left.sql} // ${right.sql})`, type)
  }
  throw t.query.unsupported(node, `Division to ${type}`)
}

/** The result is never negative: 0 <= a % b < |b|. */
function modulo(t: Translation, node: Expression, left: Scalar, right: Scalar, type: ScalarType): Scalar {
  if (type === 'decimal' || type === 'datetime') throw t.query.unsupported(node, `'%' to ${type}`)
  const size = `abs(${right.sql})`
  return scalar(`(((${left.sql} % ${size}) + ${size}) % ${size})`, type)
}

/** `-x` and `+x`. */
export function translateUnary(
  t: Translation,
  node: SyntaxNodes['PrefixUnaryExpression'],
  scope: RowScope,
): Scalar {
  const value = t.scalar(node.Expression, scope)
  if (node.Operator.Text === '+') return value
  if (value.type === 'dynamic' || value.type === 'string') {
    throw t.query.unsupported(node, `'-' of a ${value.type} value`)
  }
  if (typeof value.literal === 'bigint') return integerLiteral(-value.literal, value.type)
  if (typeof value.literal === 'number') return realLiteral(-value.literal)
  return scalar(`(-${value.sql})`, value.type, value.nullable)
}
