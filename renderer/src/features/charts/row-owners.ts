import type { ChartMarker, RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'

/** A count may see rows before the ingestion's status says that they landed; longer than this it never takes. */
const settleMs = 30_000
/** A batch lands about when it is sealed; a reading this much before its time may already be it. */
const earlyMs = 1000

/**
 * Rows of other writers at each reading. A rise that this studio's own count makes good soon afterwards was
 * never theirs, so each reading takes the lowest difference of the moments that follow it; and while a batch
 * of ours is due, the newest rise is not theirs until proven otherwise.
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

/** How far apart a step in the count and the news that made it may be. */
const nearMs = 15_000

/**
 * The reading at which the rows of a marker came or went: the nearest step in its direction, or the next
 * reading when no step is near.
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
