import { sumKnown } from '../domain/row-accounting'
import type { WireError } from '../domain/schema/wire-error'
import type { FormatReport } from './format-report'
import { isComplete, type JobReport } from './job-report'

/** A file that was named and could not be ingested, and why. */
export interface NotIngested {
  readonly source: string
  readonly code: WireError['code']
  readonly message: string
}

/** What `ingest` and `resume` write as their last line with `--json`; numbers that are not known are null. */
export interface RunSummary {
  readonly command: 'ingest' | 'resume'
  /** `succeeded` when all rows of all that was named are in their tables; else how the first job stands. */
  readonly state: JobReport['status']
  /** Whether the exit code is 0. */
  readonly complete: boolean
  readonly expected: number | null
  readonly landed: number | null
  readonly refused: number | null
  readonly missing: number | null
  /** Rows that landed beyond those expected. */
  readonly surplus: number | null
  /** Milliseconds since the epoch; null when nothing was, or not everything is. */
  readonly startedAt: number
  readonly queuedAt: number | null
  readonly settledAt: number | null
  readonly jobs: readonly JobReport[]
  readonly notIngested: readonly NotIngested[]
  /** What the sources were taken for; only of `ingest`. */
  readonly formats?: readonly FormatReport[]
}

/** Puts what became of some jobs, and of files that never became part of one, into one account. */
export function summarise(
  command: RunSummary['command'],
  startedAt: number,
  jobs: readonly JobReport[],
  notIngested: readonly NotIngested[] = [],
  formats?: readonly FormatReport[],
): RunSummary {
  const open = jobs.find((job) => !isComplete(job))
  const complete = open === undefined && notIngested.length === 0 && (command === 'resume' || jobs.length > 0)
  const sum = (field: 'expected' | 'landed' | 'refused' | 'missing' | 'surplus'): number | null =>
    sumKnown(jobs.map((job) => job[field]))
  const last = (field: 'queuedAt' | 'settledAt'): number | null => {
    const times = jobs.map((job) => job[field])
    return times.length === 0 || times.includes(null) ? null : Math.max(...times.map(Number))
  }
  return {
    command,
    state: complete ? 'succeeded' : stateOf(open, jobs.length),
    complete,
    expected: sum('expected'),
    landed: sum('landed'),
    refused: sum('refused'),
    missing: sum('missing'),
    surplus: sum('surplus'),
    startedAt,
    queuedAt: last('queuedAt'),
    settledAt: last('settledAt'),
    jobs,
    notIngested,
    ...(formats === undefined ? {} : { formats }),
  }
}

/** A job that ended well but lacks rows, or files that were left out beside it, are no success. */
function stateOf(open: JobReport | undefined, jobs: number): JobReport['status'] {
  if (open === undefined) return jobs === 0 ? 'failed' : 'partiallySucceeded'
  return open.status === 'succeeded' ? 'needsAttention' : open.status
}
