import type { ScalarType } from '../../domain/scalar-type'

/** SQL of a character that JSON has only escaped, to mark where a number begins and ends. */
const mark = 'chr(1)'

/** A number whose exponent a double may not hold. */
const farExponent = '[:,\\[ ]-?[0-9.]+[eE][-+]?[0-9]{3}'

/**
 * DuckDB reads a number with a point as a double, and forgets the digits that one does not hold. `spelled` is the record
 * with all numbers as texts if one may have more digits than any double is written with; `exact`, if one may have as many.
 * One simple pattern finds them: it runs over every record.
 */
const columns = {
  spelled: `[0-9.]{20}|${farExponent}`,
  exact: `[0-9.]{17}|${farExponent}`,
} as const

/** Numbers that DuckDB writes in another way than some of them stand there: 0.10, 1e2, 0.00001, -0. */
const otherSpelling = '[0-9][eE][-+0-9]|\\.[0-9]+0[,}\\]\\s]|\\.0{4}|-0[,}\\]\\s]|[0-9.]{17}'

/** The column of {@link withExactNumbers} to take a type's values of; what becomes of JSON itself is in `json`. */
export function documentOf(type: ScalarType | null): 'json' | keyof typeof columns {
  if (type === 'decimal') return 'exact'
  return type === 'real' || type === 'string' ? 'spelled' : 'json'
}

/** What stands after FROM for records with a column `json`: the same, with the columns that keep numbers exact. */
export function withExactNumbers(relation: string): string {
  return `(SELECT *, ${exactNumbers}, ${written} FROM ${relation})`
}

/**
 * SQL of a number's text as it stands in a record of {@link withExactNumbers}; null for what is no number, and where no
 * number of the record is written in another way than DuckDB writes it.
 *
 * @param at SQL of the path to it.
 */
export function writtenNumber(at: string): string {
  return `CASE WHEN written IS NOT NULL AND json_type(json, ${at}) IN ('DOUBLE', 'BIGINT', 'UBIGINT') THEN json_extract_string(written, ${at}) END`
}

/** SQL of those columns. */
export const exactNumbers = Object.entries(columns)
  .map(
    ([name, pattern]) =>
      `CASE WHEN regexp_matches(CAST(json AS VARCHAR), '${pattern}') THEN ${spelledNumbers()} ELSE json END AS ${name}`,
  )
  .join(', ')

const written = `CASE WHEN regexp_matches(CAST(json AS VARCHAR), '${otherSpelling}') THEN ${spelledNumbers()} END AS written`

function spelledNumbers(): string {
  const marked = `regexp_replace(CAST(json AS VARCHAR), '("(?:[^"\\\\]|\\\\.)*")|(-?[0-9][-+0-9.eE]*)', '\\1' || ${mark} || '\\2' || ${mark}, 'g')`
  // A string leaves two marks behind it, with nothing between them.
  return `coalesce(TRY_CAST(replace(replace(${marked}, ${mark} || ${mark}, ''), ${mark}, '"') AS JSON), json)`
}
