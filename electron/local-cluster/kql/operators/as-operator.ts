import { is, itemsOf, type Expression } from '../syntax-nodes'
import type { OperatorTranslator } from './operator'

/** `as Name`: names the rows, so that later operators in the same pipe can read them again (`| union Name`). */
export const translateAs: OperatorTranslator<'AsOperator'> = (t, input, node) => {
  const name = node.Name.SimpleName
  // At the end of a query it only names the result.
  if (t.query.text.split(name).length <= 2) return input
  const kept = t.query.nameRows(name, input)
  // Computed once for the rest of this pipe too, as `materialize()` would be.
  const isMaterialized = itemsOf(node.Parameters).some(
    (each) => each.Name.SimpleName === 'hint.materialized' && /true/i.test(literalText(each.Expression)),
  )
  return isMaterialized ? kept : input
}

function literalText(node: Expression): string {
  return is(node, 'LiteralExpression') ? node.Token.Text : ''
}
