import type { Environment } from '../environment'
import type { Relation } from '../relation'
import type { SyntaxKind, SyntaxNodes } from '../syntax-nodes'
import type { Translation } from '../translation'

/** How one operator behind a bar changes what comes before it. */
export type OperatorTranslator<Kind extends SyntaxKind> = (
  t: Translation,
  input: Relation,
  node: SyntaxNodes[Kind],
  environment: Environment,
) => Relation
