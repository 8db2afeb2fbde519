import { quoteSql, scalar, type Scalar } from '../scalar'
import { is, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { textOf } from './conversions'

/** `a.b`, `a["b"]`, `a[0]`, `a[-1]`, `a[column]`; a chain of constants is one JSON path. */
export function translateAccess(
  t: Translation,
  node: SyntaxNodes['PathExpression'] | SyntaxNodes['ElementExpression'],
  scope: RowScope,
): Scalar {
  let path = ''
  let base: Expression = node
  while (is(base, 'PathExpression') || is(base, 'ElementExpression')) {
    const step = stepOf(t, base, scope)
    if (typeof step !== 'string') {
      const inner = t.scalar(base.Expression, scope)
      const value = scalar(computedStep(inner, step), 'dynamic')
      return path === '' ? value : memberAt(value.sql, path)
    }
    path = step + path
    base = base.Expression
  }
  const value = t.scalar(base, scope)
  if (value.type !== 'dynamic') throw t.query.unsupported(node, `Access to a member of a ${value.type} value`)
  return memberAt(value.sql, path)
}

function memberAt(sql: string, path: string): Scalar {
  const quoted = quoteSql(`$${path}`)
  return { ...scalar(`kql.dynamic_at(${sql}, ${quoted})`, 'dynamic'), member: { of: sql, path: quoted } }
}

/** A constant step as part of a JSON path, or the value of a computed one. */
function stepOf(
  t: Translation,
  node: SyntaxNodes['PathExpression'] | SyntaxNodes['ElementExpression'],
  scope: RowScope,
): string | Scalar {
  const { Selector: selector } = node
  if (is(selector, 'NameReference')) return keyStep(selector.SimpleName)
  if (!is(selector, 'BracketedExpression')) throw t.query.unsupported(node, 'This kind of member access')
  const key = t.scalar(selector.Expression, scope)
  if (typeof key.literal === 'string') return keyStep(key.literal)
  if (typeof key.literal === 'bigint') {
    // A negative index counts from the end.
    return key.literal < 0n ? `[#${key.literal}]` : `[${key.literal}]`
  }
  return key
}

function keyStep(key: string): string {
  return `."${key.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

function computedStep(value: Scalar, key: Scalar): string {
  if (key.type === 'string' || key.type === 'dynamic')
    return `kql.dynamic_key(${value.sql}, ${textOf(key).sql})`
  return `kql.dynamic_index(${value.sql}, ${key.sql})`
}
