import { nullOf, scalar, type Scalar } from '../scalar'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'
import { sortedArrays } from './array-sort'
import { FunctionCall } from './function-call'
import { bagsOfResults } from './series-statistics-functions'

/** One of the results of a function with several. */
export interface NamedResult {
  /** As the analysis names it. */
  readonly name: string
  readonly value: Scalar
}

/**
 * The results of a call that has several (`series_fit_line(x)`); undefined for any other expression. Where the
 * operator allows it, they are read from a column of their own, so that the call is computed once.
 */
export function severalResults(t: Translation, node: Expression, scope: RowScope): NamedResult[] | undefined {
  if (is(node, 'ParenthesizedExpression')) return severalResults(t, node.Expression, scope)
  if (!is(node, 'FunctionCallExpression')) return undefined
  const columns = columnsOf(node.ResultType)
  if (columns.length === 0 || node.GetCalledFunctionBody() !== null) return undefined
  const values = valuesOf(new FunctionCall(t, node, scope))
  if (values === undefined) return undefined
  return columns.map(({ Name: name, Type: type }, index) => ({
    name,
    value: values(index) ?? nullOf(scalarTypeOf(type.Name) ?? 'dynamic'),
  }))
}

function valuesOf(call: FunctionCall): ((index: number) => Scalar | undefined) | undefined {
  const { before } = call.scope
  const once = (sql: string): string => (before === undefined ? `(${sql})` : before(sql))
  if (call.name === 'array_sort_asc' || call.name === 'array_sort_desc') {
    const arrays = once(sortedArrays(call))
    return (index) => scalar(`(${arrays}[${index + 1}])`, 'dynamic')
  }
  const found = bagsOfResults[call.name]
  if (found === undefined) return undefined
  const bag = once(found.bag(call))
  const types = columnsOf(call.node.ResultType).map(({ Type: type }) => scalarTypeOf(type.Name) ?? 'dynamic')
  return (index) => {
    const key = found.keys[index]
    const member = scalar(`kql.dynamic_at(${bag}, '$.${key ?? ''}')`, 'dynamic')
    return key === undefined ? undefined : call.converted(member, types[index] ?? 'dynamic')
  }
}

/** The item's expression, and the names it gives to its results; undefined: those of the analysis. */
export function givenNames(item: Expression): {
  readonly node: Expression
  readonly names?: readonly string[]
} {
  if (is(item, 'SimpleNamedExpression')) return { node: item.Expression, names: [item.Name.SimpleName] }
  if (is(item, 'CompoundNamedExpression')) {
    return { node: item.Expression, names: namesIn(item) }
  }
  return { node: item }
}

function namesIn(item: SyntaxNodes['CompoundNamedExpression']): string[] {
  return itemsOf(item.Names.Names).map(({ SimpleName: name }) => name)
}
