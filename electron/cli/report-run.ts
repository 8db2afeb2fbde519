import type { RunSummary } from './run-summary'
import type { Terminal } from './terminal'

/** The exit code of a run that a signal stopped (documents: 128 plus the number of SIGINT, as shells have it). */
export const stoppedExitCode = 130

/**
 * Tells how a run ended: what failed and how to go on as notes, the account as the result.
 *
 * @returns Exit code: 0 only when all rows have landed.
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
  const open = jobs.filter((job) => job.status === 'running' || job.status === 'paused')
  for (const job of open) {
    terminal.note(`Stopped before all rows landed. “kusto-studio resume ${job.jobId}” goes on from here.`)
  }
  for (const job of jobs.filter(({ status }) => status === 'needsAttention')) {
    terminal.note(`It is not known what became of all rows. “kusto-studio resume ${job.jobId}” looks again.`)
  }
  if (json) terminal.result(JSON.stringify(summary))
  else if (jobs.length === 0 && summary.command === 'resume') terminal.result('Nothing was open.')
  else if (jobs.length === 1) terminal.result(`${summary.state}: ${rowsOf(summary)}`)
  else for (const job of jobs) terminal.result(`${job.jobId}: ${job.status}: ${rowsOf(job)}`)
  if (summary.complete) return 0
  return signal.aborted ? stoppedExitCode : 1
}

/** One line for what went wrong with a source; its name only once. */
export function failureLine(source: string, message: string, nextStep: string | null | undefined): string {
  const subject = message.includes(source) ? '' : `${source}: `
  return `${subject}${message} ${nextStep ?? ''}`.trimEnd()
}

function rowsOf(account: {
  readonly landed: number | null
  readonly expected: number | null
  readonly refused: number | null
}): string {
  const refused = account.refused !== null && account.refused > 0 ? `, ${account.refused} refused` : ''
  return `${account.landed ?? '?'} of ${account.expected ?? '?'} rows landed${refused}`
}
