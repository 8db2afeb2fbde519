import type { ColumnSide } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'
import { columnKind } from './column-kind'

/** Smallest and largest value of some rows. */
type Ends = Pick<ColumnSide, 'min' | 'max'>

/** One end of a range moved. */
export interface RangeChange {
  readonly words: string
  /** Whether the ingestion's own rows reach this end; true also if they cannot be told from others. */
  readonly isOurs: boolean
}

/**
 * How a column's range changed, in words. Only of rows that were all looked at: the ends of a sample say nothing.
 *
 * @param own The ends of the ingestion's own rows; null if they cannot be told from others.
 */
export function rangeChanges(
  type: ScalarType,
  { before, after, own }: { readonly before: Ends; readonly after: Ends; readonly own: Ends | null },
): RangeChange[] {
  const kind = columnKind(type)
  if (kind !== 'time' && kind !== 'number') return []
  const [low, high] = [moved(type, before.min, after.min), moved(type, before.max, after.max)]
  if (low === null || high === null) return []
  const reaches = (end: 'min' | 'max'): boolean => own === null || own[end] === after[end]
  const change = (words: string, end: 'min' | 'max', isWider: boolean): RangeChange => ({
    words,
    isOurs: isWider && reaches(end),
  })
  if (type === 'datetime') {
    return [
      ...(high > 0 ? [change(`${spanWords(high)} later`, 'max', true)] : []),
      ...(high < 0 ? [change(`ends ${spanWords(-high)} earlier`, 'max', false)] : []),
      ...(low < 0 ? [change(`${spanWords(-low)} earlier`, 'min', true)] : []),
      ...(low > 0 ? [change(`begins ${spanWords(low)} later`, 'min', false)] : []),
    ]
  }
  if (high > 0 && low < 0 && reaches('max') === reaches('min')) return [change('wider range', 'max', true)]
  return [
    ...(high > 0 ? [change('new maximum', 'max', true)] : []),
    ...(high < 0 ? [change('lower maximum', 'max', false)] : []),
    ...(low < 0 ? [change('new minimum', 'min', true)] : []),
    ...(low > 0 ? [change('higher minimum', 'min', false)] : []),
  ]
}

/** By how much an end moved, in milliseconds for times; null if one is not known. */
function moved(type: ScalarType, before: string | null, after: string | null): number | null {
  if (before === null || after === null) return null
  const place = (text: string): number =>
    type === 'datetime' ? Date.parse(text) : type === 'timespan' ? ticksOf(text) : Number(text)
  return place(after) - place(before)
}

/** A timespan as Kusto writes it, `-1.02:03:04.5`, in seconds. */
function ticksOf(text: string): number {
  const [, sign, days = '0', hours, minutes, seconds] =
    /^(-)?(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text) ?? []
  const total = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === undefined ? total : -total
}

const units: readonly (readonly [number, string, string])[] = [
  [365.2425 * 86_400_000, 'a year', 'years'],
  [30.44 * 86_400_000, 'a month', 'months'],
  [86_400_000, 'a day', 'days'],
  [3_600_000, 'an hour', 'hours'],
  [60_000, 'a minute', 'minutes'],
]

/** A length of time as people say it: `a year`, `3 months`, `less than a minute`. */
export function spanWords(milliseconds: number): string {
  for (const [length, one, many] of units) {
    const count = Math.round(milliseconds / length)
    if (milliseconds >= length * 0.95) return count <= 1 ? one : `${count} ${many}`
  }
  return 'less than a minute'
}
