import { epochUnitOf } from '../domain/recognition/value-patterns'
import type { ScalarType } from '../domain/scalar-type'
import type { Finding, FindingExample } from '../domain/schema/inspection'
import type { Cell } from '../local-cluster/answers/result-table'
import { keptExamples, type RecordPlace } from './chunk'
import type { Probe } from './probe'
import { fitsSql, longestString, lostSql, type Suspicion, type Tally } from './tally'
import { slashDate } from './value-kinds'

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
  const suspects = suspicions.flatMap(({ tally: { probe }, lost, otherDates, tooLong }) => [
    ...(lost > 0 ? [lostSql(probe)] : []),
    ...(otherDates > 0 ? [`regexp_matches(${probe.text}, '${slashDate}')`] : []),
    ...(tooLong > 0 ? [`strlen(${probe.text}) > ${longestString}`] : []),
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

/** A value with the number of its row in the part. */
export interface Marked {
  readonly n: number
  readonly v: string
}

/** What {@link examplesSql} gave. */
export function markedOf(json: Cell | undefined): Marked[] {
  if (json === null || json === undefined) return []
  const list = JSON.parse(String(json)) as readonly { readonly n: number | string; readonly v: string }[]
  return list.map(({ n, v }) => ({ n: Number(n), v }))
}

/** An example of a finding. */
export function example(
  place: RecordPlace | undefined,
  value: string | null,
  becomes: string | null,
): FindingExample {
  return { line: place?.line ?? null, record: place?.record ?? null, value, becomes }
}
