import type { ComparedColumn } from '../schema/comparison'
import { momentWords } from './range-words'
import { columnKind } from './column-kind'

/** A column's spread, and how many rows were read for it. */
export interface SpreadToJudge extends Pick<ComparedColumn, 'type' | 'width' | 'bins' | 'values'> {
  readonly read: { readonly before: number; readonly added: number }
}

/** Where the new rows lie otherwise than those before. */
export interface SpreadChange {
  readonly words: string
  /** Whether rows of before are there at all. */
  readonly wasThere: boolean
}

/** A part of the picture with its share of the rows before, and of those that came. */
interface Shift {
  readonly first: number
  readonly last: number
  readonly before: number
  readonly came: number
}

/** A smaller difference of two shares is no news. */
const leastShift = 0.15
/** How far two samples of the same rows may differ, in standard errors (Kuiper's test at about 0.5 %). */
const chanceErrors = 2.2
/** The same for one of many values. */
const chanceErrorsOfValues = 3.5

/** Finds the range, or the value, whose share among the new rows differs most from its share before; null if by chance. */
export function spreadChange(column: SpreadToJudge): SpreadChange | null {
  return column.bins.length > 0 ? binsChange(column) : valuesChange(column)
}

function binsChange(column: SpreadToJudge): SpreadChange | null {
  const { bins, width, type } = column
  const shares = sharesOf(column, bins)
  if (shares === null || width === null) return null
  let best: Shift = { first: 0, last: 0, before: 0, came: 0 }
  let sum: Shift = best
  shares.list.forEach(({ before, came }, index) => {
    const goesOn = sum.came - sum.before > 0
    sum = {
      first: goesOn ? sum.first : index,
      last: index,
      before: before + (goesOn ? sum.before : 0),
      came: came + (goesOn ? sum.came : 0),
    }
    if (sum.came - sum.before > best.came - best.before) best = sum
  })
  if (best.came - best.before < Math.max(leastShift, chanceErrors * shares.error)) return null
  const [first, last] = [bins[best.first]?.at ?? 0, bins[best.last]?.at ?? 0]
  const place =
    columnKind(type) === 'time' ? timePlace(type, first, last, width) : numberPlace(type, first, last, width)
  return { words: shiftWords('more', place, best), wasThere: best.before > 0 }
}

function valuesChange(column: SpreadToJudge): SpreadChange | null {
  const values = column.values.filter(({ value }) => value !== '')
  const shares = sharesOf(column, values)
  if (shares === null) return null
  const gain = ({ before, came }: Pick<Shift, 'before' | 'came'>): number => came - before
  const all = shares.list.map((share, index) => ({ ...share, first: index, last: index }))
  const [most] = [...all].sort((one, other) => gain(other) - gain(one))
  const [least] = [...all].sort((one, other) => gain(one) - gain(other))
  if (most === undefined || least === undefined) return null
  const best = -gain(least) > gain(most) * 1.001 ? least : most
  const mean = (best.before + best.came) / 2
  const chance = chanceErrorsOfValues * shares.error * Math.sqrt(mean * (1 - mean))
  if (Math.abs(gain(best)) < Math.max(leastShift, chance)) return null
  const value = values[best.first]?.value ?? ''
  return {
    words: shiftWords(gain(best) > 0 ? 'more' : 'fewer', shortened(value), best),
    wasThere: best.before > 0,
  }
}

/** Each place's share of the rows; null if there are none to compare. `error` is what two samples of them differ by. */
function sharesOf(
  { read }: SpreadToJudge,
  places: readonly { readonly before: number; readonly added: number }[],
): { readonly list: readonly Pick<Shift, 'before' | 'came'>[]; readonly error: number } | null {
  const before = places.reduce((sum, place) => sum + place.before, 0)
  const came = places.reduce((sum, place) => sum + place.added, 0)
  if (before === 0 || came === 0) return null
  const error = Math.sqrt(1 / Math.min(before, read.before) + 1 / Math.min(came, read.added))
  const list = places.map((place) => ({ before: place.before / before, came: place.added / came }))
  return { list, error }
}

function shiftWords(what: string, place: string, { before, came }: Shift): string {
  return `${what} ${place}: ${percent(came)}, ${percent(before)} before`
}

function timePlace(type: string, first: number, last: number, width: number): string {
  if (type === 'timespan')
    return `in ${number.format(first * width)} – ${number.format((last + 1) * width)} s`
  const edge = (bin: number): string => momentWords(bin * width * 1000, width)
  return `in ${edge(first)} – ${edge(last + 1)}`
}

function numberPlace(type: string, first: number, last: number, width: number): string {
  // Bins of whole numbers end before the next one begins.
  const end = type === 'int' || type === 'long' ? (last + 1) * width - 1 : (last + 1) * width
  const [from, to] = [number.format(first * width), number.format(end)]
  return from === to ? `of ${from}` : `in ${from} – ${to}`
}

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })

function percent(share: number): string {
  const whole = Math.round(share * 100)
  // A few rows are not none, and nearly all are not all.
  if (whole === 0 && share > 0) return 'under 1%'
  return whole === 100 && share < 1 ? 'over 99%' : `${whole}%`
}

/** Longer values would push the other words away. */
const longestValue = 24

function shortened(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value
}
