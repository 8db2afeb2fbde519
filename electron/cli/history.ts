import { balanceOf } from '../domain/row-accounting'
import { outcomeWords } from '../domain/outcome-words'
import { operationTitle } from '../domain/operation-words'
import type { HistoryEntry, HistoryFilter } from '../domain/schema/history'
import type { StudioServices } from '../services/studio-services'
import type { StudioArguments } from './studio-arguments'
import { rowWords, type Outcome } from './report-run'
import type { Terminal } from './terminal'

/** Jobs that are read from the journal at a time. */
const atOnce = 500

/** Lists the journal's jobs that fit, newest first: in words, as JSON line by line, or as CSV. Contacts no cluster. */
export async function history(
  args: Extract<StudioArguments, { command: 'history' }>,
  studio: StudioServices,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Outcome> {
  const filter: HistoryFilter = { text: args.text, outcome: args.outcome, since: args.since }
  if (args.csv) {
    for await (const piece of studio.history.csv({ ...filter, limit: args.limit })) {
      if (signal.aborted) break
      terminal.result(piece.replace(/\n$/, ''))
    }
    return () => 0
  }
  let listed = 0
  while (!signal.aborted && listed < args.limit) {
    const limit = Math.min(atOnce, args.limit - listed)
    const { entries } = await studio.history.list({ ...filter, offset: listed, limit })
    for (const entry of entries) terminal.result(args.json ? JSON.stringify(entry) : lineOf(entry))
    listed += entries.length
    if (entries.length < limit) break
  }
  if (listed === 0) terminal.note('No job of the journal fits.')
  return () => 0
}

/** A job as a line for a person: which, when, where to, how it ended, and why it failed. */
function lineOf(entry: HistoryEntry): string {
  const { jobId, createdAt, database, table, first, sourceCount, rows, reason, undoneAt, undoneRows } = entry
  const what = sourceCount === 1 ? first.name : `${sourceCount} sources`
  const account = rowWords({ ...rows, ...balanceOf({ rows, counts: {} }) })
  const parts = [outcomeWords(entry).words, ...(undoneAt !== null && undoneRows !== null ? [] : [account])]
  const when = new Date(createdAt).toISOString()
  const { operations } = entry
  const queued = operations === null ? '' : `  ${operationTitle(operations)}`
  const why = reason === null ? '' : `  ${reason}`
  return `${jobId}  ${when}  ${what} into ${database}/${table}  ${parts.join('  ')}${queued}${why}`
}
