import { severalResults } from '../functions/several-results'
import { scalar, type Scalar } from '../scalar'
import { is, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'
import { textOf } from './conversions'
import { memberAt, type JsonStep } from './json-steps'

/** `a.b`, `a["b"]`, `a[0]`, `a[-1]`, `a[column]`; a chain of constants is one JSON path. */
export function translateAccess(
  t: Translation,
  node: SyntaxNodes['PathExpression'] | SyntaxNodes['ElementExpression'],
  scope: RowScope,
): Scalar {
  const steps: JsonStep[] = []
  let base: Expression = node
  while (is(base, 'PathExpression') || is(base, 'ElementExpression')) {
    const step = stepOf(t, base, scope)
    if (typeof step === 'object') {
      const inner = t.scalar(base.Expression, scope)
      const value = scalar(computedStep(inner, step), 'dynamic')
      return steps.length === 0 ? value : memberAt(value.sql, steps)
    }
    steps.unshift(step)
    base = base.Expression
  }
  const [first] = steps
  const results = typeof first === 'bigint' ? severalResults(t, base, scope) : undefined
  const chosen = results?.[Number(first)]?.value
  if (chosen !== undefined && steps.length === 1) return chosen
  if (chosen?.type === 'dynamic') return memberAt(chosen.sql, steps.slice(1))
  const value = t.scalar(base, scope)
  if (value.type !== 'dynamic') throw t.query.unsupported(node, `Access to a member of a ${value.type} value`)
  return memberAt(value.sql, steps)
}

/** A constant step, or the value of a computed one. */
function stepOf(
  t: Translation,
  node: SyntaxNodes['PathExpression'] | SyntaxNodes['ElementExpression'],
  scope: RowScope,
): JsonStep | Scalar {
  const { Selector: selector } = node
  if (is(selector, 'NameReference')) return selector.SimpleName
  if (!is(selector, 'BracketedExpression')) throw t.query.unsupported(node, 'This kind of member access')
  const key = t.scalar(selector.Expression, scope)
  const { literal } = key
  return typeof literal === 'string' || typeof literal === 'bigint' ? literal : key
}

function computedStep(value: Scalar, key: Scalar): string {
  if (key.type === 'string' || key.type === 'dynamic')
    return `kql.dynamic_key(${value.sql}, ${textOf(key).sql})`
  return `kql.dynamic_index(${value.sql}, ${key.sql})`
}
