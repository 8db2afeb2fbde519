import type { Finding, FindingExample, FindingKind, Effect } from '../schema/inspection'

/** Most examples of a finding that are kept. */
const mostExamples = 200
const longestExample = 200

/** A finding of a sample: what was left out is as it is most often. */
export function makeFinding(
  kind: FindingKind,
  effect: Effect,
  about: {
    readonly column?: string
    /** As many as there are examples, if left out. */
    readonly count?: number
    readonly isExact?: boolean
    readonly examples?: readonly FindingExample[]
    readonly facts?: Finding['facts']
  } = {},
): Finding {
  const { column = null, isExact = true, examples = [], facts } = about
  return {
    kind,
    effect,
    column,
    count: about.count ?? examples.length,
    isExact,
    examples: examples.slice(0, mostExamples),
    ...(facts === undefined ? {} : { facts }),
  }
}

/** An example, its text cut to what is shown. */
export function makeExample(
  place: { readonly line?: number | null; readonly record?: number | null },
  value: string | null = null,
  becomes: string | null = null,
): FindingExample {
  return {
    line: place.line ?? null,
    record: place.record ?? null,
    value: value === null ? null : value.slice(0, longestExample),
    becomes,
  }
}
