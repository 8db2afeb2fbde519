import type { Environment } from '../environment'
import type { Relation } from '../relation'
import type { SyntaxKind, SyntaxNodes } from '../syntax-nodes'
import type { Translation } from '../translation'

/** Translates one operator after a bar: changes the relation before it. */
export type OperatorTranslator<Kind extends SyntaxKind> = (
  t: Translation,
  input: Relation,
  node: SyntaxNodes[Kind],
  environment: Environment,
) => Relation
