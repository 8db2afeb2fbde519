import { worstFirst } from '../domain/finding-gravity'
import type { Effect, Finding, FindingExample, FindingKind } from '../domain/schema/inspection'
import type { Reading } from '../domain/schema/reading'
import { keptExamples } from './chunk'
import type { Tally } from './tally'

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

/** A finding about a field that goes nowhere, with the number of its values as far as they were read. */
function withValues(finding: Finding, tallies: readonly Tally[], isExact: boolean): Finding {
  if (finding.kind !== 'extraField') return finding
  const tally = tallies.find(({ probe }) => probe.column === null && probe.name === finding.column)
  if (tally === undefined) return finding
  const { present: count } = tally
  return { ...finding, effect: count === 0 ? 'none' : 'unread', count, isExact }
}

/**
 * All that is found in a source, worst first.
 *
 * @param about.tallies What was read of its values; `isWhole` is true if that is all.
 * @param found.ofSource What its first bytes say.
 * @param found.ofRecords What its reader noted.
 */
export function allFindings(
  about: {
    readonly reading: Pick<Reading, 'format'>
    readonly tallies: readonly Tally[]
    readonly isWhole: boolean
  },
  found: Readonly<Record<'ofSource' | 'ofRecords' | 'ofValues', readonly Finding[]>>,
): Finding[] {
  const { reading, tallies, isWhole } = about
  const { format } = reading
  const { ofSource, ofRecords, ofValues } = found
  const isEncodingKnown = ofSource.some(({ kind }) => kind === 'encoding')
  return worstFirst([
    ...ofSource
      .filter((one) => !isToldOfRecords(one, ofValues))
      .map((one) => withValues(one, tallies, isWhole)),
    ...ofRecords.filter(({ kind }) => kind !== 'encoding' || !isEncodingKnown),
    // What is left out of `json` refuses `multijson` and Avro.
    ...ofValues.map((one) =>
      format !== 'json' && (one.kind === 'notJson' || one.kind === 'loneSurrogate')
        ? { ...one, effect: 'refused' as const }
        : one,
    ),
  ])
}
