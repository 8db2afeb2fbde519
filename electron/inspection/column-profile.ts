import type { ColumnProfile } from '../domain/schema/inspection'
import type { SampleColumn } from './sample-columns'
import type { Tally } from './tally'

/** What is told of a column: the numbers of what was read, the distribution of the sample. */
export function profileOf(tally: Tally, sample: SampleColumn | undefined): ColumnProfile {
  const { probe } = tally
  const { inferred, choices } = correctedType(tally, sample)
  return {
    name: probe.name,
    ...(probe.ordinal === undefined ? {} : { ordinal: probe.ordinal }),
    ...(probe.path === undefined ? {} : { path: probe.path }),
    column: probe.column,
    inferred,
    choices,
    type: probe.type,
    values: tally.records,
    empty: tally.empty,
    becomeNull: tally.becomeNull,
    distinct: tally.distinct,
    minimum: tally.minimum,
    maximum: tally.maximum,
    sum: tally.sum,
    distribution: [...(sample?.distribution ?? [])],
  }
}

/** The sample's types, with what the rest of the source says about them. */
function correctedType(
  { lost }: Tally,
  sample: SampleColumn | undefined,
): Pick<ColumnProfile, 'inferred' | 'choices'> {
  const inferred = [...lost.keys()].pop() ?? sample?.inferred ?? 'string'
  const choices = sample?.choices ?? [{ type: inferred, lost: 0 }]
  const known = choices.map((choice) => {
    const found = choice.transform === undefined ? lost.get(choice.type) : undefined
    return found === undefined ? choice : { ...choice, lost: Math.max(found, choice.lost) }
  })
  const first = known.find(({ type }) => type === inferred) ?? {
    type: inferred,
    lost: lost.get(inferred) ?? 0,
  }
  return { inferred, choices: [first, ...known.filter((choice) => choice !== first)] }
}
