import { epochUnitOf } from '../domain/recognition/value-patterns'
import type { ScalarType } from '../domain/scalar-type'
import type { Finding } from '../domain/schema/inspection'
import { keptExamples } from './chunk'
import { mayLoseDigitsSql } from './lost-digits'
import type { Marked } from './marked'
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
  const suspects = suspicions.flatMap(({ tally: { probe }, lost, otherDates, tooLong, shortened }) => [
    ...(lost > 0 ? [lostSql(probe)] : []),
    ...(otherDates > 0 ? [`regexp_matches(${probe.text}, '${slashDate}')`] : []),
    ...(tooLong > 0 ? [`strlen(${probe.text}) > ${longestString}`] : []),
    ...(shortened > 0 ? [mayLoseDigitsSql(probe, probe.text, probe.value ?? 'NULL')] : []),
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
