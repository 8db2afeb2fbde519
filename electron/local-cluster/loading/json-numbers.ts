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

/** The column of {@link withExactNumbers} to take a type's values of; what becomes of JSON itself is in `json`. */
export function documentOf(type: ScalarType | null): 'json' | keyof typeof columns {
  if (type === 'decimal') return 'exact'
  return type === 'real' || type === 'string' ? 'spelled' : 'json'
}

/** What stands after FROM for records with a column `json`: the same, with the columns that keep numbers exact. */
export function withExactNumbers(relation: string): string {
  return `(SELECT *, ${exactNumbers} FROM ${relation})`
}

/** SQL of those columns. */
export const exactNumbers = Object.entries(columns)
  .map(
    ([name, pattern]) =>
      `CASE WHEN regexp_matches(CAST(json AS VARCHAR), '${pattern}') THEN ${spelledNumbers()} ELSE json END AS ${name}`,
  )
  .join(', ')

function spelledNumbers(): string {
  const marked = `regexp_replace(CAST(json AS VARCHAR), '("(?:[^"\\\\]|\\\\.)*")|(-?[0-9][-+0-9.eE]*)', '\\1' || ${mark} || '\\2' || ${mark}, 'g')`
  // A string leaves two marks behind it, with nothing between them.
  return `coalesce(TRY_CAST(replace(replace(${marked}, ${mark} || ${mark}, ''), ${mark}, '"') AS JSON), json)`
}
