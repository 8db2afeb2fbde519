import type { OperatorTranslator } from './operator'

/** `as Name`: names the rows, so that later operators in the same pipe can read them again (`| union Name`). */
export const translateAs: OperatorTranslator<'AsOperator'> = (t, input, node) => {
  const name = node.Name.SimpleName
  // At the end of a query it only names the result.
  if (t.query.text.split(name).length > 2) t.query.nameRows(name, input)
  return input
}
