import { assertNever } from './assert-never'
import type { JobStatus } from './schema/job'

/**
 * How a job ended, as the history sorts it. `differs`: all ended well, yet rows or values are not as they should be;
 * `skipped`: the service or the studio left all of it out.
 */
export const jobOutcomes = [
  'open',
  'landed',
  'failed',
  'differs',
  'notKnown',
  'skipped',
  'undone',
  'canceled',
] as const

export type JobOutcome = (typeof jobOutcomes)[number]

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
