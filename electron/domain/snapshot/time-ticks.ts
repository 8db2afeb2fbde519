/** A label under a time axis. */
interface TimeTick {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly label: string
}

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

const lengths: Readonly<Record<Unit, number>> = {
  year: 365.25 * 86_400_000,
  month: 30.4375 * 86_400_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
}
const steps: readonly (readonly [Unit, readonly number[]])[] = [
  ['second', [1, 5, 15, 30]],
  ['minute', [1, 5, 15, 30]],
  ['hour', [1, 3, 6, 12]],
  ['day', [1, 2, 7, 14]],
  ['month', [1, 3, 6]],
  ['year', [1, 2, 5, 10, 20, 50, 100, 500, 1000]],
]

/** Round moments between two others, in UTC, at most `most` of them. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  for (const [unit, counts] of steps) {
    for (const count of counts) {
      if ((to - from) / (lengths[unit] * count) > most) continue
      return ticksOf(from, to, unit, count)
    }
  }
  return []
}

function ticksOf(from: number, to: number, unit: Unit, count: number): TimeTick[] {
  const ticks: TimeTick[] = []
  let at = floor(from, unit, count)
  // The guard is for ranges beyond what a Date can hold.
  for (let guard = 0; at <= to && guard < 1000 && Number.isFinite(at); guard++) {
    if (at >= from) ticks.push({ at, label: labelOf(at, unit) })
    at = next(at, unit, count)
  }
  return ticks
}

function floor(at: number, unit: Unit, count: number): number {
  const date = new Date(at)
  if (unit === 'year') return utc(Math.floor(date.getUTCFullYear() / count) * count, 0)
  if (unit === 'month') return utc(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count) * count)
  const step = lengths[unit] * count
  return Math.floor(at / step) * step
}

function next(at: number, unit: Unit, count: number): number {
  const date = new Date(at)
  if (unit === 'year') return utc(date.getUTCFullYear() + count, 0)
  if (unit === 'month') return utc(date.getUTCFullYear(), date.getUTCMonth() + count)
  return at + lengths[unit] * count
}

function utc(year: number, month: number): number {
  // `Date.UTC` takes years below 100 as 1900 and later.
  return new Date(0).setUTCFullYear(year, month, 1)
}

const formats: Readonly<Record<Unit, Intl.DateTimeFormat>> = {
  year: format({ year: 'numeric' }),
  month: format({ month: 'short', year: 'numeric' }),
  day: format({ day: 'numeric', month: 'short' }),
  hour: format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
  minute: format({ hour: '2-digit', minute: '2-digit' }),
  second: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', timeZone: 'UTC' })
}

function labelOf(at: number, unit: Unit): string {
  return formats[unit].format(at)
}
