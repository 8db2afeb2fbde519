import type { Cell } from '../local-cluster/answers/result-table'
import type { Suspicion, Tally } from './tally'
import { TallyPlan, type TallyOptions } from './tally-plan'

/** With more fields than this, those that are added up alike share one plan. */
const mostPlans = 32

/** What a statement's rows say of its tallies. */
export interface ReadTallies {
  readonly tallies: readonly Tally[]
  readonly records: number
  /** The cells of each tally, as its plan orders them. */
  readonly cells: readonly (readonly Cell[])[]
}

/** A statement that adds one part of a source to tallies. */
export interface TallyStatement {
  readonly sql: string
  read(rows: readonly (readonly Cell[])[]): ReadTallies
}

/**
 * The statements that add a part to tallies, each of them once.
 *
 * @param relation What stands after FROM.
 */
export function tallyStatements(
  tallies: readonly Tally[],
  relation: string,
  options: TallyOptions,
): TallyStatement[] {
  if (tallies.length <= mostPlans) return [columnStatement(tallies, relation, options)]
  const byShape = new Map<string, Tally[]>()
  for (const tally of tallies) {
    const { shape } = new TallyPlan(tally, '', options)
    const alike = byShape.get(shape)
    if (alike === undefined) byShape.set(shape, [tally])
    else alike.push(tally)
  }
  return [...byShape.values()].map((alike) => rowStatement(alike, relation, options))
}

/** One row with all that there is of all fields. */
function columnStatement(tallies: readonly Tally[], relation: string, options: TallyOptions): TallyStatement {
  const plans = tallies.map((tally, index) => new TallyPlan(tally, String(index), options))
  const list = (of: (plan: TallyPlan) => readonly string[]): string => plans.flatMap(of).join(',\n')
  return {
    // Each step stands in a SELECT of its own: what is used more than once is computed once.
    sql: `SELECT count(*), ${list(({ aggregates }) => aggregates)}
      FROM (SELECT *, ${list(({ hashes }) => hashes)}
        FROM (SELECT ${list(({ values }) => values)} FROM (SELECT ${list(({ texts }) => texts)} FROM ${relation})))`,
    read([row = []]) {
      let at = 1
      const cells = plans.map(({ aggregates }) => row.slice(at, (at += aggregates.length)))
      return { tallies, records: Number(row[0] ?? 0), cells }
    },
  }
}

/**
 * A row for each field, of fields that are added up alike: a plan for each of a thousand fields takes DuckDB seconds.
 */
function rowStatement(tallies: readonly Tally[], relation: string, options: TallyOptions): TallyStatement {
  const plans = tallies.map((tally) => new TallyPlan(tally, '', options))
  const [plan] = plans
  if (plan === undefined) throw new Error('There is nothing to add up.')
  const listed = (of: (one: TallyPlan) => string | undefined): string =>
    `unnest([${plans.map(of).join(', ')}])`
  const fields = [
    `unnest(range(${plans.length})) AS i`,
    `${listed(({ text }) => text)} AS t`,
    ...(plan.ownValue === undefined ? [] : [`${listed(({ ownValue }) => ownValue)} AS v`]),
    ...(plan.written === undefined ? [] : [`${listed(({ written }) => written)} AS w`]),
  ]
  const nothing = plan.aggregates.map(() => null)
  return {
    sql: `SELECT i, count(*), ${plan.aggregates.join(',\n')}
      FROM (SELECT *, ${plan.hashes.join(', ')}
        FROM (SELECT i, ${plan.values.join(', ')} FROM (SELECT ${fields.join(',\n')} FROM ${relation})))
      GROUP BY i`,
    read(rows) {
      const byField = new Map(rows.map((row) => [Number(row[0]), row]))
      return {
        tallies,
        records: Number(rows[0]?.[1] ?? 0),
        cells: tallies.map((_, index) => byField.get(index)?.slice(2) ?? nothing),
      }
    },
  }
}

/** Notes the tallies whose texts are not all as programs write them. Returns whether there are any that were not known. */
export function noteOddTexts(read: readonly ReadTallies[]): boolean {
  const odd = read.flatMap(({ tallies, cells }) =>
    tallies.filter(({ isPlain }, index) => {
      const [present, , kept] = cells[index] ?? []
      return isPlain && Number(kept ?? present) < Number(present ?? 0)
    }),
  )
  for (const tally of odd) tally.isPlain = false
  return odd.length > 0
}

/** Adds what was read to its tallies. Returns which of them have values that need a closer look. */
export function addToTallies({ tallies, records, cells }: ReadTallies): Suspicion[] {
  return tallies.flatMap((tally, index) => addToTally(tally, records, cells[index] ?? []) ?? [])
}

/** @param cells In the order of the plan's aggregates. */
function addToTally(tally: Tally, records: number, cells: readonly Cell[]): Suspicion | undefined {
  let at = 0
  const next = (): Cell => cells[at++] ?? null
  const { probe } = tally
  const present = Number(next() ?? 0)
  const texts = Number(next() ?? present)
  const kept = Number(next() ?? present)
  const otherDates = Number(next() ?? 0)
  const tooLong = Number(next() ?? 0)
  const altered = Number(next() ?? 0)
  const kinds = countsOf(next())
  const orders = countsOf(next())
  tally.widen(next(), next())
  tally.addSum(next())
  const sketch = next()
  if (sketch !== null) {
    // Nothing and an empty text are marked as well, and what does not arrive as nothing.
    const isConverted = probe.type !== null && probe.type !== 'string'
    tally.mark(String(sketch), {
      present,
      nothing: texts < records || (isConverted && kept < texts),
      empty: texts > present && !isConverted,
    })
  }
  for (const [type, lost] of tally.lost) tally.lost.set(type, lost + present - Number(next() ?? 0))
  tally.records += records
  tally.present += present
  const lost = present - kept
  tally.becomeNull += lost
  if (lost === 0 && tooLong === 0 && otherDates === 0 && altered === 0) return undefined
  tally.isSuspect = true
  return { tally, lost, tooLong, otherDates, altered, kinds, orders }
}

function countsOf(json: Cell): ReadonlyMap<string, number> | undefined {
  if (json === null) return undefined
  return new Map(Object.entries(JSON.parse(String(json)) as Readonly<Record<string, number>>))
}
