import type { RowCountPoint } from './schema/table-watch'

/** Most points in a series: more than a chart has pixels. */
export const maximumSeriesPoints = 600

/**
 * Adds a reading to a step line. A reading equal to the two before it replaces the last one, since a level needs only
 * its ends. If the clock went back, the reading is placed just after the last one: times only grow.
 */
export function appendReading(
  points: readonly RowCountPoint[],
  reading: RowCountPoint,
  limit: number = maximumSeriesPoints,
): RowCountPoint[] {
  const last = points.at(-1)
  const point = last !== undefined && reading.at <= last.at ? { ...reading, at: last.at + 1 } : reading
  const beforeLast = points.at(-2)
  const isLevel =
    last !== undefined && beforeLast !== undefined && isSame(last, point) && isSame(beforeLast, point)
  return thinSeries([...(isLevel ? points.slice(0, -1) : points), point], limit)
}

function isSame(left: RowCountPoint, right: RowCountPoint): boolean {
  return left.rows === right.rows && left.ours === right.ours
}

/**
 * Cuts a series to `limit` points. The newest half stays whole; among the older points, those least worth drawing go
 * first: the smallest change over the shortest time. First and last always stay.
 */
export function thinSeries(points: readonly RowCountPoint[], limit: number): RowCountPoint[] {
  if (points.length <= limit) return [...points]
  const surplus = points.length - limit
  const newestKept = Math.floor(limit / 2)
  const candidates = points.slice(1, points.length - newestKept).map((point, index) => {
    const before = points[index] ?? point
    const after = points[index + 2] ?? point
    return { index: index + 1, worth: worthOf(before, point, after) }
  })
  const dropped = new Set(
    candidates
      .sort((left, right) => left.worth - right.worth || left.index - right.index)
      .slice(0, surplus)
      .map((candidate) => candidate.index),
  )
  return points.filter((_point, index) => !dropped.has(index))
}

/** The area under the line that is lost without `point`. */
function worthOf(before: RowCountPoint, point: RowCountPoint, after: RowCountPoint): number {
  return Math.abs(point.rows - before.rows) * Math.max(after.at - point.at, 1)
}

/** How long to wait for the next reading, in milliseconds. At the longest, a dead cluster still shows within 5 s. */
export const readingPace = { shortest: 1000, longest: 3500 } as const

/**
 * Time until the next reading: one second while something is under way or the count moves, then longer and longer. It
 * grows after failures too.
 */
export function nextInterval(
  current: number,
  seen: { readonly moved: boolean; readonly busy: boolean; readonly failed: boolean },
): number {
  if (!seen.failed && (seen.moved || seen.busy)) return readingPace.shortest
  return Math.min(Math.max(current, readingPace.shortest) * (seen.failed ? 2 : 1.5), readingPace.longest)
}
