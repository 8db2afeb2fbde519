import { parseScalarType, type ScalarType } from '../../domain/scalar-type'
import type { Environment } from './environment'
import type { QueryState } from './query-state'
import type { Relation } from './relation'
import type { Scalar } from './scalar'
import type { Expression, SyntaxNode } from './syntax-nodes'

/** What an expression may refer to. */
export interface RowScope {
  readonly environment: Environment
  /** Undefined outside any table: `print`, `range`, `let`. */
  readonly relation?: Relation
  /** The right side, in the condition of a join. */
  readonly right?: Relation
  /**
   * Computes SQL over the rows as a column of its own, before the expression, and returns its alias: for a
   * window within a window. Undefined where the operator does not offer it.
   */
  readonly before?: (sql: string) => string
  /** True where aggregates are allowed: in `summarize`. */
  readonly aggregating?: boolean
}

/** The ways from syntax to SQL; operators and functions call each other through it, and so import no one in turn. */
export interface Translation {
  readonly query: QueryState
  /** @throws KustoError for what is not supported. */
  scalar(node: Expression, scope: RowScope): Scalar
  /** A condition in which null counts as false (`where`); simpler SQL than `scalar` gives. */
  condition(node: Expression, scope: RowScope): string
  tabular(node: Expression, environment: Environment): Relation
  /** The names in scope behind the statements (`let`) of a query or of a function's body. */
  statements(nodes: readonly SyntaxNode[], environment: Environment): Environment
  /** The scalar type that the analysis found. */
  typeOf(node: Expression): ScalarType
}

/** The scalar type that a type symbol names, or undefined (`unknown`, a table). */
export function scalarTypeOf(name: string | undefined): ScalarType | undefined {
  return name === undefined ? undefined : parseScalarType(name)
}
