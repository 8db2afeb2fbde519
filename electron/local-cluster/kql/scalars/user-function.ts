import type { Binding, Environment, FunctionParameter } from '../environment'
import { renamedRelation, type Relation } from '../relation'
import { columnsOf, is, itemsOf, type Expression, type SyntaxNode, type SyntaxNodes } from '../syntax-nodes'
import type { Scalar } from '../scalar'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'
import { convert } from './conversions'

/** A call of a function that the query defines, with a scalar result: its body in place of the call. */
export function translateUserFunction(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'],
  scope: RowScope,
): Scalar {
  const { expression, environment } = openCall(t, node, scope)
  return t.scalar(expression, { environment })
}

/** The same with a tabular result; `invoke` gives its input as the first argument. */
export function translateUserTable(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'],
  environment: Environment,
  input?: Relation,
): Relation {
  const call = openCall(t, node, { environment }, input)
  return t.tabular(call.expression, call.environment)
}

interface OpenCall {
  readonly expression: Expression
  readonly environment: Environment
}

function openCall(
  t: Translation,
  node: SyntaxNodes['FunctionCallExpression'],
  scope: RowScope,
  input?: Relation,
): OpenCall {
  const name = node.Name.SimpleName
  const binding = scope.environment.find(name)
  const body = node.GetCalledFunctionBody()
  if (binding?.kind !== 'function' || body === null) throw t.query.unsupported(node, `The function '${name}'`)
  const given = itemsOf(node.ArgumentList.Expressions)
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
  return openBody(t, body, environment)
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

function openBody(t: Translation, body: SyntaxNode, outer: Environment): OpenCall {
  if (!is(body, 'FunctionBody')) return { expression: body as Expression, environment: outer }
  const environment = t.statements(itemsOf(body.Statements), outer)
  if (body.Expression === null) throw t.query.unsupported(body, 'A function without a result')
  return { expression: body.Expression, environment }
}
