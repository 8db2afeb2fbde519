import { valueLines } from '../domain/value-words'
import { differenceWords, surplusReason } from '../domain/account-words'
import type { JobReport } from './job-report'
import type { RunSummary } from './run-summary'
import type { Terminal } from './terminal'

/** The exit code of a run stopped by a signal (as in shells: 128 plus the number of SIGINT). */
export const stoppedExitCode = 130

/**
 * Reports how a command ended and gives its exit code. Called only after everything is on disk, because a full disk
 * must not undo what was reported as done.
 */
export type Outcome = () => number | Promise<number>

/**
 * Reports how a run ended: failures and next steps as notes, the account as the result.
 *
 * @returns Exit code: 0 only if all rows are known to have landed, and no others.
 */
export function reportRun(
  summary: RunSummary,
  json: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): number {
  const { jobs } = summary
  terminal.notes(
    jobs.flatMap((job) =>
      job.failures.map(({ source, message, nextStep }) => failureLine(source, message, nextStep)),
    ),
  )
  for (const job of jobs) terminal.notes(openQuestions(job))
  if (json) terminal.result(JSON.stringify(summary))
  else if (jobs.length === 0 && summary.command === 'resume') terminal.result('Nothing was open.')
  else if (jobs.length === 1) terminal.result(`${summary.state}: ${rowWords(summary)}`)
  else for (const job of jobs) terminal.result(`${job.jobId}: ${job.status}: ${rowWords(job)}`)
  if (summary.complete) return 0
  return signal.aborted ? stoppedExitCode : 1
}

/** What is wrong apart from single sources that failed, and what to do about it. */
function openQuestions(job: JobReport): string[] {
  if (job.status === 'running' || job.status === 'paused') {
    return [`Stopped before all rows landed. “kusto-studio resume ${job.jobId}” continues from here.`]
  }
  const lines: string[] = []
  if (job.status === 'needsAttention') {
    lines.push(`Some rows are unaccounted for. “kusto-studio resume ${job.jobId}” checks again.`)
  }
  if (job.surplus !== null && job.surplus > 0) {
    lines.push(`${job.table} got ${countOf(job.surplus)} more rows than expected. ${surplusReason}`)
  }
  if (job.status === 'countsDiffer' && job.missing !== null && job.missing > 0) {
    lines.push(
      `${countOf(job.missing)} rows are missing: the service refused none of them, and they are not in ${job.table}. Look for records that the format does not allow: the service silently drops some.`,
    )
  }
  if (job.values !== null && job.landed !== null) lines.push(...valueLines(job.values, job.landed))
  if (job.uncounted.length > 0) {
    const names = listed(job.uncounted)
    lines.push(
      `Cannot tell whether all rows landed: the records in ${names} could not be counted. Compare the rows of ${job.table} with what should be in it.`,
    )
  }
  if (job.landed === null && job.status !== 'undone') {
    lines.push(
      job.tag === null
        ? 'Cannot tell how many rows landed: without a tag (--untagged) they cannot be counted.'
        : 'Cannot tell how many rows landed: your account may not see the table’s extents.',
    )
  }
  return lines
}

/** One line about a failed source, with its name only once. */
export function failureLine(source: string, message: string, nextStep: string | null | undefined): string {
  const subject = message.includes(source) ? '' : `${source}: `
  return `${subject}${message} ${nextStep ?? ''}`.trimEnd()
}

/** An account in words, for example `7 of 10 rows landed, 3 refused`. */
export function rowWords(
  account: Pick<JobReport, 'landed' | 'expected' | 'refused' | 'missing' | 'surplus'>,
): string {
  const { landed, expected, refused, missing, surplus } = account
  const parts: string[] = []
  if (landed !== null) parts.push(`${landed}${expected === null ? '' : ` of ${expected}`} rows landed`)
  if (expected === null) parts.push('expected not known')
  else if (landed === null) parts.push(`${expected} rows expected`, 'landed not known')
  if (refused !== null && refused > 0) parts.push(`${refused} refused`)
  const undecided = landed === null || expected === null ? null : expected - landed - (refused ?? 0)
  const isOff = (missing ?? 0) > 0 || (surplus ?? 0) > 0 || (missing === null && (undecided ?? 0) > 0)
  if (isOff) parts.push(differenceWords({ missing, surplus, undecided }))
  return parts.join(', ')
}

/** Names listed in a sentence at most. */
const namesShown = 5

function listed(names: readonly string[]): string {
  const more = names.length - namesShown
  return [...names.slice(0, namesShown), ...(more > 0 ? [`${countOf(more)} more`] : [])].join(', ')
}

function countOf(count: number): string {
  return count.toLocaleString('en-US')
}
