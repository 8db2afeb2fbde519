import type { HistoryEntry, HistoryFailure } from '../../../../electron/domain/schema/history'
import { historyText } from '../../text/en-history'
import { sourcesText } from '../../text/en-work'
import { formatClock, formatDay, formatDayYear } from '../../text/format'
import { sourceKinds } from '../../text/source-kinds'

/** What to call a job: its only source, or how many it has. */
export function entryTitle(entry: HistoryEntry): string {
  const { first, sourceCount, isOneKind, rows } = entry
  if (sourceCount === 1) return sourceKinds[first.kind].title({ name: first.name, rows })
  return isOneKind ? sourceKinds[first.kind].many(sourceCount) : sourcesText.sources(sourceCount)
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
