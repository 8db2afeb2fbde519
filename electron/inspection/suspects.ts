import { epochUnitOf } from '../domain/recognition/value-patterns'
import type { ScalarType } from '../domain/scalar-type'
import type { Finding, FindingExample } from '../domain/schema/inspection'
import { formatDateTime, formatTimeSpanTicks } from '../local-cluster/time/ticks'
import type { Cell } from '../local-cluster/answers/result-table'
import { changedKindSql, mayChangeSql, sqlOf, type ChangedKind } from './changed-values'
import { keptExamples } from './chunk'
import { markedOf, type Marked } from './marked'
import type { Probe } from './probe'
import { fitsSql, longestString, lostSql, type Suspicion, type Tally } from './tally'
import { dateOrderSql, isDayFirstSql, lostKindSql, slashDate, type LostKind } from './value-kinds'

/** Types to try next when a column turns out not to be of the one that was inferred. */
const wider: Readonly<Partial<Record<ScalarType, readonly ScalarType[]>>> = {
  int: ['long', 'real', 'decimal'],
  long: ['real', 'decimal'],
  real: ['decimal'],
}

/** The type that is followed, and those to take instead where it does not fit. */
export function triedTypes(type: ScalarType): ScalarType[] {
  return [type, ...(wider[type] ?? [])]
}

/** SQL of the first of some values `v` with the numbers of their rows, as JSON. */
export const examplesSql = `to_json(arg_min({'n': rn, 'v': left(v, 200)}, rn, ${keptExamples}))`

/** SQL that is true for the rows which suspicions, or types that do not fit, are about. */
export function suspectSql(suspicions: readonly Suspicion[], misfitting: readonly Tally[]): string {
  const suspects = suspicions.flatMap(({ tally: { probe }, lost, otherDates, tooLong, altered }) => [
    ...(lost > 0 ? [lostSql(probe)] : []),
    ...(otherDates > 0 ? [`regexp_matches(${probe.text}, '${slashDate}')`] : []),
    ...(tooLong > 0 ? [`strlen(${probe.text}) > ${longestString}`] : []),
    ...(altered > 0 ? [mayChangeSql(probe, sqlOf(probe))] : []),
  ])
  const misfits = misfitting.flatMap(({ probe: { text }, lost }) =>
    triedTypes([...lost.keys()].pop() ?? 'string').map(
      (type) => `${text} <> '' AND NOT coalesce(${fitsSql(type, text)}, false)`,
    ),
  )
  return [...suspects, ...misfits].map((sql) => `coalesce(${sql}, false)`).join(' OR ') || 'false'
}

/** The units of numbers that stand for times, and the mapping's transforms where the format has them. */
export function epochFacts(kind: string, { path }: Probe, examples: readonly Marked[]): Finding['facts'] {
  if (kind !== 'epochNumber') return {}
  const units = [...new Set(examples.flatMap(({ v }) => epochUnitOf(v.trim()) ?? []))]
  if (units.length === 0) return {}
  return {
    unit: units.map((unit) => unit.toLowerCase()).join(' or '),
    // Delimited text has no such transforms.
    ...(path === undefined ? {} : { transform: units.map((unit) => `DateTimeFromUnix${unit}`).join(' or ') }),
  }
}

/** Runs a query. Returns its rows. */
export type Ask = (sql: string) => Promise<Cell[][]>

/** The values in a table of suspect rows that arrive as null, by why. */
export async function lostValues(
  ask: Ask,
  table: string,
  probe: Probe,
  type: ScalarType,
): Promise<
  {
    readonly kind: LostKind | 'blank'
    readonly count: number
    readonly examples: Marked[]
    /** How many of them are dates that can only have the day first. */
    readonly dayFirst: number
  }[]
> {
  const rows = await ask(
    `SELECT kind, count(*), ${examplesSql}, count(*) FILTER (${isDayFirstSql('v')}) FROM (SELECT rn, v, ${lostKindSql(type)} AS kind FROM (
       SELECT rn, ${probe.text} AS v FROM ${table} WHERE ok AND ${lostSql(probe)}))
     GROUP BY kind`,
  )
  return rows.map(([kind, count, json, dayFirst]) => ({
    kind: String(kind) as LostKind | 'blank',
    count: Number(count),
    examples: markedOf(json),
    dayFirst: kind === 'dayFirst' ? Number(dayFirst) : 0,
  }))
}

/** The dates in a table of suspect rows that arrive month first: by whether they could be day first. */
export async function dateOrders(
  ask: Ask,
  table: string,
  { text, value }: Probe,
): Promise<{ readonly kind: string; readonly count: number; readonly examples: Marked[] }[]> {
  const rows = await ask(
    `SELECT kind, count(*), ${examplesSql} FROM (SELECT rn, v, ${dateOrderSql('v')} AS kind FROM (
       SELECT rn, ${text} AS v FROM ${table} WHERE ok AND ${value ?? 'NULL'} IS NOT NULL))
     WHERE kind IS NOT NULL GROUP BY kind`,
  )
  return rows.map(([kind, count, json]) => ({
    kind: String(kind),
    count: Number(count),
    examples: markedOf(json),
  }))
}

/** The values in a table of suspect rows that arrive as others than they are written, by what is wrong with them. */
export async function changedValues(
  ask: Ask,
  table: string,
  probe: Probe,
): Promise<{ readonly kind: ChangedKind; readonly count: number; readonly examples: Marked[] }[]> {
  const { text, written, value } = probe
  if (value === null) return []
  const sql = { text: 'v', value: 'w', written: written === undefined ? undefined : 's' }
  const texts = `${text} AS v, ${value} AS w${written === undefined ? '' : `, ${written} AS s`}`
  const shown = sql.written ?? sql.text
  const rows = await ask(
    `SELECT kind, count(*), to_json(arg_min({'n': rn, 'v': left(${shown}, 200), 'w': left(CAST(w AS VARCHAR), 200)}, rn, ${keptExamples}))
     FROM (SELECT *, CASE WHEN ${mayChangeSql(probe, sql)} THEN ${changedKindSql(probe, sql)} END AS kind
       FROM (SELECT rn, ${texts} FROM ${table} WHERE ok) WHERE v <> '' AND w IS NOT NULL)
     WHERE kind IS NOT NULL GROUP BY kind ORDER BY kind`,
  )
  return rows.map(([kind, count, json]) => ({
    kind: String(kind) as ChangedKind,
    count: Number(count),
    examples: markedOf(json).map((one) => ({ ...one, ...(one.w ? { w: shownValue(probe, one.w) } : {}) })),
  }))
}

/** A value as people read it: the engine has times as ticks. */
function shownValue({ type }: Probe, value: string): string {
  if (type === 'datetime') return formatDateTime(BigInt(value))
  return type === 'timespan' ? formatTimeSpanTicks(BigInt(value)) : value
}

/** How many values in a table of suspect rows fit none of some types each; words for nothing are no values. */
export async function countMisfits(
  ask: Ask,
  table: string,
  { text }: Probe,
  types: readonly ScalarType[],
): Promise<number[]> {
  const counts = types.map((type) => `count(*) FILTER (NOT coalesce(${fitsSql(type, 'v')}, false))`)
  const words = `SELECT ${text} AS v FROM ${table} WHERE ok AND ${text} <> ''`
  const [row] = await ask(
    `SELECT ${counts.join(', ')} FROM (${words}) WHERE ${lostKindSql('bool')} NOT IN ('blank', 'nullWord')`,
  )
  return types.map((_, index) => Number(row?.[index] ?? 0))
}

/** Dates of one column whose day and month can be confused. */
export interface DateOrder {
  dayFirst: number
  monthFirst: number
  either: number
  readonly examples: FindingExample[]
}

/** Findings with the order of day and month, where it is known, in those about dates that do not arrive. */
export function withDateOrder(
  findings: readonly Finding[],
  orders: ReadonlyMap<Tally, DateOrder>,
): readonly Finding[] {
  const known = new Set(
    [...orders].flatMap(([{ probe }, { dayFirst, monthFirst }]) =>
      dayFirst > 0 && monthFirst === 0 ? (probe.column ?? probe.name) : [],
    ),
  )
  return findings.map((finding) => {
    if (finding.kind !== 'dayFirst') return finding
    const order = finding.column !== null && known.has(finding.column) ? 'dayFirst' : 'unknown'
    return { ...finding, facts: { ...finding.facts, order } }
  })
}

/** What is told of a column's dates; undefined if nothing is wrong with them. */
export function dayFirstFinding(probe: Probe, order: DateOrder, isExact: boolean): Finding | undefined {
  if (order.either === 0) return undefined
  const isChanged = order.dayFirst > 0 && order.monthFirst === 0
  // Where some can only have the day first and others only the month, nobody knows about the rest.
  if (order.monthFirst > 0 && order.dayFirst === 0) return undefined
  return {
    kind: 'dayFirst',
    effect: isChanged ? 'changed' : 'none',
    column: probe.column ?? probe.name,
    count: order.either,
    isExact,
    examples: order.examples.slice(0, keptExamples),
    facts: { order: isChanged ? 'dayFirst' : 'unknown' },
  }
}
