import type { ScalarType } from '../scalar-type'
import * as patterns from './value-patterns'

/** What a column makes of a text: the same value, another one (or fewer digits of it), or null. */
type Arrival = 'kept' | 'changed' | 'null'

/**
 * What becomes of a text in a column of a type, as the local cluster's conversions have it. For judging samples: the
 * check of a whole source asks the conversions themselves.
 *
 * @param text Not empty; blanks around it do not matter but for `string`.
 */
export function arrivalOf(type: ScalarType, text: string): Arrival {
  return type === 'string' ? 'kept' : arrivals[type](text.trim())
}

/** Of a timespan. */
const mostDays = 10_675_199

const arrivals: Readonly<Record<Exclude<ScalarType, 'string'>, (text: string) => Arrival>> = {
  bool(text) {
    if (/^(?:true|false|0|1)$/i.test(text)) return 'kept'
    return arrivals.long(text) === 'null' ? 'null' : 'changed'
  },
  int: (text) => wholeArrival(text, 2n ** 31n),
  long: (text) => wholeArrival(text, 2n ** 63n),
  real(text) {
    if (patterns.notFinitePattern.test(text)) return 'kept'
    const parts = numberParts(text)
    if (parts === undefined) return 'null'
    const value = Number(text)
    if (!Number.isFinite(value)) return 'null'
    return isHeldByDouble(value, parts.digits) && !hasLeadingZero(text) ? 'kept' : 'changed'
  },
  decimal(text) {
    const parts = numberParts(text)
    if (parts === undefined) return 'null'
    const whole = parts.digits.length - parts.scale
    if (whole > 20) return 'null'
    return parts.scale > 18 || hasLeadingZero(text) ? 'changed' : 'kept'
  },
  datetime: datetimeArrival,
  timespan(text) {
    // Read as days; nothing is nothing in any unit.
    if (patterns.wholePattern.test(text)) {
      const days = Math.abs(Number(text))
      return days === 0 ? 'kept' : days <= mostDays ? 'changed' : 'null'
    }
    const match = patterns.timespanPattern.exec(text)
    if (match === null) return 'null'
    const [hours, minutes, seconds] = [match[3], match[4], match[5]].map((part) => Number(part ?? 0))
    return (hours ?? 0) < 24 && (minutes ?? 0) < 60 && (seconds ?? 0) < 60 ? 'kept' : 'null'
  },
  guid: (text) => (patterns.guidPattern.test(text) ? 'kept' : 'null'),
  dynamic(text) {
    if (text === 'null') return 'null'
    return isJsonContainer(text) ? 'kept' : 'changed'
  },
}

function wholeArrival(text: string, limit: bigint): Arrival {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return 'changed'
  if (!patterns.wholePattern.test(text)) return 'null'
  const value = BigInt(text.replace('+', ''))
  if (value >= limit || value < -limit) return 'null'
  return hasLeadingZero(text) ? 'changed' : 'kept'
}

/** Zeros in front are part of a code, not of a number. */
export function hasLeadingZero(text: string): boolean {
  return patterns.leadingZerosPattern.test(text)
}

/** Significant digits of a number, and how many of its digits are behind the point; undefined if it is none. */
function numberParts(text: string): { readonly digits: string; readonly scale: number } | undefined {
  const match = patterns.numberPattern.exec(text)
  if (match === null) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const all = `${whole}${fraction}`
  const kept = all.replace(/0+$/, '')
  const scale = Math.max(fraction.length - Number(exponent) - (all.length - kept.length), 0)
  const digits = kept.replace(/^0+/, '')
  // A whole number's zeros at the end count as digits again.
  const zeros = Math.max(Number(exponent) - fraction.length + (all.length - kept.length), 0)
  return { digits: digits.padEnd(Math.min(digits.length + (digits === '' ? 0 : zeros), 400), '0'), scale }
}

/** Below this, doubles have fewer than 53 bits. */
const smallestNormal = 2 ** -1022

/** Whether a double has exactly these digits, or so many that it rounds to them as programs write it. */
function isHeldByDouble(value: number, digits: string): boolean {
  if (value === 0) return digits === ''
  if (Math.abs(value) < smallestNormal) return false
  const significant = digits.replace(/0+$/, '')
  if (significant.length <= 15) return true
  if (significant.length > 100) return false
  return (
    Math.abs(value)
      .toExponential(significant.length - 1)
      .replace(/e.*$/, '')
      .replace('.', '') === significant
  )
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function datetimeArrival(text: string): Arrival {
  const iso = patterns.isoDatePattern.exec(text)
  if (iso !== null) {
    const [year, month, day, hour, minute, second] = iso
      .slice(1, 7)
      .map((part) => Number((part as string | undefined) ?? 0))
    if (!isDay(year, month, day) || !isTime(hour, minute, second)) return 'null'
    // A datetime counts 100 ns.
    return /[1-9]/.test((iso[7] ?? '').slice(7)) ? 'changed' : 'kept'
  }
  const rfc = patterns.rfcDatePattern.exec(text)
  if (rfc !== null) {
    const month = monthNames.indexOf((rfc[2] ?? '').toLowerCase()) + 1
    const year = Number(rfc[3]) < 100 ? Number(rfc[3]) + 2000 : Number(rfc[3])
    return isDay(year, month, Number(rfc[1])) && isTime(Number(rfc[4]), Number(rfc[5]), Number(rfc[6] ?? 0))
      ? 'kept'
      : 'null'
  }
  const american = patterns.monthFirstPattern.exec(text)
  if (american === null) return 'null'
  const [month, day, year, hour, minute, second] = american
    .slice(1, 7)
    .map((part) => Number((part as string | undefined) ?? 0))
  return isDay(year, month, day) && isTime(hour, minute, second) ? 'kept' : 'null'
}

function isDay(year = 0, month = 0, day = 0): boolean {
  // Not Date.UTC, which maps the years 0 to 99 to 1900 to 1999.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return year > 0 && month > 0 && day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function isTime(hour = 0, minute = 0, second = 0): boolean {
  return hour < 24 && minute < 60 && second < 60
}

/** Whether a text is a JSON object or array. */
export function isJsonContainer(text: string): boolean {
  if (!/^\s*[{[]/.test(text) || !/[}\]]\s*$/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON is an answer here, not a failure.
    return false
  }
}

/**
 * In which order a numeric date has its day and month. `either`: both are 12 at most, and it does not say. Undefined if
 * it is no such date.
 */
export function dateOrder(text: string): 'dayFirst' | 'monthFirst' | 'either' | undefined {
  const match = patterns.numericDatePattern.exec(text)
  if (match === null) return undefined
  const first = Number(match[1])
  const second = Number(match[2])
  if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12)) return undefined
  if (first > 12) return 'dayFirst'
  return second > 12 ? 'monthFirst' : 'either'
}
