import type { JobSnapshot, RowAccount } from './schema/job'
import type { StudioErrorCode } from './error-codes'

/*
 * What became of the records of an ingestion. Each word has one meaning, whoever finds it out:
 *
 * expected   records that the sources hold and that were to land; a header that is left out is none of them.
 *            Sources that were canceled or skipped before they were sent take no part.
 * landed     rows in the table under the ingestion's own tag.
 * refused    records that did not land because somebody judged them unfit and said why: the studio before it
 *            sent them, or the service. A blob lands whole or not at all, so its good records are refused with it.
 * missing    records that are not in the table although nobody refused them: they could not be sent, or were
 *            lost without a word.
 * surplus    rows that landed beyond what was expected.
 * undecided  records that are not in the table, while it is open whether they still land, were refused, or are
 *            missing.
 *
 * Null stands for what is not known, and what follows from it is not known either. A skipped source (it has no
 * records, or was ingested before) is counted as a source, never in records.
 */

/** Adds counts; one that is not known makes the sum unknown. */
export function sumKnown(counts: readonly (number | null)[]): number | null {
  let sum = 0
  for (const count of counts) {
    if (count === null) return null
    sum += count
  }
  return sum
}

/** How an ingestion comes out; all three are 0 when every record is in the table or was refused. */
export interface RowBalance {
  readonly missing: number | null
  readonly surplus: number | null
  readonly undecided: number | null
}

const notKnown: RowBalance = { missing: null, surplus: null, undecided: null }

/** Holds what landed against what was expected. */
export function balanceOf(job: Pick<JobSnapshot, 'rows' | 'counts'>): RowBalance {
  const { expected, landed, refused } = job.rows
  if (expected === null || landed === null) return notKnown
  const known = landed + (refused ?? 0)
  if (known >= expected) return { missing: 0, surplus: known - expected, undecided: 0 }
  const rest = expected - known
  const isOpen = refused === null || (job.counts.unknown ?? 0) > 0
  return isOpen ? { missing: null, surplus: 0, undecided: rest } : { missing: rest, surplus: 0, undecided: 0 }
}

/** Whether it is known that every record is in the table, and nothing beside. */
export function isWhole(job: Pick<JobSnapshot, 'rows' | 'counts'>): boolean {
  const { missing, surplus } = balanceOf(job)
  return missing === 0 && surplus === 0 && job.rows.refused === 0
}

/** What is known of the records of one source, and how it ended. */
export interface AccountedSource {
  readonly expected: number | null
  readonly refused: number | null
  /** Whether it takes part: what was canceled or skipped before it was posted brings no rows. */
  readonly counts: boolean
}

/**
 * The account of a job: what its sources hold, against what was found in the table under its tag.
 *
 * @param landed Rows under the tag; null when they are not counted (no tag, or not yet).
 */
export function jobAccount(sources: readonly AccountedSource[], landed: number | null): RowAccount {
  const counted = sources.filter((source) => source.counts)
  return {
    expected: sumKnown(counted.map((source) => source.expected)),
    landed,
    refused: sumKnown(counted.map((source) => source.refused)),
  }
}

/** Reasons for which the studio itself does not send a source: what is in it is not fit to be ingested. */
const unfit: ReadonlySet<StudioErrorCode> = new Set<StudioErrorCode>([
  'ClosingQuoteMissing',
  'EncodingNotSupported',
  'FileEmpty',
  'FileTooLarge',
  'FormatMismatch',
  'FormatNotSupported',
  'WrongNumberOfFields',
])

/**
 * How many records of a source are refused when it fails before anything of it is posted: all of them if the
 * studio found them unfit, none if they merely could not be sent.
 */
export function refusedUnsent(expected: number | null, code: StudioErrorCode): number | null {
  return unfit.has(code) ? expected : 0
}
