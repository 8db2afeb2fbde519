import type { ComparedColumn } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'

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

/** The time that a column covered before, and how that changed; null where it did not. */
export function timeCovered({ before, changes }: ComparedColumn): {
  readonly before: string | null
  readonly change: { readonly words: string; readonly by: 'ours' | 'others' } | null
} {
  const ranges = changes.filter(({ about }) => about === 'range')
  if (before === null || before.min === null || ranges.length === 0) return { before: null, change: null }
  const words = ranges.map((change) => change.words).join(', ')
  const by = ranges.some((change) => change.by === 'ours') ? 'ours' : 'others'
  return { before: periodWords(before), change: { words, by } }
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
