import { columnScalar } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { is, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { lowerCase } from './comparison'
import { textOf } from './conversions'
import { termCondition } from './term-pattern'

type Matcher = (text: Scalar, needle: Scalar, caseSensitive: boolean) => string

const substring =
  (name: 'contains' | 'starts_with' | 'ends_with'): Matcher =>
  (text, needle, caseSensitive) =>
    caseSensitive
      ? `${name}(${text.sql}, ${needle.sql})`
      : `${name}(${lowerCase(text).sql}, ${lowerCase(needle).sql})`

/** The operators without `!` and `_cs`. */
const matchers: Readonly<Record<string, Matcher>> = {
  contains: substring('contains'),
  startswith: substring('starts_with'),
  endswith: substring('ends_with'),
  has: (text, needle, caseSensitive) => termCondition(text, needle, 'has', caseSensitive),
  hasprefix: (text, needle, caseSensitive) => termCondition(text, needle, 'hasprefix', caseSensitive),
  hassuffix: (text, needle, caseSensitive) => termCondition(text, needle, 'hassuffix', caseSensitive),
  // Both Kusto and DuckDB match with RE2.
  'matches regex': (text, needle) => `regexp_matches(${text.sql}, ${needle.sql})`,
}

interface StringOperator {
  readonly matcher: Matcher
  readonly negated: boolean
  readonly caseSensitive: boolean
}

/** What an operator means, or undefined if it is not a string operator. */
export function stringOperator(operator: string): StringOperator | undefined {
  const match = /^(!|not)?(.*?)(_cs|cs)?$/.exec(operator.toLowerCase().replace(/\s+/g, ' '))
  const matcher = matchers[match?.[2] ?? '']
  if (matcher === undefined) return undefined
  return { matcher, negated: match?.[1] !== undefined, caseSensitive: match?.[3] !== undefined }
}

/** `contains`, `has`, `startswith`, `matches regex` and their kin; a dynamic is compared by its text. */
export function translateStringOperator(
  t: Translation,
  node: SyntaxNodes['BinaryExpression'],
  { matcher, negated, caseSensitive }: StringOperator,
  scope: RowScope,
): Scalar {
  if (is(node.Left, 'StarExpression')) return anyColumn(t, node, { matcher, negated, caseSensitive }, scope)
  const text = textOf(t.scalar(node.Left, scope))
  const needle = textOf(t.scalar(node.Right, scope))
  const sql = matcher(text, needle, caseSensitive)
  return scalar(negated ? `(NOT ${sql})` : sql, 'bool', false)
}

/** `* has "x"`: some column's text has it. */
function anyColumn(
  t: Translation,
  node: SyntaxNodes['BinaryExpression'],
  { matcher, negated, caseSensitive }: StringOperator,
  scope: RowScope,
): Scalar {
  const needle = textOf(t.scalar(node.Right, scope))
  const columns = scope.relation?.columns ?? []
  if (negated || columns.length === 0) throw t.query.unsupported(node, `'* ${node.Operator.Text}'`)
  const conditions = columns.map((column) => matcher(textOf(columnScalar(column)), needle, caseSensitive))
  return scalar(`(${conditions.join(' OR ')})`, 'bool', false)
}
