import { orderTerms } from '../relation'
import { scalar, type Scalar } from '../scalar'
import { castTo } from '../scalars/conversions'
import { childrenOf, is, type Expression, type SyntaxNode } from '../syntax-nodes'
import type { FunctionCall, FunctionTable, FunctionTranslator } from './function-call'

/** `OVER (…` in the rows' order, within the given runs. */
function over(call: FunctionCall, run?: string): string {
  const relation = call.scope.relation
  if (relation === undefined) throw call.refuse(`'${call.name}()' outside a table`)
  if (relation.serialized !== true) {
    throw call.t.query.wrong(
      call.node,
      'SEM0000',
      `Function '${call.name}' cannot be invoked in current context. Details: the row set must be serialized; sort or serialize it first.`,
    )
  }
  const terms = orderTerms(relation)
  const partition = run === undefined ? '' : `PARTITION BY ${run} `
  return ` OVER (${partition}${terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`}`
}

/**
 * The number of the row's run; a run starts at each row where the condition holds. Undefined without a condition.
 */
function runsOf(call: FunctionCall, index: number): string | undefined {
  const node = call.argumentNodes[index]
  if (node === undefined) return undefined
  const { before } = call.scope
  if (before === undefined) throw call.refuse(`'${call.name}' with a restart here`)
  const restart = before(`CASE WHEN ${call.t.condition(node, call.scope)} THEN 1 ELSE 0 END`)
  return before(`sum(${restart})${over(call)} ROWS UNBOUNDED PRECEDING)`)
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

/** Whether the value differs from the previous row's: where a rank increases. */
function changes(call: FunctionCall, run: string | undefined): string {
  const { before } = call.scope
  if (before === undefined) throw call.refuse(`'${call.name}' here`)
  const value = call.value(0).sql
  const first = `row_number()${over(call, run)}) = 1`
  return before(
    `CASE WHEN ${first} OR lag(${value})${over(call, run)}) IS DISTINCT FROM ${value} THEN 1 ELSE 0 END`,
  )
}

/** `row_rank_dense`: the number of the run of equal values; `row_rank_min`: the number of its first row. */
const rank =
  (kind: 'dense' | 'min'): FunctionTranslator =>
  (call) => {
    const run = runsOf(call, 1)
    const change = changes(call, run)
    if (kind === 'dense') {
      return scalar(
        `CAST(sum(${change})${over(call, run)} ROWS UNBOUNDED PRECEDING) AS BIGINT)`,
        'long',
        false,
      )
    }
    const place = call.scope.before?.(`row_number()${over(call, run)})`) ?? ''
    const start = `CASE WHEN ${change} = 1 THEN ${place} ELSE 0 END`
    return scalar(`CAST(max(${start})${over(call, run)} ROWS UNBOUNDED PRECEDING) AS BIGINT)`, 'long', false)
  }

/** Functions of earlier and later rows; the operator gives the rows a firm order first. */
export const windowFunctions: FunctionTable = {
  next: neighbour('lead'),
  prev: neighbour('lag'),
  row_cumsum: (call) => {
    const value = call.value(0)
    const run = runsOf(call, 1)
    const sum = `coalesce(sum(${value.sql})${over(call, run)} ROWS UNBOUNDED PRECEDING), 0)`
    return scalar(castTo(sum, call.type), call.type, false)
  },
  row_rank_dense: rank('dense'),
  row_rank_min: rank('min'),
  row_number: (call) => {
    const start = call.constantInteger(0, 1)
    return scalar(`(row_number()${over(call, runsOf(call, 1))}) + ${start - 1})`, 'long', false)
  },
}

/** True if the expression calls a window function. */
export function hasWindowFunction(node: SyntaxNode | Expression): boolean {
  if (is(node, 'FunctionCallExpression') && Object.hasOwn(windowFunctions, node.Name.SimpleName)) return true
  return childrenOf(node).some(hasWindowFunction)
}
