import type { JobSnapshot, RowAccount } from './schema/job'
import type { StudioErrorCode } from './error-codes'

/*
 * What became of an ingestion's records. Each word means one thing everywhere:
 *
 * expected   records in the sources that should land, without ignored headers. Sources that were canceled or skipped
 *            before they were sent do not count.
 * landed     rows in the table under the ingestion's own tag.
 * refused    records that did not land because someone judged them unfit and said why: the studio before sending, or
 *            the service. A blob lands whole or not at all, so its good records are refused with it.
 * missing    records that are not in the table although nobody refused them: they could not be sent, or were lost
 *            without a word.
 * surplus    rows that landed beyond what was expected.
 * undecided  records that are not in the table and may still land, be refused, or turn out missing.
 *
 * Null means unknown, and whatever depends on it is unknown too. A skipped source (empty, or ingested before) counts as
 * a source, never in records.
 */

/** Sums counts; null if any is null. */
export function sumKnown(counts: readonly (number | null)[]): number | null {
  let sum = 0
  for (const count of counts) {
    if (count === null) return null
    sum += count
  }
  return sum
}

/** How an ingestion came out; all three are 0 if every record landed or was refused. */
export interface RowBalance {
  readonly missing: number | null
  readonly surplus: number | null
  readonly undecided: number | null
}

const notKnown: RowBalance = { missing: null, surplus: null, undecided: null }

/** Compares what landed with what was expected. */
export function balanceOf(job: Pick<JobSnapshot, 'rows' | 'counts'>): RowBalance {
  const { expected, landed, refused } = job.rows
  if (expected === null || landed === null) return notKnown
  const known = landed + (refused ?? 0)
  if (known >= expected) return { missing: 0, surplus: known - expected, undecided: 0 }
  const rest = expected - known
  const isOpen = refused === null || (job.counts.unknown ?? 0) > 0
  return isOpen ? { missing: null, surplus: 0, undecided: rest } : { missing: rest, surplus: 0, undecided: 0 }
}

/** Whether every record is known to be in the table, and nothing more. */
export function isWhole(job: Pick<JobSnapshot, 'rows' | 'counts'>): boolean {
  const { missing, surplus } = balanceOf(job)
  return missing === 0 && surplus === 0 && job.rows.refused === 0
}

/** What is known about one source's records, and how it ended. */
interface AccountedSource {
  readonly expected: number | null
  readonly refused: number | null
  /** Whether the source counts: one canceled or skipped before it was posted brings no rows. */
  readonly counts: boolean
}

/** Whether nothing of an ingestion was taken in because there was nothing to take in. */
export function isAllSkipped({ counts, sourceCount }: Pick<JobSnapshot, 'counts' | 'sourceCount'>): boolean {
  return sourceCount > 0 && counts.skipped === sourceCount
}

/**
 * A job's account: what its sources hold, compared with the rows in the table under its tag.
 *
 * @param landed Rows under the tag; null if not counted (no tag, or not yet).
 */
export function jobAccount(sources: readonly AccountedSource[], landed: number | null): RowAccount {
  const counted = sources.filter((source) => source.counts)
  return {
    expected: sumKnown(counted.map((source) => source.expected)),
    landed,
    refused: sumKnown(counted.map((source) => source.refused)),
  }
}

/** Reasons why the studio itself does not send a source: its content is unfit to ingest. */
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
 * How many of a source's records are refused if it fails before any of it is posted: all if the studio found them
 * unfit, none if they just could not be sent.
 */
export function refusedUnsent(expected: number | null, code: StudioErrorCode): number | null {
  return unfit.has(code) ? expected : 0
}
