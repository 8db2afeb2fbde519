import { orderTerms } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import { childrenOf, is, type Expression, type SyntaxNode } from '../syntax-nodes'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** `OVER (…)` in the order of the rows. */
function over(call: FunctionCall): string {
  const relation = call.scope.relation
  if (relation === undefined) throw call.refuse(`'${call.name}()' outside a table`)
  const terms = orderTerms(relation)
  return ` OVER (${terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`}`
}

const neighbour =
  (sqlName: 'lag' | 'lead'): FunctionTranslator =>
  (call) => {
    const value = call.value(0)
    const offset = call.constantInteger(1, 1)
    const fallback: Scalar | undefined =
      call.count > 2 ? call.converted(call.value(2), value.type) : undefined
    const missing = fallback?.sql ?? (value.type === 'string' ? "''" : 'NULL')
    return scalar(`${sqlName}(${value.sql}, ${offset}, ${missing})${over(call)})`, value.type)
  }

/** Functions over the rows before and behind; the operator that holds them gives the rows a firm order first. */
export const windowFunctions: FunctionTable = {
  next: neighbour('lead'),
  prev: neighbour('lag'),
  row_cumsum: (call) => {
    if (call.count > 1) throw call.refuse("'row_cumsum' with a restart")
    const value = call.value(0)
    const sum = `coalesce(sum(${value.sql})${over(call)} ROWS UNBOUNDED PRECEDING), 0)`
    return scalar(castTo(sum, call.type), call.type, false)
  },
  row_number: (call) => {
    if (call.count > 1) throw call.refuse("'row_number' with a restart")
    const start = call.constantInteger(0, 1)
    return scalar(`(row_number()${over(call)}) + ${start - 1})`, 'long', false)
  },
}

/** True where the expression calls a window function. */
export function hasWindowFunction(node: SyntaxNode | Expression): boolean {
  if (is(node, 'FunctionCallExpression') && Object.hasOwn(windowFunctions, node.Name.SimpleName)) return true
  return childrenOf(node).some(hasWindowFunction)
}
