import type { ComparedColumn, Comparison } from '../schema/comparison'
import type { JobSnapshot } from '../schema/job'

/**
 * What to say of a column in which nothing was found to be otherwise. More rows of the same kind are no change, so their
 * counts may differ.
 */
export function unchangedWords({ before }: Pick<ComparedColumn, 'before'>): string {
  return before?.rows === 0 ? 'first values' : 'as before'
}

/** Whether a comparison shows an ingestion that was undone as it was until then. */
export function isBeforeUndo({ after }: Comparison, { undoneAt }: Pick<JobSnapshot, 'undoneAt'>): boolean {
  return undoneAt !== undefined && after.at <= undoneAt
}
