import type { DataFormat } from './data-format'
import type { Finding, FindingKind } from './schema/inspection'
import { valueFindingKinds } from './value-finding-kinds'

/** Kinds of findings whose records can be told from the others, so that these are sent alone. */
const kinds: ReadonlySet<FindingKind> = new Set([
  ...valueFindingKinds,
  'fewerFields',
  'moreFields',
  'notJson',
])

/** Formats whose records stand one after another as text, so that some can be left out. */
const formats: ReadonlySet<DataFormat> = new Set(['csv', 'tsv', 'psv', 'scsv', 'sohsv', 'json'])

/**
 * Lines that a check of a whole source found to be no records of its format, and that the service leaves out without a
 * word. Whoever sends the source expects no row of them, and says so.
 */
export function linesThatAreNoRecords(
  findings: readonly Pick<Finding, 'kind' | 'effect' | 'count'>[],
): number {
  return findings.reduce((sum, one) => sum + (isNoRecord(one) ? one.count : 0), 0)
}

/** Whether a finding is about lines that the service leaves out by itself. */
function isNoRecord({ kind, effect }: Pick<Finding, 'kind' | 'effect'>): boolean {
  return effect === 'leftOut' && (kind === 'notJson' || kind === 'loneSurrogate')
}

/** Whether the records of a finding can be left out. */
export function canLeaveOut(kind: FindingKind): boolean {
  return kinds.has(kind)
}

/** Whether records can be left out of a source of this format. */
export function canLeaveOutOf(format: DataFormat): boolean {
  return formats.has(format)
}
