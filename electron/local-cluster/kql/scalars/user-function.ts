import { Environment, type Binding, type FunctionParameter } from '../environment'
import { renamedRelation, type Relation } from '../relation'
import { storedFunctionSymbol, storedParameters } from '../stored-function'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNode, type SyntaxNodes } from '../syntax-nodes'
import type { Scalar } from '../scalar'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'
import { convert } from './conversions'

/** A call of a function defined in the query, with a scalar result: replaced by its body. */
export function translateUserFunction(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'] | SyntaxNodes['NameReference'],
  scope: RowScope,
): Scalar {
  const { expression, environment, stored } = openCall(t, node, scope)
  const work = (): Scalar => t.scalar(expression, { environment })
  return stored ? t.query.within(node, work) : work()
}

/**
 * The same with a tabular result; `invoke` passes its input as the first argument. A stored function may be named
 * without parentheses.
 */
export function translateUserTable(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'] | SyntaxNodes['NameReference'],
  environment: Environment,
  input?: Relation,
): Relation {
  const call = openCall(t, node, { environment }, input)
  const work = (): Relation => t.tabular(call.expression, call.environment)
  return call.stored ? t.query.within(node, work) : work()
}

/** A function without parameters that a wildcard found. */
export function translateView(
  t: Translation,
  node: Expression,
  view: Extract<Binding, { readonly kind: 'function' }>,
): Relation {
  t.query.countInlining()
  if (view.body === undefined || view.parameters.length > 0)
    throw t.query.unsupported(node, 'A function with parameters in a union')
  const { expression, environment } = openBody(t, view.body, view.environment)
  return t.tabular(expression, environment)
}

interface OpenCall {
  readonly expression: Expression
  readonly environment: Environment
  /** Whether the database stores the function; else the query defines it. */
  readonly stored: boolean
}

function openCall(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'] | SyntaxNodes['NameReference'],
  scope: RowScope,
  input?: Relation,
): OpenCall {
  t.query.countInlining()
  const isCall = is(node, 'FunctionCallExpression')
  const name = isCall ? node.Name.SimpleName : node.SimpleName
  const kept = storedFunctionSymbol(t.query.database, node.ReferencedSymbol)
  const binding: Binding | undefined =
    scope.environment.find(name) ??
    (kept === undefined
      ? undefined
      : { kind: 'function', environment: new Environment(), parameters: storedParameters(kept) })
  const body = node.GetCalledFunctionBody()
  if (binding?.kind !== 'function' || body === null) throw t.query.unsupported(node, `The function '${name}'`)
  const given = isCall ? itemsOf(node.ArgumentList.Expressions) : []
  let environment = binding.environment
  const [first, ...others] = binding.parameters
  if (input !== undefined && first !== undefined) {
    const relation = (): Relation => renamedRelation(t.query, input)
    environment = environment.with(first.name, { kind: 'tabular', relation })
  }
  const parameters = input === undefined ? binding.parameters : others
  parameters.forEach((parameter, index) => {
    const argument = argumentFor(given, parameter, index)
    const value = argument === undefined ? parameter.default : bindingOf(t, argument, parameter, scope)
    if (value === undefined)
      throw t.query.unsupported(node, `A call of '${name}' without '${parameter.name}'`)
    environment = environment.with(parameter.name, value)
  })
  const stored = scope.environment.find(name) === undefined
  const open = (): Omit<OpenCall, 'stored'> => openBody(t, body, environment)
  return { ...(stored ? t.query.within(node, open) : open()), stored }
}

function argumentFor(
  given: readonly Expression[],
  parameter: FunctionParameter,
  index: number,
): Expression | undefined {
  const byName = given.find(
    (each) => is(each, 'SimpleNamedExpression') && each.Name.SimpleName === parameter.name,
  )
  if (byName !== undefined && is(byName, 'SimpleNamedExpression')) return byName.Expression
  const positional = given[index]
  return positional === undefined || is(positional, 'SimpleNamedExpression') ? undefined : positional
}

function bindingOf(
  t: Translation,
  argument: Expression,
  parameter: FunctionParameter,
  scope: RowScope,
): Binding {
  if (columnsOf(argument.ResultType).length > 0) {
    return { kind: 'tabular', relation: () => t.tabular(argument, scope.environment) }
  }
  const value = t.scalar(argument, scope)
  const type = scalarTypeOf(parameter.typeName)
  const converted = type === undefined ? value : convert(value, type)
  if (converted === undefined)
    throw t.query.unsupported(argument, `A ${value.type} for the parameter '${parameter.name}'`)
  return { kind: 'scalar', scalar: converted }
}

function openBody(t: Translation, body: SyntaxNode, outer: Environment): Omit<OpenCall, 'stored'> {
  if (!is(body, 'FunctionBody')) return { expression: body as Expression, environment: outer }
  const environment = t.statements(itemsOf(body.Statements), outer)
  if (body.Expression === null) throw t.query.unsupported(body, 'A function without a result')
  return { expression: body.Expression, environment }
}
