import { assertNever } from './assert-never'
import type { JobOutcome } from './schema/history'
import type { JobStatus } from './schema/job'

/**
 * How the history sorts a job.
 *
 * @param isSkipped Whether all its sources were skipped: such a job ended well, and nothing of it landed.
 */
export function jobOutcome(status: JobStatus, isSkipped: boolean): JobOutcome {
  switch (status) {
    case 'running':
    case 'paused':
      return 'open'
    case 'succeeded':
      return isSkipped ? 'skipped' : 'landed'
    case 'countsDiffer':
    case 'valuesDiffer':
      return 'differs'
    case 'failed':
    case 'partiallySucceeded':
      return 'failed'
    case 'needsAttention':
      return 'notKnown'
    case 'undone':
    case 'canceled':
      return status
    default:
      return assertNever(status, 'job status')
  }
}
