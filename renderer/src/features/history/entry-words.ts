import { differenceWords } from '../../../../electron/domain/account-words'
import { balanceOf } from '../../../../electron/domain/row-accounting'
import type { HistoryEntry, HistoryFailure } from '../../../../electron/domain/schema/history'
import type { PillTone } from '../../components/pill'
import { historyText } from '../../text/en-history'
import { jobsText, sourcesText } from '../../text/en-work'
import { formatClock, formatDay, formatDayYear } from '../../text/format'
import { sourceKinds } from '../../text/source-kinds'

/** What to call a job: its only source, the folder of its files, or how many it has. */
export function entryTitle(entry: HistoryEntry): string {
  const { first, sourceCount, isOneKind, folder, rows } = entry
  if (sourceCount === 1) return sourceKinds[first.kind].title({ name: first.name, rows })
  const many = isOneKind ? sourceKinds[first.kind].many(sourceCount) : sourcesText.sources(sourceCount)
  return folder === null ? many : historyText.inFolder(folder, many)
}

/** How a job ended, in a few words, and their colour. */
export function entryWords(entry: HistoryEntry): { readonly tone: PillTone; readonly words: string } {
  const { outcome, status, sourceCount, failedCount, rows } = entry
  const words = historyText.outcomes
  switch (outcome) {
    case 'open':
      return status === 'paused'
        ? { tone: 'quiet', words: jobsText.states.paused }
        : { tone: 'running', words: words.open }
    case 'landed':
      return { tone: 'landed', words: words.landed }
    case 'failed':
      if (sourceCount > 1) return { tone: 'failed', words: historyText.someFailed(failedCount, sourceCount) }
      return {
        tone: 'failed',
        words: status === 'failed' ? words.failed : jobsText.states.partiallySucceeded,
      }
    case 'differs':
      if (status === 'valuesDiffer') return { tone: 'failed', words: historyText.valuesDiffer }
      return { tone: 'failed', words: differenceWords(balanceOf({ rows, counts: {} })) }
    case 'notKnown':
      return { tone: 'warning', words: words.notKnown }
    case 'skipped':
    case 'undone':
    case 'canceled':
      return { tone: 'quiet', words: words[outcome] }
  }
}

/** Which cluster and database a job went to. */
export function placeWords(entry: Pick<HistoryEntry, 'clusterUri' | 'isLocalCluster' | 'database'>): string {
  const cluster = entry.isLocalCluster ? historyText.localCluster : hostOf(entry.clusterUri)
  return `${cluster} / ${entry.database}`
}

/** A moment by day and minute: `today 12:03`, `yesterday 17:20`, `24 Nov 08:00`; of another year, `24 Nov 2025`. */
export function whenWords(at: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (at >= midnight) return `${historyText.today} ${formatClock(at)}`
  const before = new Date(midnight)
  before.setDate(before.getDate() - 1)
  if (at >= before.getTime()) return `${historyText.yesterday} ${formatClock(at)}`
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return isThisYear ? `${formatDay(at)} ${formatClock(at)}` : formatDayYear(at)
}

/** Where in a source it failed: `line 1,018`; empty if that is not known. */
export function placeInSource({ error }: HistoryFailure): string {
  if (error.line !== undefined) return historyText.place.line(error.line)
  return error.record === undefined ? '' : historyText.place.record(error.record)
}

function hostOf(uri: string): string {
  try {
    return new URL(uri).host
  } catch {
    // Not a URI: then it is shown as it is.
    return uri
  }
}
