import type { Finding } from './schema/inspection'

/** A finding in words, for the window and the command line. */
export interface FindingWords {
  /** A few words for a pill: `3 values become null`. */
  readonly label: string
  /** One sentence: `EndTime is not a datetime`. */
  readonly sentence: string
  /** What to do about it. */
  readonly nextStep: string
}

/** Says what a finding is. */
export function findingWords(finding: Finding): FindingWords {
  return { label: finding.kind, sentence: `${finding.column ?? 'The source'}: ${finding.kind}`, nextStep: '' }
}
