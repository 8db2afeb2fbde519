import { scalar, type Scalar } from '../scalar'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { align, lowerCase, ordering } from './comparison'
import { textOf } from './conversions'
import { allTerms, anyTerm, termCondition } from './term-pattern'

/** `in`, `!in`, `in~`, `!in~`: false (or, negated, true) for null. */
export function translateIn(t: Translation, node: SyntaxNodes['InExpression'], scope: RowScope): Scalar {
  const operator = node.Operator.Text
  const negated = operator.startsWith('!')
  const ignoreCase = operator.endsWith('~')
  const value = t.scalar(node.Left, scope)
  const items = listItems(node.Right)
  const conditions: string[] = []
  const plain: string[] = []
  const left = ignoreCase ? lowerCase(textOf(value)) : value
  for (const item of items) {
    if (columnsOf(item.ResultType).length > 0) {
      conditions.push(inTable(t, item, left, ignoreCase, scope))
      continue
    }
    const right = t.scalar(item, scope)
    if (right.type === 'dynamic') {
      conditions.push(inDynamic(left, right, ignoreCase))
    } else if (ignoreCase) {
      plain.push(lowerCase(textOf(right)).sql)
    } else {
      const aligned = align(t, item, value, right)
      if (aligned.left.sql === left.sql) plain.push(aligned.right.sql)
      else conditions.push(`(${aligned.left.sql} = ${aligned.right.sql})`)
    }
  }
  if (plain.length > 0) conditions.unshift(`(${left.sql} IN (${plain.join(', ')}))`)
  const any = conditions.length === 0 ? 'FALSE' : conditions.join(' OR ')
  const sql = `coalesce(${any}, FALSE)`
  return scalar(negated ? `(NOT ${sql})` : sql, 'bool', false)
}

/** The first column of a tabular right side, without nulls: SQL's NOT IN would be null for every value. */
function inTable(
  t: Translation,
  item: Expression,
  left: Scalar,
  ignoreCase: boolean,
  scope: RowScope,
): string {
  const relation = t.tabular(item, scope.environment)
  const column = relation.columns[0]
  if (column === undefined) return 'FALSE'
  const value: Scalar = { sql: column.alias, type: column.type, nullable: column.nullable }
  const right = ignoreCase ? lowerCase(textOf(value)) : align(t, item, left, value).right
  return `(${left.sql} IN (SELECT ${right.sql} FROM ${relation.sql} WHERE ${column.alias} IS NOT NULL))`
}

/** An array's elements, compared by text; any other value is a single element. */
function inDynamic(left: Scalar, right: Scalar, ignoreCase: boolean): string {
  const elements = `kql.element_texts(${right.sql})`
  const list = ignoreCase ? `list_transform(${elements}, lambda e: lower(e))` : elements
  return `list_contains(${list}, ${textOf(left).sql})`
}

/** `has_any`, `has_all`. */
export function translateHasAny(
  t: Translation,
  node: SyntaxNodes['HasAnyExpression'] | SyntaxNodes['HasAllExpression'],
  scope: RowScope,
): Scalar {
  const all = is(node, 'HasAllExpression')
  const text = textOf(t.scalar(node.Left, scope))
  const literals: string[] = []
  const conditions: string[] = []
  for (const item of listItems(node.Right)) {
    if (columnsOf(item.ResultType).length > 0) {
      throw t.query.unsupported(item, `'${node.Operator.Text}' over a table`)
    }
    const needle = t.scalar(item, scope)
    if (typeof needle.literal === 'string') {
      literals.push(...(needle.type === 'dynamic' ? arrayTexts(needle.literal) : [needle.literal]))
    } else if (needle.type === 'dynamic') {
      throw t.query.unsupported(item, `'${node.Operator.Text}' over a computed array`)
    } else {
      conditions.push(termCondition(text, textOf(needle), 'has', false))
    }
  }
  conditions.push(...(all ? allTerms(text, literals) : anyTerm(text, literals)))
  if (conditions.length === 0) return scalar(all ? 'TRUE' : 'FALSE', 'bool', false)
  return scalar(`(${conditions.join(all ? ' AND ' : ' OR ')})`, 'bool', false)
}

function arrayTexts(json: string): string[] {
  const value: unknown = JSON.parse(json)
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value]
  return elements.map((element) =>
    element === null ? '' : typeof element === 'string' ? element : JSON.stringify(element),
  )
}

/** `between (a .. b)`, `!between`, including both ends. */
export function translateBetween(
  t: Translation,
  node: SyntaxNodes['BetweenExpression'],
  scope: RowScope,
): Scalar {
  const value = t.scalar(node.Left, scope)
  const first = t.scalar(node.Right.First, scope)
  let second = t.scalar(node.Right.Second, scope)
  if (value.type === 'datetime' && second.type === 'timespan') {
    // datetime between (start .. length)
    second = scalar(`(${first.sql} + ${second.sql})`, 'datetime', first.nullable || second.nullable)
  }
  const low = align(t, node, value, first, false)
  const high = align(t, node, value, second, false)
  const sql = `(${ordering(low.left, '>=', low.right)} AND ${ordering(high.left, '<=', high.right)})`
  const negated = node.Operator.Text.startsWith('!')
  const nullable = value.nullable || first.nullable || second.nullable
  return scalar(negated ? `(NOT ${sql})` : sql, 'bool', nullable)
}

function listItems(node: SyntaxNodes['InExpression']['Right']): Expression[] {
  return is(node, 'ExpressionList') ? itemsOf(node.Expressions) : [node as Expression]
}
