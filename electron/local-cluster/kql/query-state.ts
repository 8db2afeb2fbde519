import { randomUUID } from 'node:crypto'
import type { KustoError } from '../answers/kusto-error'
import type { DatabaseEntry } from '../engine/catalog-entry'
import { notSupported, semanticError, tooComplex } from './query-failure'
import type { Relation } from './relation'
import type { SyntaxElement } from './syntax-nodes'
import type { QueryContext } from './translated-query'

/**
 * Stands in translated SQL for the time of the query, so that a translation can be kept and used again.
 * No query can contain it: it is made anew in each process.
 */
export const nowPlaceholder = `now_${randomUUID().replace(/-/g, '')}`

/** Calls of functions and uses of tables that one query may come to. */
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
  /** The call of a kept function that is being translated: places in its body are none in the text. */
  #call: SyntaxElement | undefined
  #aliases = 0
  #inlined = 0

  /** @param prefixLength Characters that stand before the user's text in what the parser saw. */
  constructor(text: string, database: DatabaseEntry, context: QueryContext, prefixLength: number) {
    this.text = text
    this.database = database
    this.context = context
    this.#prefixLength = prefixLength
  }

  /** A new name for a column or table in SQL; the tables' own columns are `c1`, `c2`, … (see catalog-entry.ts). */
  alias(): string {
    return `v${++this.#aliases}`
  }

  /** Keeps rows under a name (`as`): computed once for all who read them by it. */
  nameRows(name: string, relation: Relation): void {
    const part = this.alias()
    const aliases = new Set([...relation.columns, ...relation.order].map(({ alias }) => alias))
    this.sharedParts.push(`${part} AS MATERIALIZED (SELECT ${[...aliases].join(', ')} FROM ${relation.sql})`)
    this.#namedRows.set(name, { ...relation, sql: part })
  }

  /** The rows that `as` gave a name. */
  namedRows(name: string): Relation | undefined {
    return this.#namedRows.get(name)
  }

  /** Translates the body of a kept function: errors in it are placed at its call. */
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
   * Counts that a function or a table of a `let` is written out in place of its name. Where each of them names another
   * twice, a few lines stand for more than can be written out.
   */
  countInlining(): void {
    if (++this.#inlined > mostInlined)
      throw tooComplex('its functions and let statements call each other too often')
  }

  /** Refuses something that Kusto has, at the place of a node. */
  unsupported(node: SyntaxElement, feature: string): KustoError {
    return notSupported(this.text, this.#offset(node), feature)
  }

  /** Refuses something that is wrong in Kusto too, at the place of a node. */
  wrong(node: SyntaxElement, code: string, message: string): KustoError {
    return semanticError(this.text, this.#offset(node), code, message)
  }

  #offset(node: SyntaxElement): number {
    return Math.max(0, (this.#call ?? node).TextStart - this.#prefixLength)
  }
}
