import type { ScalarType } from '../../domain/scalar-type'
import { duckDbTypes } from '../engine/catalog-entry'
import { quoteText } from '../engine/sql-text'

/** A scalar expression in SQL. */
export interface Scalar {
  /** SQL that binds tightly: it may stand beside any operator as it is. */
  readonly sql: string
  readonly type: ScalarType
  /** False only where the SQL can never be NULL. Strings never are: Kusto has no null string. */
  readonly nullable: boolean
  /** The value, where the query's text gives it. */
  readonly literal?: Literal
  /** Of a member of a dynamic: where it was taken from, so that its text needs one look into the JSON, not two. */
  readonly member?: { readonly of: string; readonly path: string }
}

/** A constant: text of a string, ticks of a datetime or timespan, JSON text of a dynamic; null for `long(null)`. */
export type Literal = string | bigint | number | boolean | null

/** An expression that may be null, unless it is a string. */
export function scalar(sql: string, type: ScalarType, nullable = true): Scalar {
  return { sql, type, nullable: type !== 'string' && nullable }
}

/**
 * SQL that gives a value a name for `body`. A macro or an expression that holds its argument several times would grow
 * by powers where calls stand in calls.
 */
export function named(sql: string, name: string, body: string): string {
  return `(list_transform([${sql}], lambda ${name}: ${body})[1])`
}

/**
 * Longest text that a function makes of shorter ones, in bytes: twice what the service stores. The engine computes two
 * thousand rows at a time, nothing interrupts it meanwhile, and it does not count their texts as memory.
 */
export const longestText = 2 * 1_048_576

/** Longest text of an array or a bag that is put together of its elements, in bytes. */
const longestDynamic = 16 * 1_048_576

/** The mark by which a failure is known for a query that takes too much, whatever makes it (see engine-failure.ts). */
export const runawayMark = 'E_RUNAWAY_QUERY'

/** What the engine is to fail with where a value grows beyond all bounds: nothing interrupts it inside of a function. */
export function runaway(what: string): string {
  return `${runawayMark}: ${what}`
}

/** SQL of a text that fails where it is longer than a function may make it. */
export function boundedCall(sql: string, most = longestText): string {
  const body = (text: string): string =>
    `CASE WHEN strlen(${text}) > ${most} THEN ${tooLong(most)} ELSE ${text} END`
  // Short SQL stands twice, which is faster than to give it a name.
  return sql.length > 200 ? named(sql, 'built', body('built')) : `(${body(sql)})`
}

/** As {@link boundedCall}, for an array or a bag that is put together. */
export function boundedDynamic(sql: string): string {
  return boundedCall(sql, longestDynamic)
}

/** Most elements of an array (documents: range(), make_list()). */
export const mostElements = 1_048_576

/** SQL of the texts of a list in one; `length` is SQL of how long it becomes, which is looked at before. */
export function boundedJoin(list: string, length: string, delimiter: string): string {
  return `CASE WHEN ${length} > ${longestDynamic} THEN ${tooLong(longestDynamic)}
    ELSE array_to_string(${list}, ${delimiter}) END`
}

function tooLong(most: number): string {
  return `error('${runaway(`a value grows beyond ${most / 1_048_576} MB`)}')`
}

/** A null of a type; of a string: the empty string. */
export function nullOf(type: ScalarType): Scalar {
  if (type === 'string') return stringLiteral('')
  return { sql: `CAST(NULL AS ${duckDbTypes[type]})`, type, nullable: true, literal: null }
}

/** A constant string. */
export function stringLiteral(value: string): Scalar {
  return { sql: quoteText(value), type: 'string', nullable: false, literal: value }
}

/** A long, datetime or timespan (its ticks). */
export function integerLiteral(value: bigint, type: ScalarType): Scalar {
  const sqlType = duckDbTypes[type]
  return { sql: `CAST(${value} AS ${sqlType})`, type, nullable: false, literal: value }
}

/** A constant real; NaN and the infinities too. */
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
