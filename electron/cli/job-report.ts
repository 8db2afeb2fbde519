import { rowsNotSeen } from '../domain/row-accounting'
import type { JobSnapshot, SourceSnapshot } from '../domain/ingestion-job'

/** What a machine reads about a job; numbers that are not known are null. */
export interface JobReport {
  readonly jobId: string
  readonly status: JobSnapshot['status']
  readonly cluster: string
  readonly database: string
  readonly table: string
  readonly tag: string | null
  readonly sources: number
  readonly expected: number | null
  readonly landed: number | null
  readonly refused: number | null
  readonly missing: number | null
  readonly rowsBefore: number | null
  readonly rowsAfter: number | null
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly queuedAt: number | null
  readonly settledAt: number | null
  readonly failures: readonly {
    readonly source: string
    readonly code: string
    readonly message: string
    readonly retryable: boolean
    readonly nextStep: string | null
  }[]
}

/** Puts a job and all of its sources into one report. */
export function reportJob(job: JobSnapshot, sources: readonly SourceSnapshot[]): JobReport {
  const { expected, landed, refused } = job.rows
  return {
    jobId: job.jobId,
    status: job.status,
    cluster: job.clusterUri,
    database: job.database,
    table: job.table,
    tag: job.tag,
    sources: job.sourceCount,
    expected,
    landed,
    refused,
    missing: missingRows(job),
    rowsBefore: job.rowsBefore,
    rowsAfter: job.rowsAfter,
    startedAt: job.createdAt,
    queuedAt: latest(sources.map((source) => source.queuedAt)),
    settledAt: latest(sources.map((source) => source.settledAt)),
    failures: sources.flatMap(({ name, state }) =>
      state.kind === 'failed' || state.kind === 'partiallySucceeded'
        ? [
            {
              source: name,
              code: state.error.code,
              message: state.error.message,
              retryable: state.error.retryable,
              nextStep: state.error.nextStep ?? null,
            },
          ]
        : [],
    ),
  }
}

/** Rows that are nowhere; null while it is not known what became of them. */
function missingRows(job: JobSnapshot): number | null {
  const notSeen = rowsNotSeen(job)
  if (notSeen === null || (notSeen.rows > 0 && notSeen.isOpen)) return null
  return Math.max(0, notSeen.rows)
}

/** Whether the job did all that it was asked to: every row is in the table. */
export function isComplete(report: JobReport): boolean {
  return report.status === 'succeeded' && report.missing !== null
    ? report.missing === 0
    : report.status === 'succeeded'
}

function latest(times: readonly (number | null)[]): number | null {
  if (times.length === 0) return null
  let last = 0
  for (const time of times) {
    if (time === null) return null
    last = Math.max(last, time)
  }
  return last
}
