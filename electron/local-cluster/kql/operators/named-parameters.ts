import { is, itemsOf, type SyntaxNodes } from '../syntax-nodes'

/** An operator's parameters (`kind = inner`, `hint.strategy = shuffle`), name to text, without hints. */
export function namedParameters(node: {
  readonly Parameters: SyntaxNodes['JoinOperator']['Parameters']
}): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {}
  for (const { Name: name, Expression: value } of itemsOf(node.Parameters)) {
    if (name.SimpleName.startsWith('hint.')) continue
    parameters[name.SimpleName.toLowerCase()] = is(value, 'LiteralExpression')
      ? value.Token.ValueText
      : is(value, 'NameDeclaration') || is(value, 'NameReference')
        ? value.SimpleName
        : ''
  }
  return parameters
}
