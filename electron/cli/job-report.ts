import { balanceOf } from '../domain/row-accounting'
import type { Operations } from '../domain/schema/operations'
import type { JobSnapshot, SourceSnapshot } from '../domain/schema/job'

/** What a machine reads about a job; unknown numbers are null. */
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
  /** Rows that landed beyond what was expected. */
  readonly surplus: number | null
  /** Names of sources whose records could not be counted, which makes `expected` unknown. */
  readonly uncounted: readonly string[]
  /** Records that were left out, and the files that have them; null if none were to be. */
  readonly leftOut: { readonly records: number; readonly files: readonly string[] } | null
  /** The service's operations, if it was queued by REST; null if not. */
  readonly operations: Operations | null
  /** What became of the values, by column; null if that is not known. */
  readonly values: JobSnapshot['values']
  readonly rowsBefore: number | null
  readonly rowsAfter: number | null
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly queuedAt: number | null
  readonly settledAt: number | null
  /** What is holding up an open job while the studio retries. */
  readonly trouble: string | null
  readonly failures: readonly {
    readonly source: string
    readonly code: string
    readonly message: string
    readonly retryable: boolean
    readonly nextStep: string | null
    /** Where in the source, counted from 1; null if unknown. */
    readonly record: number | null
    readonly line: number | null
    readonly field: number | null
    readonly serviceCode: string | null
  }[]
}

/** Puts a job and all its sources into one report. */
export function reportJob(job: JobSnapshot, sources: readonly SourceSnapshot[]): JobReport {
  const { expected, landed, refused } = job.rows
  const { missing, surplus } = balanceOf(job)
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
    missing,
    surplus,
    uncounted: sources.filter(isUncounted).map(({ name }) => name),
    leftOut:
      job.leftOut === undefined
        ? null
        : { ...job.leftOut, files: sources.flatMap((source) => source.leftOut?.files ?? []) },
    operations: job.operations ?? null,
    values: job.values,
    rowsBefore: job.rowsBefore,
    rowsAfter: job.rowsAfter,
    startedAt: job.createdAt,
    queuedAt: latest(sources.map((source) => source.queuedAt)),
    settledAt: latest(sources.map((source) => source.settledAt)),
    trouble: job.trouble?.message ?? null,
    failures: sources.flatMap(({ name, state }) =>
      state.kind === 'failed' || state.kind === 'partiallySucceeded'
        ? [
            {
              source: name,
              code: state.error.code,
              message: state.error.message,
              retryable: state.error.retryable,
              nextStep: state.error.nextStep ?? null,
              record: state.error.record ?? null,
              line: state.error.line ?? null,
              field: state.error.field ?? null,
              serviceCode: state.error.serviceCode ?? null,
            },
          ]
        : [],
    ),
  }
}

/** Whether the job is known to have done everything: every row is in the table, and nothing more. */
export function isComplete({ status, missing, surplus }: JobReport): boolean {
  return status === 'succeeded' && missing === 0 && surplus === 0
}

/** Sources that failed, were skipped or were canceled do not count as uncounted. */
function isUncounted({ rows, state }: SourceSnapshot): boolean {
  return rows.expected === null && !['failed', 'skipped', 'canceled'].includes(state.kind)
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
