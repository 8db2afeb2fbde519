import type { ComparedColumn } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'
import { spanWords } from './column-changes'

interface Range {
  readonly min: string | null
  readonly max: string | null
}

const dayMs = 86_400_000
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })

/** A range as `0 – 3.1M`, `2007-01-01 – 2025-12-31` or `1 – 3 items`; empty without values. Times are in UTC. */
export function rangeWords(type: ScalarType, { min, max }: Range): string {
  if (min === null || max === null) return ''
  const words = type === 'datetime' ? dateWords(min, max) : [min, max].map((end) => numberWords(type, end))
  const [from = '', to = ''] = words
  const range = from === to ? from : `${from} – ${to}`
  return type !== 'dynamic' ? range : range === '1' ? '1 item' : `${range} items`
}

/** A range of time in the coarsest words that still say it: years, months, days or minutes. Times are in UTC. */
export function periodWords({ min, max }: Range): string {
  if (min === null || max === null) return ''
  const span = Date.parse(max) - Date.parse(min)
  const options: Intl.DateTimeFormatOptions =
    span > 3 * 365 * dayMs
      ? { year: 'numeric' }
      : span > 60 * dayMs
        ? { year: 'numeric', month: 'short' }
        : span > 2 * dayMs
          ? { year: 'numeric', month: 'short', day: 'numeric' }
          : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  const [from, to] = [format.format(new Date(min)), format.format(new Date(max))]
  return from === to ? from : `${from} – ${to}`
}

/** The time that a column covered before, and by how much it covers more now; null where it does not. */
export function timeCovered({ before, after }: ComparedColumn): {
  readonly before: string | null
  readonly more: string | null
} {
  if (before === null || before.min === null || after === null || after.min === null) {
    return { before: null, more: null }
  }
  const later = Date.parse(after.max ?? '') - Date.parse(before.max ?? '')
  const earlier = Date.parse(before.min) - Date.parse(after.min)
  const more = [
    ...(later > 0 ? [`${spanWords(later)} later`] : []),
    ...(earlier > 0 ? [`${spanWords(earlier)} earlier`] : []),
  ]
  return { before: periodWords(before), more: more.length === 0 ? null : more.join(', ') }
}

/** A moment as a bin's edge shows it: the day, or the minute or second if bins are narrow. `width` in seconds. */
export function momentWords(milliseconds: number, width: number): string {
  const text = new Date(milliseconds).toISOString()
  if (width >= 86_400) return text.slice(0, 10)
  if (width >= 60) return text.slice(0, 16).replace('T', ' ')
  return text.slice(0, width >= 1 ? 19 : 23).replace('T', ' ')
}

function dateWords(min: string, max: string): string[] {
  const isWhole = [min, max].every((end) => /T00:00:00(\.0+)?Z?$/.test(end))
  const isLong = Date.parse(max) - Date.parse(min) > 2 * dayMs
  return [min, max].map((end) => (isWhole || isLong ? end.slice(0, 10) : end.slice(0, 19).replace('T', ' ')))
}

function numberWords(type: ScalarType, text: string): string {
  const value = Number(text)
  if (type === 'timespan' || !Number.isFinite(value)) return text
  return Math.abs(value) >= 1_000_000 ? compact.format(value) : plain.format(value)
}
