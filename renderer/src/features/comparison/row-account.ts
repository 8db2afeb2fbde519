import { jobVerdict, type JobVerdict } from '../../../../electron/domain/job-verdict'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { ownRowsOf, rowShares, rowsOfOthers, type RowShares } from '../../../../electron/domain/whose-rows'

/** What the card says about one ingestion; null means unknown. */
export interface Comparison extends RowShares {
  readonly before: number | null
  readonly after: number | null
  readonly isSettled: boolean
  readonly account: JobVerdict
}

/** A table now, as the page knows it. */
export interface TableNow {
  readonly rows: number | null
  /** The ingestions into the table. */
  readonly jobs: readonly JobSnapshot[]
}

/** Compares the table before an ingestion and after it (or now, while it is running). */
export function compare(job: JobSnapshot, now: TableNow): Comparison {
  const isSettled = !['running', 'paused'].includes(job.status)
  const isKept = isSettled && job.rowsAfter !== null
  const before = job.rowsBefore
  const after = isKept ? job.rowsAfter : now.rows
  const moments = {
    before,
    after,
    ownBefore: job.otherIngestions.before,
    ownAfter: isKept ? job.otherIngestions.after : ownNow(job, now.jobs),
  }
  const ours = job.status === 'undone' ? 0 : job.rows.landed
  return { before, after, ...rowShares(moments, ours), isSettled, account: jobVerdict(job) }
}

/** Green is for what this ingestion brought; a change by others alone has no colour. */
export function changeTone({ change, ours }: Pick<Comparison, 'change' | 'ours'>): 'plain' | 'up' | 'down' {
  if (change === null || change === 0 || ours === 0) return 'plain'
  return change > 0 ? 'up' : 'down'
}

function ownNow({ jobId, createdAt }: JobSnapshot, jobs: readonly JobSnapshot[]): number | null {
  return rowsOfOthers(createdAt, jobs.filter((other) => other.jobId !== jobId).map(ownRowsOf))
}
