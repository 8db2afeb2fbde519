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
    if (at >= from) ticks.push({ at, label: labelOf(at, unit, ticks.at(-1)?.at) })
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

const whole = { day: 'numeric', month: 'short', year: 'numeric' } as const
const clock = { hour: '2-digit', minute: '2-digit' } as const
const clockSeconds = { ...clock, second: '2-digit' } as const
const formats: Readonly<
  Record<Unit, { readonly full: Intl.DateTimeFormat; readonly short: Intl.DateTimeFormat }>
> = {
  year: { full: format({ year: 'numeric' }), short: format({ year: 'numeric' }) },
  month: { full: format({ month: 'short', year: 'numeric' }), short: format({ month: 'short' }) },
  day: { full: format(whole), short: format({ day: 'numeric', month: 'short' }) },
  hour: { full: format({ ...whole, ...clock }), short: format(clock) },
  minute: { full: format({ ...whole, ...clock }), short: format(clock) },
  second: { full: format({ ...whole, ...clockSeconds }), short: format(clockSeconds) },
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', timeZone: 'UTC' })
}

/** The first label says the date, or the year, in full; another one only what is new since the label before it. */
function labelOf(at: number, unit: Unit, before: number | undefined): string {
  const { full, short } = formats[unit]
  const days = unit === 'hour' || unit === 'minute' || unit === 'second'
  const period = (moment: number): number =>
    days ? Math.floor(moment / lengths.day) : new Date(moment).getUTCFullYear()
  const isSame = before !== undefined && period(before) === period(at)
  return (isSame ? short : full).format(at)
}

/** A tick with its label, in the units of a picture. */
interface PlacedTick {
  readonly x: number
  /** Empty where it would run into the label before it. */
  readonly label: string
  /** Where the label begins. */
  readonly labelX: number
}

/** Width of a letter or digit of 12 px, rather more than less. */
const letter = 6.8
const labelGap = 10

/**
 * Places labels under an axis: each begins at its tick, the last one ends at the border, and none runs into another.
 *
 * @param place From a moment to a place between 0 and `width`.
 */
export function placedTicks(
  ticks: readonly TimeTick[],
  place: (at: number) => number,
  width: number,
): PlacedTick[] {
  let free = 0
  return ticks.map(({ at, label }) => {
    const x = place(at)
    const wide = label.length * letter
    const labelX = Math.min(x, width - wide)
    if (labelX < free) return { x, label: '', labelX }
    free = labelX + wide + labelGap
    return { x, label, labelX }
  })
}
