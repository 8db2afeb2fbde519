import type { ChartMarker, RowCountPoint } from '../../../../electron/domain/schema/table-watch'
import { firstFrom } from './readings'

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
  for (let index = Math.max(1, firstFrom(points, marker.at - nearMs)); index < points.length; index++) {
    const [point, before] = [points[index], points[index - 1]]
    if (point === undefined || before === undefined || point.at > marker.at + nearMs) break
    if ((point.rows - before.rows) * direction <= 0) continue
    if (nearest === undefined || Math.abs(point.at - marker.at) < Math.abs(nearest.at - marker.at))
      nearest = point
  }
  return nearest ?? points[firstFrom(points, marker.at)] ?? points[points.length - 1]
}
