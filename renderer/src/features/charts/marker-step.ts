import type { ChartMarker, RowCountPoint } from '../../../../electron/domain/schema/table-watch'

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
