import { randomUUID } from 'node:crypto'
import type { KustoError } from '../answers/kusto-error'
import type { DatabaseEntry } from '../engine/catalog-entry'
import { notSupported, semanticError, tooComplex } from './query-failure'
import type { Relation } from './relation'
import type { SyntaxElement } from './syntax-nodes'
import type { QueryContext } from './translated-query'

/**
 * Stands for the query's time in translated SQL, so that a translation can be cached and reused. No query can
 * contain it, because each process makes a new one.
 */
export const nowPlaceholder = `now_${randomUUID().replace(/-/g, '')}`

/** Stands for the extent of `QueryContext.newRows`, for the same reason. */
export const newExtentPlaceholder = `new_extent_${randomUUID().replace(/-/g, '')}`

/** The most function calls and table uses that one query may expand to. */
const mostInlined = 2_000

/** What one translation knows and counts. */
export class QueryState {
  /** The text as the user wrote it. */
  readonly text: string
  readonly database: DatabaseEntry
  readonly context: QueryContext
  /** `WITH` parts, in order. */
  readonly sharedParts: string[] = []
  readonly #prefixLength: number
  readonly #namedRows = new Map<string, Relation>()
  /** The call of a stored function being translated: positions in its body are not positions in the text. */
  #call: SyntaxElement | undefined
  #aliases = 0
  #inlined = 0

  /** @param prefixLength Characters before the user's text in what the parser saw. */
  constructor(text: string, database: DatabaseEntry, context: QueryContext, prefixLength: number) {
    this.text = text
    this.database = database
    this.context = context
    this.#prefixLength = prefixLength
  }

  /** A new name for a column or table in SQL. Tables' own columns are `c1`, `c2`, … (see catalog-entry.ts). */
  alias(): string {
    return `v${++this.#aliases}`
  }

  /** Stores rows under a name (`as`), computed once for everyone who reads them. */
  nameRows(name: string, relation: Relation): void {
    const part = this.alias()
    const aliases = new Set([...relation.columns, ...relation.order].map(({ alias }) => alias))
    this.sharedParts.push(`${part} AS MATERIALIZED (SELECT ${[...aliases].join(', ')} FROM ${relation.sql})`)
    this.#namedRows.set(name, { ...relation, sql: part })
  }

  /** The rows named by `as`. */
  namedRows(name: string): Relation | undefined {
    return this.#namedRows.get(name)
  }

  /** Translates a stored function's body; errors in it are reported at its call. */
  within<Result>(call: SyntaxElement, work: () => Result): Result {
    const outer = this.#call
    this.#call ??= call
    try {
      return work()
    } finally {
      this.#call = outer
    }
  }

  /**
   * Counts a function, or a table from a `let`, that is expanded in place of its name. If each of them uses another
   * twice, a few lines expand without bound.
   */
  countInlining(): void {
    if (++this.#inlined > mostInlined)
      throw tooComplex('its functions and let statements call each other too often')
  }

  /** The error for a feature that Kusto has but the cluster does not, at a node. */
  unsupported(node: SyntaxElement, feature: string): KustoError {
    return notSupported(this.text, this.#offset(node), feature)
  }

  /** The error for something that is wrong in Kusto too, at a node. */
  wrong(node: SyntaxElement, code: string, message: string): KustoError {
    return semanticError(this.text, this.#offset(node), code, message)
  }

  #offset(node: SyntaxElement): number {
    return Math.max(0, (this.#call ?? node).TextStart - this.#prefixLength)
  }
}
