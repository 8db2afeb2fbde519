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

/** What was read of a source so far. */
interface Read {
  readonly reading: Pick<Reading, 'format'>
  readonly records: number
  readonly tallies: readonly Tally[]
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

/**
 * A finding about a whole column, counted by what it is about: the values of a field that goes nowhere, or the records
 * in which a column is missing.
 */
function countedBy({ records, tallies, isWhole }: Read, finding: Finding): Finding {
  if (finding.kind === 'extraField') {
    const tally = tallies.find(({ probe }) => probe.column === null && probe.name === finding.column)
    if (tally === undefined) return finding
    const { present: count } = tally
    return { ...finding, effect: count === 0 ? 'none' : 'unread', count, isExact: isWhole }
  }
  const isOfAll = finding.kind === 'missingColumn' && finding.examples.length === 0
  return isOfAll && finding.effect !== 'none' && records > 0
    ? { ...finding, count: records, isExact: isWhole }
    : finding
}

/**
 * All that is found in a source, worst first.
 *
 * @param found.ofSource What its first bytes say.
 * @param found.ofRecords What its reader noted.
 */
export function allFindings(
  read: Read,
  found: Readonly<Record<'ofSource' | 'ofRecords' | 'ofValues', readonly Finding[]>>,
): Finding[] {
  const { format } = read.reading
  const { ofSource, ofRecords, ofValues } = found
  const isRefusedByFormat = ofSource.some(({ kind }) => kind === 'formatNotTaken')
  const isEncodingKnown = ofSource.some(({ kind }) => kind === 'encoding')
  return worstFirst([
    ...ofSource.filter((one) => !isToldOfRecords(one, ofValues)).map((one) => countedBy(read, one)),
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
