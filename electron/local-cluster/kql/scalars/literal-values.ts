import { lastTick, unixEpochTicks } from '../../time/ticks'

/** Ticks of 100 ns per unit of a timespan literal. */
const unitTicks: Readonly<Record<string, bigint>> = {
  d: 864_000_000_000n,
  day: 864_000_000_000n,
  days: 864_000_000_000n,
  h: 36_000_000_000n,
  hr: 36_000_000_000n,
  hrs: 36_000_000_000n,
  hour: 36_000_000_000n,
  hours: 36_000_000_000n,
  m: 600_000_000n,
  min: 600_000_000n,
  minute: 600_000_000n,
  minutes: 600_000_000n,
  s: 10_000_000n,
  sec: 10_000_000n,
  second: 10_000_000n,
  seconds: 10_000_000n,
  ms: 10_000n,
  milli: 10_000n,
  millis: 10_000n,
  millisec: 10_000n,
  millisecond: 10_000n,
  milliseconds: 10_000n,
  micro: 10n,
  micros: 10n,
  microsec: 10n,
  microsecond: 10n,
  microseconds: 10n,
  tick: 1n,
  ticks: 1n,
}

/** The inside of `datetime( … )`, `long( … )`, or the token itself; without quotes. */
export function literalBody(token: string): string {
  const body = /^[A-Za-z]+\s*\(([\s\S]*)\)$/.exec(token)?.[1] ?? token
  return body.trim().replace(/^(["'])([\s\S]*)\1$/, '$2')
}

/**
 * Parses a timespan in the language's syntax (`1d`, `1.5h`, `2.03:04:05.678`, `-1d`) to ticks; undefined if it is
 * not one.
 */
export function parseTimespanTicks(text: string): bigint | undefined {
  const unit = /^(-?)(\d+)(?:\.(\d+))?\s*([a-z]+)$/i.exec(text)
  if (unit !== null) {
    const [, sign, whole = '0', fraction = '', name = ''] = unit
    const ticks = unitTicks[name.toLowerCase()]
    if (ticks === undefined) return undefined
    const scaled = (BigInt(whole + fraction) * ticks) / 10n ** BigInt(fraction.length)
    return sign === '-' ? -scaled : scaled
  }
  const clock = /^(-?)(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text)
  if (clock !== null) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
    const ticks = whole * 10_000_000n + BigInt(fraction.padEnd(7, '0'))
    return sign === '-' ? -ticks : ticks
  }
  const days = /^(-?\d+)$/.exec(text)?.[1]
  return days === undefined ? undefined : BigInt(days) * 864_000_000_000n
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Parses a datetime in the documented formats (ISO 8601 with 1 to 7 digits of a second and an offset, RFC 822, RFC
 * 850, just a year or month, month/day/year) to ticks; undefined if it is not one.
 */
export function parseDatetimeTicks(text: string): bigint | undefined {
  const iso =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\s*(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?)?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    )
  if (iso !== null) {
    const [, year = '', month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone] =
      iso
    return ticksOf([year, month, day, hour, minute, second], fraction, zone)
  }
  const slashes =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(AM|PM)?)?$/i.exec(
      text.trim(),
    )
  if (slashes !== null) {
    const [, month = '', day = '', year = '', hour = '0', minute = '0', second = '0', fraction = '', half] =
      slashes
    const shift = half === undefined ? 0 : half.toUpperCase() === 'PM' ? 12 : 0
    const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + shift
    return ticksOf([year, month, day, String(hours), minute, second], fraction, undefined)
  }
  const rfc =
    /^(?:[A-Za-z]+,\s*)?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(GMT|UTC|Z)?$/i.exec(
      text.trim(),
    )
  if (rfc === null) return undefined
  const [, day = '', monthName = '', shortYear = '', hour = '0', minute = '0', second = '0'] = rfc
  const month = months.indexOf(monthName.toLowerCase()) + 1
  const year =
    shortYear.length === 4 ? shortYear : String(Number(shortYear) + (Number(shortYear) < 50 ? 2000 : 1900))
  return ticksOf([year, String(month), day, hour, minute, second], '', undefined)
}

function ticksOf(parts: readonly string[], fraction: string, zone: string | undefined): bigint | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  if (year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  // A day past the end of its month would roll over.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return undefined
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  const minutes =
    offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1)
  const ticks = BigInt(date.getTime() - minutes * 60_000) * 10_000n + unixEpochTicks
  // An offset may lead out of the calendar.
  return ticks < 0n || ticks > lastTick ? undefined : ticks + BigInt(fraction.slice(0, 7).padEnd(7, '0'))
}

/** A datetime as Kusto writes it: `2020-01-01T00:00:00.0000000Z`. */
export function datetimeText(ticks: bigint): string {
  const milliseconds = Number((ticks - unixEpochTicks - (ticks % 10_000n)) / 10_000n)
  const seconds = new Date(milliseconds).toISOString().slice(0, 19)
  return `${seconds}.${String(ticks % 10_000_000n).padStart(7, '0')}Z`
}

/** A timespan as Kusto writes it: `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const days = size / 864_000_000_000n
  const clock = [(size / 36_000_000_000n) % 24n, (size / 600_000_000n) % 60n, (size / 10_000_000n) % 60n]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  const fraction = size % 10_000_000n
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${rest}`
}
