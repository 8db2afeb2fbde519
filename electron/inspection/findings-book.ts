import { worstFirst } from '../domain/finding-gravity'
import type { Effect, Finding, FindingExample, FindingKind } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { keptExamples } from './chunk'

type Facts = NonNullable<Finding['facts']>

interface Entry {
  readonly kind: FindingKind
  readonly effect: Effect
  readonly column: string | null
  count: number
  readonly examples: FindingExample[]
  facts: Facts | undefined
}

/** What was found so far, one entry for each kind and column; the first examples are kept, the rest counted. */
export class FindingsBook {
  readonly #entries = new Map<string, Entry>()

  add(
    kind: FindingKind,
    effect: Effect,
    column: string | null,
    found: { readonly count: number; readonly examples?: readonly FindingExample[]; readonly facts?: Facts },
  ): void {
    const key = keyOf(kind, effect, column)
    const entry = this.#entries.get(key) ?? {
      kind,
      effect,
      column,
      count: 0,
      examples: [],
      facts: found.facts,
    }
    this.#entries.set(key, entry)
    entry.count += found.count
    entry.facts ??= found.facts
    for (const example of found.examples ?? [])
      if (entry.examples.length < keptExamples) entry.examples.push(example)
  }

  /** Whether no more examples of a column's lost values of one kind are kept. */
  isFull(kind: FindingKind, column: string): boolean {
    return (this.#entries.get(keyOf(kind, 'null', column))?.examples.length ?? 0) >= keptExamples
  }

  /** Worst first. */
  list(isExact: boolean): Finding[] {
    return worstFirst(
      [...this.#entries.values()].map(({ facts, ...entry }) => ({
        ...entry,
        examples: [...entry.examples],
        isExact,
        ...(facts === undefined ? {} : { facts }),
      })),
    )
  }
}

function keyOf(kind: FindingKind, effect: Effect, column: string | null): string {
  return `${kind} ${effect} ${column ?? ''}`
}

/** Whether a finding about keys and columns is told with the records that it is about. */
function isToldOfRecords({ kind, column }: Finding, ofValues: readonly Finding[]): boolean {
  if (kind !== 'missingColumn' && kind !== 'extraField' && kind !== 'caseDiffers') return false
  const same = kind === 'missingColumn' ? kind : 'caseDiffers'
  return ofValues.some((one) => one.kind === same && one.column === column)
}

/**
 * All that is found in a source, worst first.
 *
 * @param ofSource What its first bytes say.
 * @param ofRecords What its reader noted.
 */
export function allFindings(
  { format }: Pick<Reading, 'format'>,
  ofSource: readonly Finding[],
  ofRecords: readonly Finding[],
  ofValues: readonly Finding[],
): Finding[] {
  const isRefusedByFormat = ofSource.some(({ kind }) => kind === 'formatNotTaken')
  const isEncodingKnown = ofSource.some(({ kind }) => kind === 'encoding')
  return worstFirst([
    ...ofSource.filter((one) => !isToldOfRecords(one, ofValues)),
    ...ofRecords.filter(
      ({ kind }) =>
        (kind !== 'encoding' || !isEncodingKnown) && (kind !== 'notReadHere' || !isRefusedByFormat),
    ),
    // What is left out of `json` refuses `multijson` and Avro.
    ...ofValues.map((one) =>
      format !== 'json' && (one.kind === 'notJson' || one.kind === 'loneSurrogate')
        ? { ...one, effect: 'refused' as const }
        : one,
    ),
  ])
}
