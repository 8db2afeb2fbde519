import type { ScalarType } from './scalar-type'

/**
 * Guesses column types from the values of some records. A column gets a type only if every value in it keeps its full
 * meaning in that type. Doubtful or empty columns stay `string`: leading zeros, numbers of more than 18 digits (15 with
 * a decimal point), dates that do not start with the year.
 *
 * @param records Without the header; a record shorter than the header lacks its last values.
 */
export function guessColumnTypes(records: readonly (readonly string[])[], columnCount: number): ScalarType[] {
  return Array.from({ length: columnCount }, (_, index) =>
    guessType(records.map((record) => record[index] ?? '').filter((value) => value !== '')),
  )
}

function guessType(values: readonly string[]): ScalarType {
  if (values.length === 0) return 'string'
  return candidates.find(([, holds]) => values.every(holds))?.[0] ?? 'string'
}

/** Tried in this order, the narrowest type first. */
const candidates: readonly (readonly [ScalarType, (value: string) => boolean])[] = [
  ['bool', (value) => /^(true|false)$/i.test(value)],
  ['long', isLong],
  ['real', isReal],
  ['datetime', isDatetime],
  ['guid', (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)],
  ['dynamic', isJsonContainer],
]

/** Below this, doubles have fewer than 53 bits. */
const smallestNormal = 2 ** -1022

function isLong(value: string): boolean {
  return /^(0|-?[1-9]\d{0,17})$/.test(value)
}

/** A number that a double holds exactly as written: 15 digits at most (documents: IEEE 754 binary64). */
function isReal(value: string): boolean {
  const match = /^-?(0|[1-9]\d*)(?:\.(\d+))?(?:e[+-]?\d{1,3})?$/i.exec(value)
  if (match === null) return false
  const digits = `${match[1] ?? ''}${match[2] ?? ''}`.replace(/^0+/, '')
  const number = Number(value)
  // Too large becomes infinity; too small loses digits and then becomes zero.
  const isZero = digits === '' && !value.startsWith('-')
  const isHeld = isZero || Math.abs(number) >= smallestNormal
  return digits.length <= 15 && Number.isFinite(number) && isHeld
}

/** ISO 8601 with the year first, down to the 100 ns that a datetime holds, on a day that exists. */
function isDatetime(value: string): boolean {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      value,
    )
  if (match === null) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  // Not Date.UTC, which maps the years 0 to 99 to 1900 to 1999.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isDay && hour < 24 && minute < 60 && second < 60
}

function isJsonContainer(value: string): boolean {
  if (!/^[{[]/.test(value)) return false
  try {
    JSON.parse(value)
    return true
  } catch {
    // Not JSON is an answer here, not a failure.
    return false
  }
}
