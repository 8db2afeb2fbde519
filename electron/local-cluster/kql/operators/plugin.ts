import type { Relation, RelationColumn } from '../relation'
import {
  columnsOf,
  is,
  itemsOf,
  kindOf,
  type Expression,
  type SyntaxNode,
  type SyntaxNodes,
} from '../syntax-nodes'
import { ColumnsNeeded, type ColumnsQuestion, type ToldColumns } from '../told-columns'
import { scalarTypeOf, type RowScope, type Translation } from '../translation'

/** Translates one plugin of `evaluate`. */
export type Plugin = (
  t: Translation,
  input: Relation,
  node: SyntaxNodes['EvaluateOperator'],
  scope: RowScope,
) => Relation

/** A plugin's arguments: those in order, and those with a name. */
export function argumentsOf(node: SyntaxNodes['EvaluateOperator']): {
  readonly inOrder: readonly Expression[]
  readonly byName: Readonly<Record<string, Expression>>
} {
  const all = itemsOf(node.FunctionCall.ArgumentList.Expressions)
  const named = all.flatMap((each) => (is(each, 'SimpleNamedExpression') ? [each] : []))
  return {
    inOrder: all.filter((each) => !is(each, 'SimpleNamedExpression')),
    byName: Object.fromEntries(named.map((each) => [each.Name.SimpleName, each.Expression])),
  }
}

/** The columns that the query, or an earlier one, declares for the plugin. */
export function declaredColumns(
  t: Translation,
  node: SyntaxNodes['EvaluateOperator'],
): Omit<RelationColumn, 'alias'>[] {
  return columnsOf(node.ResultType).map((column) => {
    const type = scalarTypeOf(column.Type.Name)
    if (type === undefined) throw t.query.unsupported(node, `A column of the type ${column.Type.Name}`)
    return { name: column.Name, type, nullable: type !== 'string' }
  })
}

/** What an earlier query found out about the plugin's columns. */
export function toldFor(t: Translation, node: SyntaxNodes['EvaluateOperator']): ToldColumns | undefined {
  const at = t.query.endOf(node.FunctionCall)
  return (t.query.context.told ?? []).find((each) => each.at === at)
}

/** Stops the translation until the plugin's columns are known; `sql` gives a name and a type in each row, in order. */
export function askForColumns(
  t: Translation,
  node: SyntaxNodes['EvaluateOperator'],
  question: Omit<ColumnsQuestion, 'at'>,
): never {
  const at = t.query.endOf(node.FunctionCall)
  const name = node.FunctionCall.Name.SimpleName
  if (at === undefined || !isInQuery(node)) {
    throw t.query.unsupported(
      node,
      `'${name}' inside a function, without the columns of its result ': (name: type, …)',`,
    )
  }
  const shared = t.query.sharedParts.length === 0 ? '' : `WITH ${t.query.sharedParts.join(', ')} `
  throw new ColumnsNeeded({ ...question, at, sql: shared + question.sql })
}

/** False in a function's body: it has one text, and with each call other columns. */
function isInQuery(node: SyntaxNode): boolean {
  let root = node
  while (root.Parent !== null) {
    if (is(root, 'FunctionBody')) return false
    root = root.Parent
  }
  return kindOf(root) === 'QueryBlock'
}
