import { wholeNumber } from '../../../electron/domain/words/phrases'

const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const plurals = new Intl.PluralRules('en-US')

/** `1,000`. */
export function formatCount(value: number): string {
  return wholeNumber(value)
}

/** `+1,000`, `−20`, `0`; with a true minus sign. */
export function formatChange(value: number): string {
  if (value === 0) return '0'
  return `${value > 0 ? '+' : '−'}${wholeNumber(Math.abs(value))}`
}

/** `84,310`, but `1.2M` from a hundred thousand on: for narrow places, with the exact number shown elsewhere. */
export function formatCompactCount(value: number): string {
  return value < 100_000 ? wholeNumber(value) : compact.format(value)
}

/** `1 row`, `2 rows`: the number and the right noun. */
export function countOf(value: number, one: string, other: string): string {
  return `${wholeNumber(value)} ${plurals.select(value) === 'one' ? one : other}`
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in decimal units: `84 B`, `351 kB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000
    unit += 1
  }
  const number = unit > 0 && value < 10 ? oneDigit.format(value) : wholeNumber(value)
  return `${number} ${byteUnits[unit] ?? 'B'}`
}

/** `48 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

/** How long something took or takes: `12 ms`, `0.4 s`, `10.4 s`, `3 min`, `1 h 20 min`. */
export function formatDuration(milliseconds: number): string {
  // Would be rounded to "0 s", as if nothing had happened.
  if (milliseconds > 0 && milliseconds < 50) return `${wholeNumber(Math.ceil(milliseconds))} ms`
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 59.95) return `${oneDigit.format(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (seconds < 600 && Math.round(seconds) % 60 !== 0) {
    return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`
  }
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return countOf(Math.round(hours / 24), 'day', 'days')
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** A countdown in whole seconds, rounded up: `6 s`, `4:12`. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How long ago: `now`, `2 min`, `1 h`, `3 d`. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.max(0, now - at) / 1000
  if (seconds < 60) return 'now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** Megabytes of 1,048,576 bytes, as the batching policy counts them: `1 GB`, `100 MB`. */
export function formatPolicySize(megabytes: number): string {
  return megabytes % 1024 === 0 ? `${megabytes / 1024} GB` : `${wholeNumber(megabytes)} MB`
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const clockSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23' })
const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** `12:03`, local time. */
export function formatClock(at: number): string {
  return clock.format(at)
}

/** `12:03:05`, local time. */
export function formatClockSeconds(at: number): string {
  return clockSeconds.format(at)
}

/** `23 Nov 2026, 12:03:05`, local time: what hovering over a relative time shows. */
export function formatDateTime(at: number): string {
  return dateTime.format(at)
}

/** `12:03:05`, or `22 Nov 12:03` if that was not today, local time. */
export function formatMoment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? formatClockSeconds(at) : `${formatDay(at)} ${formatClock(at)}`
}

/** `23 Nov 2025`. */
export function formatDayYear(at: number): string {
  return dayMonthYear.format(at)
}

/** `23 Nov`. */
export function formatDay(at: number): string {
  return dayMonth.format(at)
}
