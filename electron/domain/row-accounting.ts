import type { JobSnapshot, RowAccount } from './ingestion-job'

/** Adds counts; one that is not known makes the sum unknown. */
export function sumKnown(counts: readonly (number | null)[]): number | null {
  let sum = 0
  for (const count of counts) {
    if (count === null) return null
    sum += count
  }
  return sum
}

/**
 * Records of a job that are neither in the table nor refused. `isOpen`: nobody has said yet what became of some
 * sources, so that these rows may be on their way still. Null where a count is not known.
 */
export function rowsNotSeen(
  job: Pick<JobSnapshot, 'rows' | 'counts'>,
): { readonly rows: number; readonly isOpen: boolean } | null {
  const { expected, landed, refused } = job.rows
  if (expected === null || landed === null) return null
  return { rows: expected - landed - (refused ?? 0), isOpen: (job.counts.unknown ?? 0) > 0 }
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
