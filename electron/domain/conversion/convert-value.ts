import {
  decimalCommaPattern,
  groupedDigitsPattern,
  numericDatePattern,
  serialDatePattern,
} from '../recognition/value-patterns'
import type { FieldConversion } from './field-conversion'

/** Rewrites a value for Kusto to read. One that is not of the kind stays as it is, and so does a date that is no day. */
export function convertValue(text: string, conversion: FieldConversion): string {
  return conversions[conversion](text.trim()) ?? text
}

type Convert = (text: string) => string | undefined

const conversions: Readonly<Record<FieldConversion, Convert>> = {
  dayFirst: (text) => numericDate(text, 'dayFirst'),
  monthFirst: (text) => numericDate(text, 'monthFirst'),
  decimalComma(text) {
    if (!decimalCommaPattern.test(text) && !/^[+-]?[0-9]{1,3}(?:\.[0-9]{3})+$/.test(text)) return undefined
    return text.replace(/[^0-9,+\-eE]/g, '').replace(',', '.')
  },
  groupedDigits: (text) => (groupedDigitsPattern.test(text) ? text.replace(/[^0-9.+-]/g, '') : undefined),
  unixSeconds: (text) => isoOfUnix(text, 7),
  unixMilliseconds: (text) => isoOfUnix(text, 4),
  unixMicroseconds: (text) => isoOfUnix(text, 1),
  unixNanoseconds: (text) => isoOfUnix(text, -2),
  serialDate,
}

/** Days from the day that spreadsheets count as 0 (in the years after 1900) to 1970. */
const serialEpochDays = 25_569

/**
 * `45292.5` as `2024-01-01T12:00:00`, to the second: a fraction holds no more. Of the two ways of counting, it is the one
 * from 1900, which all but old files from a Mac have.
 */
function serialDate(text: string): string | undefined {
  const match = serialDatePattern.exec(text)
  if (match === null) return undefined
  const seconds = Math.round(Number(`0.${match[2] ?? '0'}`) * 86_400)
  const date = new Date(((Number(match[1]) - serialEpochDays) * 86_400 + seconds) * 1000)
  return match[2] === undefined ? date.toISOString().slice(0, 10) : date.toISOString().slice(0, 19)
}

/** `13/01/2024 23:15` as `2024-01-13T23:15:00`. A year of two digits is one from 1950 to 2049. */
function numericDate(text: string, order: 'dayFirst' | 'monthFirst'): string | undefined {
  const match = numericDatePattern.exec(text)
  if (match === null) return undefined
  const [, first = '', second = '', shortYear = '', time = ''] = match
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first]
  const year = shortYear.length === 4 ? shortYear : `${Number(shortYear) < 50 ? 20 : 19}${shortYear}`
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (time === '') return iso
  const clock = clockOf(time)
  return clock === undefined ? undefined : `${iso}T${clock}`
}

/** `1:05 PM` as `13:05:00`; undefined if there is no such time. */
function clockOf(time: string): string | undefined {
  const match = /^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?(?: ?([AaPp])\.?[Mm]\.?)?$/.exec(time)
  if (match === null) return undefined
  const [, hourText = '', minute = '', second = '00', half] = match
  let hour = Number(hourText)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  if (hour > 23 || Number(minute) > 59 || Number(second) >= 60) return undefined
  return `${String(hour).padStart(2, '0')}:${minute}:${second}`
}

/**
 * A time since 1970 as ISO 8601, down to the 100 ns that a datetime counts.
 *
 * @param digits By how many digits the unit is longer than 100 ns.
 */
function isoOfUnix(text: string, digits: number): string | undefined {
  const match = /^(-?)([0-9]{1,19})(?:\.([0-9]+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const scaled =
    digits >= 0
      ? BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'))
      : BigInt(whole) / 10n ** BigInt(-digits)
  const ticks = sign === '-' ? -scaled : scaled
  const seconds = ticks >= 0n ? ticks / 10_000_000n : -((-ticks + 9_999_999n) / 10_000_000n)
  const date = new Date(Number(seconds) * 1000)
  const year = date.getUTCFullYear()
  if (Number.isNaN(date.getTime()) || year < 1 || year > 9999) return undefined
  const rest = ticks - seconds * 10_000_000n
  const decimals = rest === 0n ? '' : `.${String(rest).padStart(7, '0').replace(/0+$/, '')}`
  return `${date.toISOString().slice(0, 19)}${decimals}Z`
}
