import type { ScalarType } from '../../domain/scalar-type'
import { duckDbTypes } from '../engine/catalog-entry'
import { quoteText } from '../engine/sql-text'

/** A scalar expression in SQL. */
export interface Scalar {
  /** SQL that binds tightly: it is safe next to any operator. */
  readonly sql: string
  readonly type: ScalarType
  /** False only if the SQL can never be NULL. Strings never are: Kusto has no null string. */
  readonly nullable: boolean
  /** The value, if it is a constant in the query's text. */
  readonly literal?: Literal
  /** For a member of a dynamic: where it came from, so that its text needs one JSON lookup, not two. */
  readonly member?: { readonly of: string; readonly path: string }
}

/**
 * A constant: a string's text, ticks for a datetime or timespan, JSON text for a dynamic; null for `long(null)`.
 */
export type Literal = string | bigint | number | boolean | null

/** An expression that may be null, unless it is a string. */
export function scalar(sql: string, type: ScalarType, nullable = true): Scalar {
  return { sql, type, nullable: type !== 'string' && nullable }
}

/**
 * SQL that names a value for `body`. Otherwise, a macro or expression that uses its argument several times would
 * grow exponentially when calls nest.
 */
export function named(sql: string, name: string, body: string): string {
  return `(list_transform([${sql}], lambda ${name}: ${body})[1])`
}

/**
 * Longest text that a function may build, in bytes: twice what the service stores. The engine computes two thousand
 * rows at a time without being interruptible, and does not count their texts as memory.
 */
export const longestText = 2 * 1_048_576

/** Longest text of an array or bag built from elements, in bytes. */
const longestDynamic = 16 * 1_048_576

/** Marks the failure of a query that takes too much, whatever the reason (see engine-failure.ts). */
export const runawayMark = 'E_RUNAWAY_QUERY'

/** Marks the failure of a query's own `assert()`; its message follows in quotes. */
export const assertionMark = 'E_FAILED_ASSERTION'

/** SQL that makes the engine fail if a value outgrows its limit: nothing can interrupt it inside a function. */
export function runaway(what: string): string {
  return `${runawayMark}: ${what}`
}

/** SQL for a text that fails if it is longer than a function may make it. */
export function boundedCall(sql: string, most = longestText): string {
  const body = (text: string): string =>
    `CASE WHEN strlen(${text}) > ${most} THEN ${tooLong(most)} ELSE ${text} END`
  // Short SQL is repeated, which is faster than naming it.
  return sql.length > 200 ? named(sql, 'built', body('built')) : `(${body(sql)})`
}

/** Like {@link boundedCall}, for an array or bag built from elements. */
export function boundedDynamic(sql: string): string {
  return boundedCall(sql, longestDynamic)
}

/** The most elements in an array (documents: range(), make_list()). */
export const mostElements = 1_048_576

/** SQL that joins a list's texts; `length` is SQL for the resulting length, checked first. */
export function boundedJoin(list: string, length: string, delimiter: string): string {
  return `CASE WHEN ${length} > ${longestDynamic} THEN ${tooLong(longestDynamic)}
    ELSE array_to_string(${list}, ${delimiter}) END`
}

function tooLong(most: number): string {
  return `error('${runaway(`a value grows beyond ${most / 1_048_576} MB`)}')`
}

/** A type's null; for a string, the empty string. */
export function nullOf(type: ScalarType): Scalar {
  if (type === 'string') return stringLiteral('')
  return { sql: `CAST(NULL AS ${duckDbTypes[type]})`, type, nullable: true, literal: null }
}

/** A constant string. */
export function stringLiteral(value: string): Scalar {
  return { sql: quoteText(value), type: 'string', nullable: false, literal: value }
}

/** A long, datetime or timespan (in ticks). */
export function integerLiteral(value: bigint, type: ScalarType): Scalar {
  const sqlType = duckDbTypes[type]
  return { sql: `CAST(${value} AS ${sqlType})`, type, nullable: false, literal: value }
}

/** A constant real, including NaN and the infinities. */
export function realLiteral(value: number): Scalar {
  const text = Number.isNaN(value)
    ? "'NaN'"
    : value === Infinity
      ? "'Infinity'"
      : value === -Infinity
        ? "'-Infinity'"
        : `'${value}'`
  return { sql: `CAST(${text} AS DOUBLE)`, type: 'real', nullable: false, literal: value }
}

/** A constant bool. */
export function boolLiteral(value: boolean): Scalar {
  return { sql: value ? 'TRUE' : 'FALSE', type: 'bool', nullable: false, literal: value }
}

/** JSON text, or null for `dynamic(null)`. */
export function dynamicLiteral(json: string | null): Scalar {
  if (json === null) return nullOf('dynamic')
  return { sql: quoteText(json), type: 'dynamic', nullable: false, literal: json }
}
