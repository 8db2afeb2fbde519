import { formatFacts, type DataFormat } from './data-format'
import { canLeaveOut, canLeaveOutOf } from './leave-out'
import type { Finding, FindingKind } from './schema/inspection'
import type { StudioErrorCode } from './error-codes'

/** Kinds of findings that a conversion on the way mends. */
export const mendableKinds: readonly FindingKind[] = [
  'encoding',
  'preamble',
  'commentLines',
  'separatorLine',
  'otherDelimiter',
  'backslashQuotes',
]

/**
 * The findings for which the service is known to refuse a source as a whole.
 *
 * @param parts The format of a source whose faulty records are left out, so that they refuse nothing; null: all of it is
 *   sent.
 */
export function refusedFindings(findings: readonly Finding[], parts: DataFormat | null): Finding[] {
  const isParted = parts !== null && canLeaveOutOf(parts)
  return findings.filter(({ kind, effect }) => effect === 'refused' && !(isParted && canLeaveOut(kind)))
}

/**
 * The findings of a check of a whole source for which the service is known to refuse it. What a conversion mends shows
 * at its beginning, and was decided about there.
 */
export function wholeRefusals(findings: readonly Finding[]): Finding[] {
  return refusedFindings(findings, null).filter(({ kind }) => !mendableKinds.includes(kind))
}

/** Whether a record below the first ones can make the service refuse all of a source of this format. */
export function mayBeRefusedLate(format: DataFormat): boolean {
  return formatFacts[format].delimiter !== undefined || format === 'multijson'
}

const codes: Readonly<Partial<Record<FindingKind, StudioErrorCode>>> = {
  fewerFields: 'WrongNumberOfFields',
  moreFields: 'WrongNumberOfFields',
  openQuote: 'ClosingQuoteMissing',
  encoding: 'EncodingNotSupported',
  unlikeMembers: 'FormatNotSupported',
}

/** The code of the failure that such a finding foresees. */
export function refusalCode({ kind }: Pick<Finding, 'kind'>): StudioErrorCode {
  return codes[kind] ?? 'FormatMismatch'
}
