import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import { formatChange, formatCount } from '../../text/format'
import { firstFrom } from './readings'

/** What happened to the count in the last minute, in words; `up` and `down` say which way it went. */
interface RecentChange {
  readonly direction: 'up' | 'down' | 'still'
  readonly words: string
}

const recentMs = 60_000

/**
 * What came and went in the last minute. The two are never set off against each other: 5,000 rows that landed and were
 * undone are no "0". Null until there is a reading.
 */
export function recentChange(
  watch: Pick<TableWatch, 'points' | 'markers'>,
  now: number,
): RecentChange | null {
  const { points, markers } = watch
  if (points.length === 0) return null
  const since = now - recentMs
  let came = 0
  let cameToOthers = 0
  let went = 0
  let wentFromOthers = 0
  for (let index = Math.max(1, firstFrom(points, since)); index < points.length; index++) {
    const [point, before] = [points[index], points[index - 1]]
    if (point === undefined || before === undefined) continue
    const change = point.rows - before.rows
    const theirs = change - (point.ours - before.ours)
    if (change < 0) {
      went -= change
      wentFromOthers += Math.min(-change, Math.max(0, -theirs))
    } else {
      came += change
      cameToOthers += Math.min(change, Math.max(0, theirs))
    }
  }
  const undone = markers
    .filter(({ kind, at }) => kind === 'undone' && at >= since)
    .reduce((sum, { rows }) => sum + (rows ?? 0), 0)
  const parts: string[] = []
  const ours = came - cameToOthers
  if (ours > 0) parts.push(cameToOthers > 0 ? chartText.byUs(formatChange(ours)) : formatChange(ours))
  if (cameToOthers > 0) parts.push(chartText.byOthers(formatChange(cameToOthers)))
  if (undone > 0) parts.push(chartText.undone(formatCount(undone)))
  // What was undone is this studio's, so of the rest others lost at most what was theirs.
  const more = Math.max(0, went - undone)
  const theirLoss = Math.min(more, wentFromOthers)
  if (more > theirLoss) parts.push(formatChange(theirLoss - more))
  if (theirLoss > 0) parts.push(chartText.byOthers(formatChange(-theirLoss)))
  if (parts.length === 0) return { direction: 'still', words: chartText.noChange }
  return { direction: went > came ? 'down' : 'up', words: chartText.lastMinute(parts.join(', ')) }
}
