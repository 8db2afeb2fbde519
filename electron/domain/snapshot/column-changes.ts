import type { ColumnSide, ComparedColumn } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'
import { amount } from '../words/phrases'
import { rangeChanges } from './range-change'
import { sampleRows } from './snapshot-query'
import { spreadChange, type SpreadToJudge } from './spread-change'

type Change = ComparedColumn['changes'][number]

/** What is known of a column at both moments. */
interface ColumnToJudge {
  readonly type: ScalarType
  readonly before: ColumnSide | null
  readonly after: ColumnSide | null
  /** The rows that came in; null if they cannot be told from others. */
  readonly added: {
    readonly rows: number
    readonly nulls: number
    readonly min: string | null
    readonly max: string | null
  } | null
  /** Values that were not there before, in the rows that came in. */
  readonly newValues: readonly string[]
  /** What others brought meanwhile; null if it cannot be told from what came in. */
  readonly others: { readonly name: string; readonly newValues: readonly string[] } | null
  readonly spread: SpreadToJudge
  /** Whether only a sample of the rows was read for distinct values. */
  readonly isSampled: boolean
}

/** A share of nulls that differs from the one before by as much as this is worth a word. */
const worthAWord = 0.005

/** What changed in a column, in words, most important first. */
export function columnChanges(column: ColumnToJudge): Change[] {
  const { before, after } = column
  if (after === null) return [{ tone: 'warning', about: 'column', by: 'ours', words: 'no longer there' }]
  if (before === null) return [news('column', 'new column'), ...nullChanges(column)]
  const changes = [
    ...nullChanges(column),
    ...nullsOfOthers(column),
    ...rangesOf(column),
    ...valueChanges(column),
  ]
  const seen = [...changes, ...spreadChanges(column, changes)]
  return seen.length > 0 ? seen : distinctChanges(column)
}

function news(about: Change['about'], words: string, by: Change['by'] = 'ours'): Change {
  return { tone: 'news', about, by, words }
}

/** A new range or new values say already where the new rows are. */
function spreadChanges({ before, spread }: ColumnToJudge, changes: readonly Change[]): Change[] {
  const change = before?.rows === 0 ? null : spreadChange(spread)
  if (change === null) return []
  const isKnown = changes.some(({ about, by }) => by === 'ours' && (about === 'range' || about === 'values'))
  return isKnown && (!change.wasThere || spread.type === 'datetime') ? [] : [news('spread', change.words)]
}

function nullsOfOthers({ type, before, after, added, others }: ColumnToJudge): Change[] {
  if (before === null || after === null || added === null || others === null) return []
  // Two samples of the same rows differ by chance.
  if (before.nullsAreEstimated || after.nullsAreEstimated) return []
  const nulls = after.nulls - before.nulls - added.nulls
  if (nulls <= 0) return []
  const one = `new ${type === 'string' ? 'empty' : 'null'} by ${others.name}`
  const many = type === 'string' ? one : `new nulls by ${others.name}`
  return [news('nulls', amount(nulls, one, many), 'others')]
}

/** Two samples differ by chance. */
const moreByChance = 1.05

/** Without a sample, only other rows can make an estimate of the same column another one. */
function distinctChanges({ before, after, isSampled }: ColumnToJudge): Change[] {
  const [first, then] = [before?.distinct ?? null, after?.distinct ?? null]
  if (first === null || then === null || first === 0) return []
  if (!isSampled) {
    if (then > first) return [news('values', amount(then - first, 'more distinct value'))]
    return then < first
      ? [news('values', amount(first - then, 'fewer distinct value', 'fewer distinct values'))]
      : []
  }
  if (then > first * moreByChance) return [news('values', 'more distinct values')]
  return then * moreByChance < first ? [news('values', 'fewer distinct values')] : []
}

function nullChanges({ type, before, after, added }: ColumnToJudge): Change[] {
  if (after === null) return []
  const came = added ?? {
    rows: Math.max(0, after.rows - (before?.rows ?? 0)),
    nulls: Math.max(0, after.nulls - (before?.nulls ?? 0)),
  }
  const nothing = type === 'string' ? 'empty' : 'null'
  const warning = (words: string): Change[] => [{ tone: 'warning', about: 'nulls', by: 'ours', words }]
  const shareBefore = before === null || before.rows === 0 ? 0 : before.nulls / before.rows
  if (came.nulls === 0 || came.rows === 0) {
    const isLess = came.rows > 0 && isOther(shareBefore, before, 0, came.rows, after)
    return isLess
      ? [
          news(
            'nulls',
            `no new ${type === 'string' ? 'empty ones' : 'nulls'}, ${percent(shareBefore)} before`,
          ),
        ]
      : []
  }
  if (came.nulls >= came.rows) {
    // A column that has never had a value is no news.
    if (before !== null && before.rows > 0 && before.nulls === before.rows) return []
    return warning(`all new ones ${nothing}`)
  }
  if ((before?.nulls ?? 0) === 0)
    return warning(amount(came.nulls, `new ${nothing}`, type === 'string' ? 'new empty' : 'new nulls'))
  const share = came.nulls / came.rows
  if (!isOther(shareBefore, before, share, came.rows, after)) return []
  const words = `${percent(share)} of the new rows ${nothing}, ${percent(shareBefore)} before`
  return share > shareBefore ? warning(words) : [news('nulls', words)]
}

/** Whether two shares differ by more than chance (three standard errors), and enough to be told. */
function isOther(
  shareBefore: number,
  before: ColumnSide | null,
  share: number,
  rows: number,
  after: ColumnSide,
): boolean {
  const read = (all: number, side: ColumnSide | null): number =>
    side?.nullsAreEstimated === true ? Math.min(all, sampleRows) : all
  const [first, then] = [read(before?.rows ?? 0, before), read(rows, after)]
  if (first === 0 || then === 0) return share > 0
  const mean = (shareBefore * first + share * then) / (first + then)
  const error = Math.sqrt(mean * (1 - mean) * (1 / first + 1 / then))
  return Math.abs(share - shareBefore) >= Math.max(worthAWord, 3 * error)
}

function rangesOf({ type, before, after, added, others }: ColumnToJudge): Change[] {
  if (before === null || after === null || before.nullsAreEstimated || after.nullsAreEstimated) return []
  return rangeChanges(type, { before, after, own: added }).map(({ words, isOurs }) =>
    isOurs || others === null ? news('range', words) : news('range', `${words} by ${others.name}`, 'others'),
  )
}

function valueChanges({ type, newValues, others }: ColumnToJudge): Change[] {
  return [
    ...newValueWords(type, newValues).map((words) => news('values', words)),
    ...newValueWords(type, others?.newValues ?? []).map((words) =>
      news('values', `${words} by ${others?.name ?? ''}`, 'others'),
    ),
  ]
}

function newValueWords(type: ScalarType, newValues: readonly string[]): string[] {
  if (newValues.length === 0) return []
  if (type !== 'dynamic') return [amount(newValues.length, 'new value')]
  const keys = newValues.filter((value) => value.startsWith('.'))
  const types = newValues.filter((value) => !value.startsWith('.'))
  return [
    ...(keys.length > 0 ? [amount(keys.length, 'new key')] : []),
    ...types.map((name) => `now ${name} too`),
  ]
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })}%`
}
