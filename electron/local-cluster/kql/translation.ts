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
  /** The right side, in a join condition. */
  readonly right?: Relation
  /**
   * Computes SQL over the rows in a column of its own, before the expression, and returns its alias: for a window
   * inside a window. Undefined if the operator does not offer it.
   */
  readonly before?: (sql: string) => string
  /** A column of the record that a step of `scan` holds; undefined for a name that is no step. */
  readonly recordOf?: (step: string, column: string) => Scalar | undefined
  /** True if aggregates are allowed, as in `summarize`. */
  readonly aggregating?: boolean
}

/**
 * The translations from syntax to SQL. Operators and functions call each other through it, so they need no circular
 * imports.
 */
export interface Translation {
  readonly query: QueryState
  /** @throws KustoError for anything unsupported. */
  scalar(node: Expression, scope: RowScope): Scalar
  /** A condition in which null counts as false (`where`); gives simpler SQL than `scalar`. */
  condition(node: Expression, scope: RowScope): string
  tabular(node: Expression, environment: Environment): Relation
  /** The names in scope after the statements (`let`) of a query or function body. */
  statements(nodes: readonly SyntaxNode[], environment: Environment): Environment
  /** The scalar type found by the analysis. */
  typeOf(node: Expression): ScalarType
}

/** The scalar type named by a type symbol, or undefined (`unknown`, a table). */
export function scalarTypeOf(name: string | undefined): ScalarType | undefined {
  return name === undefined ? undefined : parseScalarType(name)
}
