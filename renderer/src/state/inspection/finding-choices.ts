import { canLeaveOut } from '../../../../electron/domain/leave-out'
import type { Finding } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'

/** What is done about a finding: its values are sent as they are, or their records are left out. */
export type FindingChoice = 'send' | 'leaveOut'

/** Two findings of the same kind about the same column are one. */
export function findingId(finding: Pick<Finding, 'kind' | 'column'>): string {
  return `${finding.kind} ${finding.column ?? ''}`
}

/** The choices for a finding, the one that holds without a word first. */
export function choicesFor(finding: Finding): readonly FindingChoice[] {
  const choices: FindingChoice[] = []
  if (finding.effect !== 'leftOut') choices.push('send')
  if (canLeaveOut(finding.kind)) choices.push('leaveOut')
  return choices.length < 2 ? [] : choices
}

/** Whether the reading that the user confirmed puts a finding right on the way, so that there is nothing left to tell. */
export function isPutRight({ kind }: Pick<Finding, 'kind'>, confirmed: Reading | null): boolean {
  if (confirmed === null) return false
  switch (kind) {
    case 'encoding':
      return confirmed.encoding !== 'utf-8'
    case 'preamble':
    case 'separatorLine':
      return confirmed.skipLines > 0
    case 'commentLines':
      return confirmed.comment !== undefined
    case 'otherDelimiter':
      return confirmed.delimiter !== undefined
    case 'backslashQuotes':
      return confirmed.backslashQuotes === true
    default:
      return false
  }
}

/**
 * How many records the user's choices leave out. A record with two findings counts once where all its examples are
 * known.
 */
export function recordsLeftOut(
  findings: readonly Finding[],
  choices: Readonly<Record<string, FindingChoice>>,
): number {
  const records = new Set<number>()
  let others = 0
  for (const finding of findings) {
    if (choices[findingId(finding)] !== 'leaveOut') continue
    const known = finding.examples.flatMap(({ record }) => (record === null ? [] : [record]))
    for (const record of known) records.add(record)
    others += Math.max(0, finding.count - known.length)
  }
  return records.size + others
}

/** Lines that are no records, and count as records of a file until it is read as records. */
export function linesWithoutRecord(findings: readonly Finding[]): number {
  return findings.reduce(
    (sum, { kind, count }) => sum + (kind === 'notJson' || kind === 'loneSurrogate' ? count : 0),
    0,
  )
}
