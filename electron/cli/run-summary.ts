import { sumKnown } from '../domain/row-accounting'
import type { WireError } from '../domain/schema/wire-error'
import type { FindingReport } from './finding-report'
import type { FormatReport } from './format-report'
import { isComplete, type JobReport } from './job-report'

/** A named file that could not be ingested, and why. */
export interface NotIngested {
  readonly source: string
  readonly code: WireError['code']
  readonly message: string
}

/** What `ingest` and `resume` write as their last line with `--json`; unknown numbers are null. */
export interface RunSummary {
  readonly command: 'ingest' | 'resume'
  /** `succeeded` if all rows of everything named are in their tables; otherwise the first incomplete job's status. */
  readonly state: JobReport['status']
  /** Whether the exit code is 0. */
  readonly complete: boolean
  readonly expected: number | null
  readonly landed: number | null
  readonly refused: number | null
  readonly missing: number | null
  /** Rows that landed beyond what was expected. */
  readonly surplus: number | null
  /** Milliseconds since the epoch; the other two are null until every job has reached them. */
  readonly startedAt: number
  readonly queuedAt: number | null
  readonly settledAt: number | null
  readonly jobs: readonly JobReport[]
  readonly notIngested: readonly NotIngested[]
  /** How the sources were read; only for `ingest`. */
  readonly formats?: readonly FormatReport[]
  /** What was found in the sources before they were sent, or while; only for `ingest`. */
  readonly findings?: readonly FindingReport[]
}

/** Sums up some jobs, and files that never made it into one. */
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

/** A job that ended well but lacks rows is no success, nor is a run that left out files. */
function stateOf(open: JobReport | undefined, jobs: number): JobReport['status'] {
  if (open === undefined) return jobs === 0 ? 'failed' : 'partiallySucceeded'
  return open.status === 'succeeded' ? 'needsAttention' : open.status
}
