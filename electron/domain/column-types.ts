import type { ScalarType } from './scalar-type'

/**
 * Guesses the types of columns by the values of some records. A type is given only where every value that is
 * there keeps all of its meaning in it; what is doubtful, or empty throughout, stays `string`: leading zeros,
 * numbers of more than 18 digits (15 with a decimal point), dates that are not year first.
 *
 * @param records Without a header; those that are shorter than the header lack the last values.
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

/** In this order: what holds fewer values first. */
const candidates: readonly (readonly [ScalarType, (value: string) => boolean])[] = [
  ['bool', (value) => /^(true|false)$/i.test(value)],
  ['long', isLong],
  ['real', isReal],
  ['datetime', isDatetime],
  ['guid', (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)],
  ['dynamic', isJsonContainer],
]

/** Below it, doubles have fewer than 53 bits. */
const smallestNormal = 2 ** -1022

function isLong(value: string): boolean {
  return /^(0|-?[1-9]\d{0,17})$/.test(value)
}

/** A number that a double holds as it is written: no more than 15 digits (documents: IEEE 754 binary64). */
function isReal(value: string): boolean {
  const match = /^-?(0|[1-9]\d*)(?:\.(\d+))?(?:e[+-]?\d{1,3})?$/i.exec(value)
  if (match === null) return false
  const digits = `${match[1] ?? ''}${match[2] ?? ''}`.replace(/^0+/, '')
  const number = Number(value)
  // What is too large becomes infinite; what is too small loses digits, then becomes nothing.
  const isZero = digits === '' && !value.startsWith('-')
  const isHeld = isZero || Math.abs(number) >= smallestNormal
  return digits.length <= 15 && Number.isFinite(number) && isHeld
}

/** ISO 8601 with the year first, to the 100 ns that a datetime holds; a day that is in the calendar. */
function isDatetime(value: string): boolean {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      value,
    )
  if (match === null) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
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
    // That it is no JSON is the answer.
    return false
  }
}
