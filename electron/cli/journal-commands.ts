import type { StudioServices } from '../services/studio-services'
import type { StudioArguments } from './studio-arguments'
import { allSources, followJobs, journalJob, journalJobs } from './follow-job'
import { reportJob } from './job-report'
import { reportRun, rowWords, type Outcome } from './report-run'
import { summarise } from './run-summary'
import { forgetStandardInput } from './standard-input'
import type { Terminal } from './terminal'

type Arguments<C extends StudioArguments['command']> = Extract<StudioArguments, { command: C }>

/** Lists the journal's jobs, newest first; with `--json`, one line each. Contacts no cluster. @throws StudioError */
export function status(args: Arguments<'status'>, studio: StudioServices, terminal: Terminal): Outcome {
  const jobs = args.jobId === undefined ? journalJobs(studio.jobs) : [journalJob(studio.jobs, args.jobId)]
  for (const job of jobs) {
    const sources = allSources(studio.jobs, job)
    if (args.json) {
      const states = sources.map(({ name, state }) => ({ name, state: state.kind }))
      terminal.result(JSON.stringify({ ...reportJob(job, sources), states }))
    } else {
      const rows = rowWords(reportJob(job, sources))
      const when = new Date(job.createdAt).toISOString()
      terminal.result(`${job.jobId}  ${when}  ${job.database}/${job.table}  ${job.status}  ${rows}`)
    }
  }
  if (jobs.length === 0) terminal.note('The journal has no jobs.')
  return () => 0
}

/**
 * Resumes every open job (or one), waits for it, and ends with 0 only if all rows have landed.
 *
 * @throws StudioError `RequestInvalid` if the named job is not in the journal.
 */
export async function resume(
  args: Arguments<'resume'>,
  studio: StudioServices,
  context: { readonly homeFolder: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { homeFolder, terminal, signal } = context
  const startedAt = Date.now()
  const { jobs } = studio
  const chosen =
    args.jobId === undefined
      ? journalJobs(jobs).filter((job) => openStates.has(job.status))
      : [journalJob(jobs, args.jobId)]
  for (const job of chosen) {
    if (job.status === 'paused') await jobs.resume(job.jobId)
    if (job.status === 'needsAttention') await jobs.checkAgain(job.jobId)
  }
  const jobIds = chosen.map((job) => job.jobId)
  const reports = await followJobs(jobs, jobIds, { terminal, signal, json: args.json })
  const done = reports.filter(({ status: now }) => now === 'succeeded')
  const kept = done.flatMap(({ jobId }) => allSources(jobs, journalJob(jobs, jobId)))
  return async () => {
    const paths = kept.map(({ location }) => location)
    await forgetStandardInput(paths, homeFolder)
    return reportRun(summarise('resume', startedAt, reports), args.json, terminal, signal)
  }
}

const openStates: ReadonlySet<string> = new Set(['running', 'paused', 'needsAttention'])

/** Shows which extents and how many rows undoing a job would drop; with `--yes`, drops them. */
export async function undo(
  args: Arguments<'undo'>,
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { terminal, signal } = context
  journalJob(studio.jobs, args.jobId)
  const preview = await studio.jobs.undoPreview(args.jobId, signal)
  if (!args.yes) {
    const words = `${preview.extents.length} extents with ${preview.rows} rows would go. Add --yes to drop them.`
    const answer = { command: 'undo', dropped: false, ...preview }
    return () => {
      terminal.result(args.json ? JSON.stringify(answer) : words)
      return 0
    }
  }
  const { status: now } = await studio.jobs.undo(args.jobId, signal)
  const words = `${preview.extents.length} extents with ${preview.rows} rows were dropped.`
  const answer = { command: 'undo', dropped: true, status: now, ...preview }
  return () => {
    terminal.result(args.json ? JSON.stringify(answer) : words)
    return now === 'undone' ? 0 : 1
  }
}

/** Writes each reading of a table's row count until stopped. */
export async function watch(
  args: Arguments<'watch'>,
  studio: StudioServices,
  context: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { terminal, signal } = context
  await studio.connection.open(args.cluster, signal)
  let lastAt = 0
  const unsubscribe = studio.rowCounts.onChange((change) => {
    const point = change.watch().points.at(-1)
    if (point === undefined || point.at === lastAt) return
    lastAt = point.at
    if (args.json) terminal.result(JSON.stringify({ at: point.at, rows: point.rows, ours: point.ours }))
    else terminal.result(`${new Date(point.at).toISOString()}  ${point.rows.toLocaleString('en-US')} rows`)
  })
  await studio.rowCounts.watch({ database: args.database, table: args.table }, signal)
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  unsubscribe()
  studio.rowCounts.unwatch()
  return () => 0
}
