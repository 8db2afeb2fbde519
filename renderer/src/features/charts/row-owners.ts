import type { ChartMarker, RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'

/** A count may see rows before the status says that they landed, but never by more than this. */
const settleMs = 30_000
/** A batch lands about when it is sealed; a reading may show it this much earlier. */
const earlyMs = 1000

/**
 * Rows from other writers at each reading. If this studio's own count soon catches up with a rise, that rise was ours, so
 * each reading takes the lowest difference of the moments that follow it. While a batch of ours is due, the newest rise
 * counts as ours until proven otherwise.
 */
export function rowsOfOthers(watch: Pick<TableWatch, 'points' | 'batches'>, now: number): readonly number[] {
  const { points } = watch
  const settled = points.map(({ rows, ours }) => Math.max(0, rows - ours))
  const others = [...settled]
  for (let index = points.length - 2; index >= 0; index--) {
    const here = points[index]
    for (let next = index + 1; next < points.length; next++) {
      const later = points[next]
      if (here === undefined || later === undefined || later.at > here.at + settleMs) break
      others[index] = Math.min(others[index] ?? 0, settled[next] ?? 0)
    }
  }
  const due = watch.batches.filter(({ sealed, sealsAt }) => !sealed && sealsAt - earlyMs <= now)
  if (due.length === 0) return others
  const since = Math.min(...due.map(({ sealsAt }) => sealsAt)) - earlyMs
  const before = points.filter(({ at }) => at < since).length
  const cap = others[before - 1] ?? 0
  return others.map((rows, index) => (index < before ? rows : Math.min(rows, cap)))
}

/** How far apart a step in the count and its marker may be. */
const nearMs = 15_000

/**
 * The reading at which a marker's rows came or went: the nearest step in its direction, or the next reading if no step
 * is near.
 */
export function stepOf(
  marker: Pick<ChartMarker, 'at' | 'kind'>,
  points: readonly RowCountPoint[],
): RowCountPoint | undefined {
  const direction = marker.kind === 'undone' ? -1 : 1
  let nearest: RowCountPoint | undefined
  for (const [index, point] of points.entries()) {
    const change = point.rows - (points[index - 1]?.rows ?? point.rows)
    const distance = Math.abs(point.at - marker.at)
    if (change * direction <= 0 || distance > nearMs) continue
    if (nearest === undefined || distance < Math.abs(nearest.at - marker.at)) nearest = point
  }
  return nearest ?? points.find(({ at }) => at >= marker.at) ?? points[points.length - 1]
}
