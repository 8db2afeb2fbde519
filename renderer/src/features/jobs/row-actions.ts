import { canTake, isUnwatched } from '../../../../electron/domain/source-state'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import type { JobAction } from '../../state/jobs'

/** What a row's button does. `undo` and `provideUri` ask first; the others act at once. */
export type RowAction = JobAction | 'stopWaiting' | 'watchAgain' | 'provideUri'

/** The one action that makes sense for a source now; null if none does. */
export function sourceAction(source: SourceSnapshot, job: JobSnapshot): RowAction | null {
  const { state } = source
  // An undo is final: to get the rows back, add the source again.
  if (job.undo === 'undone') return null
  switch (state.kind) {
    case 'pending':
    case 'preparing':
    case 'uploading':
      return 'cancel'
    case 'posting':
      return 'stopWaiting'
    case 'queued':
      return isCancelable(source) ? 'cancel' : 'stopWaiting'
    case 'unknown':
      return isUnwatched(state) ? 'watchAgain' : 'checkAgain'
    case 'failed':
      if (state.error.code === 'SasNeeded') return 'provideUri'
      return canTake(state, 'retry') ? 'retry' : null
    case 'canceled':
      return 'retry'
    case 'partiallySucceeded':
      // Sends again only what may work next time.
      if (canTake(state, 'retry')) return 'retry'
      return job.sourceCount === 1 && job.undo === 'possible' ? 'undo' : null
    case 'succeeded':
      // Its rows are there; only the count of its records is outstanding.
      if (job.status === 'running' && source.rows.expected === null) return 'stopWaiting'
      return job.sourceCount === 1 && job.undo === 'possible' ? 'undo' : null
    case 'skipped':
      return null
  }
}

/** The one action for a job of many sources. */
export function jobAction(job: JobSnapshot): RowAction | null {
  switch (job.status) {
    case 'running':
    case 'paused':
      return isBeforeQueue(job) || isCancelable(job) ? 'cancel' : 'stopWaiting'
    case 'needsAttention':
      return 'checkAgain'
    case 'failed':
    case 'canceled':
      return job.retryableCount > 0 ? 'retry' : null
    case 'partiallySucceeded':
      return job.retryableCount > 0 ? 'retry' : job.undo === 'possible' ? 'undo' : null
    case 'succeeded':
    case 'countsDiffer':
    case 'valuesDiffer':
      return job.undo === 'possible' ? 'undo' : null
    case 'undone':
      return null
  }
}

/** Whether the job can be paused or resumed: only while something is not queued yet. */
export function pauseAction(job: JobSnapshot): 'pause' | 'resume' | null {
  if (job.status === 'paused') return 'resume'
  return job.status === 'running' && isBeforeQueue(job) ? 'pause' : null
}

/** Whether the service can be asked to cancel what it has; it is asked once. */
function isCancelable({ operations }: Pick<JobSnapshot, 'operations'>): boolean {
  if (operations === undefined) return false
  const { inProgress, canceled, cancelAsked, cancelTooLate } = operations
  return inProgress > cancelAsked - canceled - cancelTooLate
}

function isBeforeQueue({ counts }: JobSnapshot): boolean {
  return (counts.pending ?? 0) + (counts.preparing ?? 0) + (counts.uploading ?? 0) > 0
}
