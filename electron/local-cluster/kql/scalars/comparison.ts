import type { ScalarType } from '../../../domain/scalar-type'
import { scalar, type Scalar } from '../scalar'
import type { Expression, SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { convert, textOf } from './conversions'

const orderings: ReadonlySet<string> = new Set(['<', '<=', '>', '>='])

/** True for `==`, `!=`, `<>`, `=~`, `!~`, `<`, `<=`, `>`, `>=`. */
export function isComparison(operator: string): boolean {
  return orderings.has(operator) || ['==', '!=', '<>', '=~', '!~'].includes(operator)
}

/**
 * A comparison. Documents (null values): `==` of two nulls is null, of a null and a value false; `!=` gives null
 * and true; orderings are null if either side is.
 */
export function translateComparison(
  t: Translation,
  node: SyntaxNodes['BinaryExpression'],
  scope: RowScope,
): Scalar {
  const { left, right, operator } = operands(t, node, scope)
  if (orderings.has(operator)) {
    return scalar(ordering(left, operator, right), 'bool', left.nullable || right.nullable)
  }
  if (mayBeNaN(left) || mayBeNaN(right)) return realEquality(left, right, operator === '!=')
  return equality(left, right, operator === '!=')
}

/** NaN is neither less nor greater than anything; in DuckDB it is the greatest value. */
export function ordering(left: Scalar, operator: string, right: Scalar): string {
  const greater = operator.startsWith('>') ? left : right
  const sql = `(${left.sql} ${operator} ${right.sql})`
  return mayBeNaN(greater) ? `(${sql} AND NOT isnan(${greater.sql}))` : sql
}

/** A real not known to be a number. */
function mayBeNaN(value: Scalar): boolean {
  return value.type === 'real' && (typeof value.literal !== 'number' || Number.isNaN(value.literal))
}

/** NaN is not equal to itself, as IEEE 754 says; in DuckDB it is. */
function realEquality(left: Scalar, right: Scalar, negated: boolean): Scalar {
  const plain = equality(left, right, negated)
  if (!mayBeNaN(left) || !mayBeNaN(right)) return plain
  const isNaN = `coalesce(isnan(${left.sql}), FALSE)`
  const sql = negated ? `(${plain.sql} OR ${isNaN})` : `(${plain.sql} AND NOT ${isNaN})`
  return { ...plain, sql }
}

/** The same, where null counts as false: SQL with which DuckDB can skip blocks. */
export function comparisonCondition(
  t: Translation,
  node: SyntaxNodes['BinaryExpression'],
  scope: RowScope,
): string {
  const { left, right, operator } = operands(t, node, scope)
  if (orderings.has(operator)) return ordering(left, operator, right)
  if (mayBeNaN(left) && mayBeNaN(right)) {
    return `coalesce(${realEquality(left, right, operator === '!=').sql}, FALSE)`
  }
  if (operator === '==') return `(${left.sql} = ${right.sql})`
  if (!left.nullable && !right.nullable) return `(${left.sql} <> ${right.sql})`
  return `(${left.sql} IS DISTINCT FROM ${right.sql})`
}

/** `==` (or, negated, `!=`) of two values of one type, with Kusto's rules for null. */
function equality(left: Scalar, right: Scalar, negated: boolean): Scalar {
  if (!left.nullable && !right.nullable) {
    return scalar(`(${left.sql} ${negated ? '<>' : '='} ${right.sql})`, 'bool', false)
  }
  const distinct = `(${left.sql} IS ${negated ? '' : 'NOT '}DISTINCT FROM ${right.sql})`
  if (!left.nullable || !right.nullable) return scalar(distinct, 'bool', false)
  return scalar(
    `CASE WHEN ${left.sql} IS NULL AND ${right.sql} IS NULL THEN NULL ELSE ${distinct} END`,
    'bool',
  )
}

interface Operands {
  readonly left: Scalar
  readonly right: Scalar
  /** `==`, `!=` or an ordering; case-insensitive operators have become those, on lower-case texts. */
  readonly operator: string
}

function operands(t: Translation, node: SyntaxNodes['BinaryExpression'], scope: RowScope): Operands {
  const left = t.scalar(node.Left, scope)
  const right = t.scalar(node.Right, scope)
  const operator = node.Operator.Text === '<>' ? '!=' : node.Operator.Text
  if (operator === '=~' || operator === '!~') {
    return {
      left: lowerCase(textOf(left)),
      right: lowerCase(textOf(right)),
      operator: operator === '=~' ? '==' : '!=',
    }
  }
  return { ...align(t, node, left, right, !orderings.has(operator)), operator }
}

/** Lower case, computed here if the text is known. */
export function lowerCase(value: Scalar): Scalar {
  if (typeof value.literal === 'string') {
    const sql = value.literal.toLowerCase() === value.literal ? value.sql : `lower(${value.sql})`
    return { ...value, sql }
  }
  return scalar(`lower(${value.sql})`, 'string')
}

const numbers: readonly ScalarType[] = ['int', 'long', 'real', 'decimal']

/**
 * Brings two values to a common type for comparison: numbers compare as numbers, a dynamic takes the other side's
 * type, and a text next to another type is converted to it.
 *
 * @param forEquality False for `<` and its kin.
 * @throws KustoError for pairs whose rule is unknown here.
 */
export function align(
  t: Translation,
  node: Expression,
  left: Scalar,
  right: Scalar,
  forEquality = true,
): { readonly left: Scalar; readonly right: Scalar } {
  if (left.type === right.type) {
    if (left.type !== 'dynamic') return { left, right }
    throw t.query.wrong(node, 'SEM0001', 'Cannot compare dynamic values without an explicit cast.')
  }
  if (numbers.includes(left.type) && numbers.includes(right.type)) {
    const type = left.type === 'decimal' || right.type === 'decimal' ? 'decimal' : undefined
    if (type === undefined) return { left, right }
    return { left: toType(t, node, left, type), right: toType(t, node, right, type) }
  }
  if (left.type === 'dynamic') return { left: fromDynamic(t, node, left, right.type, forEquality), right }
  if (right.type === 'dynamic') return { left, right: fromDynamic(t, node, right, left.type, forEquality) }
  if (left.type === 'bool' && numbers.includes(right.type))
    return { left: toType(t, node, left, 'long'), right }
  if (right.type === 'bool' && numbers.includes(left.type))
    return { left, right: toType(t, node, right, 'long') }
  if (left.type === 'string') return { left: toType(t, node, left, right.type), right }
  if (right.type === 'string') return { left, right: toType(t, node, right, left.type) }
  throw t.query.unsupported(node, `A comparison of ${left.type} and ${right.type}`)
}

/**
 * Next to a whole number, a dynamic number keeps its fraction: 1.5 is greater than 1. Equality needs all digits,
 * and a real has too few; a number too large for a decimal is not a long anyway.
 */
function fromDynamic(
  t: Translation,
  node: Expression,
  value: Scalar,
  type: ScalarType,
  forEquality: boolean,
): Scalar {
  const whole = type === 'int' || type === 'long'
  const isNumber = numbers.includes(type) || type === 'bool'
  // A text is no number, even if it looks like one.
  const compared = forEquality && isNumber ? scalar(`kql.unless_text(${value.sql})`, 'dynamic') : value
  return toType(t, node, compared, whole ? (forEquality ? 'decimal' : 'real') : type)
}

function toType(t: Translation, node: Expression, value: Scalar, type: ScalarType): Scalar {
  const converted = convert(value, type)
  if (converted === undefined) throw t.query.unsupported(node, `A comparison of ${value.type} and ${type}`)
  return converted
}
