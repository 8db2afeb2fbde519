import type { ColumnSide, ComparedColumn } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'
import { amount } from '../words/phrases'
import { columnKind } from './column-kind'

type Change = ComparedColumn['changes'][number]

/** What is known of a column at both moments. */
interface ColumnToJudge {
  readonly type: ScalarType
  readonly before: ColumnSide | null
  readonly after: ColumnSide | null
  /** The rows that came in; null if they cannot be told from others. */
  readonly added: { readonly rows: number; readonly nulls: number } | null
  readonly newValues: readonly string[]
}

/** A larger share of nulls than before, by as much as this, is worth a word. */
const worthAWord = 0.005

/** What changed in a column, in words, most important first. */
export function columnChanges(column: ColumnToJudge): Change[] {
  const { before, after } = column
  if (after === null) return [{ tone: 'warning', words: 'no longer there' }]
  if (before === null) return [{ tone: 'news', words: 'new column' }, ...nullChanges(column)]
  return [...nullChanges(column), ...rangeChanges(column), ...valueChanges(column)]
}

function nullChanges({ type, before, after, added }: ColumnToJudge): Change[] {
  if (after === null) return []
  const came = added ?? {
    rows: Math.max(0, after.rows - (before?.rows ?? 0)),
    nulls: Math.max(0, after.nulls - (before?.nulls ?? 0)),
  }
  if (came.nulls === 0 || came.rows === 0) return []
  const nothing = type === 'string' ? 'empty' : 'null'
  const warning = (words: string): Change[] => [{ tone: 'warning', words }]
  if (came.nulls >= came.rows) {
    // A column that has never had a value is no news.
    if (before !== null && before.rows > 0 && before.nulls === before.rows) return []
    return warning(`all new ones ${nothing}`)
  }
  if ((before?.nulls ?? 0) === 0)
    return warning(amount(came.nulls, `new ${nothing}`, type === 'string' ? 'new empty' : 'new nulls'))
  const shareBefore = before === null || before.rows === 0 ? 0 : before.nulls / before.rows
  const share = came.nulls / came.rows
  if (share < shareBefore * 2 || share - shareBefore < worthAWord) return []
  return warning(`${percent(share)} of the new rows ${nothing}, ${percent(shareBefore)} before`)
}

function rangeChanges({ type, before, after }: ColumnToJudge): Change[] {
  const kind = columnKind(type)
  if (before === null || after === null || (kind !== 'time' && kind !== 'number')) return []
  // The ends of a sample say nothing about the ends of the table.
  if (before.nullsAreEstimated || after.nullsAreEstimated) return []
  if (before.min === null || before.max === null || after.min === null || after.max === null) return []
  const place = (text: string): number => (type === 'datetime' ? Date.parse(text) : Number(text))
  const later =
    type === 'timespan' ? (after.max !== before.max ? 1 : 0) : place(after.max) - place(before.max)
  const earlier =
    type === 'timespan' ? (after.min !== before.min ? 1 : 0) : place(before.min) - place(after.min)
  const news = (words: string): Change => ({ tone: 'news', words })
  if (type === 'datetime') {
    return [
      ...(later > 0 ? [news(`${spanWords(later)} later`)] : []),
      ...(earlier > 0 ? [news(`${spanWords(earlier)} earlier`)] : []),
    ]
  }
  if (later > 0 && earlier > 0) return [news('wider range')]
  return [...(later > 0 ? [news('new maximum')] : []), ...(earlier > 0 ? [news('new minimum')] : [])]
}

function valueChanges({ type, newValues }: ColumnToJudge): Change[] {
  if (newValues.length === 0) return []
  const news = (words: string): Change => ({ tone: 'news', words })
  if (type !== 'dynamic') return [news(amount(newValues.length, 'new value'))]
  const keys = newValues.filter((value) => value.startsWith('.'))
  const types = newValues.filter((value) => !value.startsWith('.'))
  return [
    ...(keys.length > 0 ? [news(amount(keys.length, 'new key'))] : []),
    ...types.map((name) => news(`now ${name} too`)),
  ]
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

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })}%`
}
