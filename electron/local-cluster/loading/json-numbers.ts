import { oddNumber } from '../../domain/dynamic-value'
import type { ScalarType } from '../../domain/scalar-type'

/** SQL of a character that JSON has only escaped, to mark where a number begins and ends. */
const mark = 'chr(1)'

/** The same as JSON writes it, in a pattern or its replacement. */
const escapedMark = '\\\\u0001'

/** A number whose exponent a double may not hold. */
const farExponent = '[:,\\[ ]-?[0-9.]+[eE][-+]?[0-9]{3}'

/** Numbers that DuckDB writes in another way than some of them stand there: 0.10, 1e2, 0.00001, -0. */
const otherSpelling = `${oddNumber}|\\.0{4}`

/**
 * DuckDB reads a number with a point as a double, and forgets the digits that one does not hold. `spelled` is the record
 * with all numbers as texts if one may have more digits than any double is written with; `exact`, if one may have as many.
 * One simple pattern finds them: it runs over every record.
 */
const columns = {
  spelled: `[0-9.]{20}|${farExponent}`,
  exact: `[0-9.]{17}|${farExponent}`,
} as const

/**
 * SQL of the document of {@link withExactNumbers} to take a type's value of; JSON itself is in `json`.
 *
 * @param at SQL of the path to the value.
 */
export function documentOf(type: ScalarType | null, at: string): string {
  if (type === 'decimal') return 'exact'
  if (type === 'real') return 'spelled'
  if (type !== 'string') return 'json'
  // Of an object that becomes a string, numbers stay numbers.
  return `CASE WHEN spelled = json THEN json WHEN json_type(json, ${at}) IN ('OBJECT', 'ARRAY') THEN json ELSE spelled END`
}

/** What stands after FROM for records with a column `json`: the same, with the columns that keep numbers exact. */
export function withExactNumbers(relation: string): string {
  return `(SELECT *, ${exactNumbers}, ${written} FROM ${relation})`
}

/**
 * SQL of the text of a number, or of an object or array with its numbers, as it stands in a record of
 * {@link withExactNumbers}; null for anything else, and where no number of the record is written in another way than
 * DuckDB writes it.
 *
 * @param at SQL of the path to it.
 */
export function writtenValue(at: string): string {
  const marked = `replace(json_extract_string(written, ${at}), ${mark}, '')`
  const plain = `regexp_replace(${marked}, '"${escapedMark}(-?[0-9][-+0-9.eE]*)"', '\\1', 'g')`
  return `CASE WHEN written IS NOT NULL AND json_type(json, ${at}) NOT IN ('VARCHAR', 'BOOLEAN', 'NULL') THEN ${plain} END`
}

/** SQL of those columns. */
export const exactNumbers = Object.entries(columns)
  .map(
    ([name, pattern]) =>
      `CASE WHEN regexp_matches(CAST(json AS VARCHAR), '${pattern}') THEN ${spelledNumbers()} ELSE json END AS ${name}`,
  )
  .join(', ')

const written = `CASE WHEN regexp_matches(CAST(json AS VARCHAR), '${otherSpelling}') THEN ${spelledNumbers(escapedMark)} END AS written`

/** @param prefix What the texts of numbers begin with, as SQL writes it in a pattern's replacement. */
function spelledNumbers(prefix = ''): string {
  const marked = `regexp_replace(CAST(json AS VARCHAR), '("(?:[^"\\\\]|\\\\.)*")|(-?[0-9][-+0-9.eE]*)', '\\1' || ${mark} || '\\2' || ${mark}, 'g')`
  // A string leaves two marks behind it, with nothing between them.
  const texts = `replace(${marked}, ${mark} || ${mark}, '')`
  return `coalesce(TRY_CAST(regexp_replace(${texts}, ${mark} || '(.[^' || ${mark} || ']*)' || ${mark}, '"${prefix}\\1"', 'g') AS JSON), json)`
}
