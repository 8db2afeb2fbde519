/** Anything that has its moment, in milliseconds since the epoch. */
interface Timed {
  readonly at: number
}

/** Index of the first of these, which are in order of time, at or after a moment; their number if there is none. */
export function firstFrom(points: readonly Timed[], at: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((points[middle]?.at ?? at) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first of these moments, which are in order, after another; their number if there is none. */
export function firstAfter(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? at) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** The newest reading at a moment, or the first of all if that moment is before it. */
export function readingAt<T extends Timed>(points: readonly T[], at: number): T | undefined {
  const next = firstFrom(points, at)
  return points[next]?.at === at ? points[next] : (points[next - 1] ?? points[0])
}

/**
 * Cuts readings to what a chart this wide can show: of each pixel column the first, the lowest, the highest and the
 * last. A step line through these covers the same pixels as one through all.
 *
 * @param first Index of the first reading to look at, and `end` that after the last.
 * @param columns How many pixel columns there are.
 * @returns At most four readings a column, in order of time.
 */
export function readingsPerColumn<T extends Timed & { readonly rows: number }>(
  points: readonly T[],
  { first, end, columns }: { readonly first: number; readonly end: number; readonly columns: number },
): readonly T[] {
  const from = points[first]?.at ?? 0
  const span = (points[end - 1]?.at ?? 0) - from
  if (end - first <= columns * 4 || span <= 0) return points.slice(first, end)
  const kept: T[] = []
  let index = first
  while (index < end) {
    const column = Math.floor((((points[index]?.at ?? 0) - from) / span) * columns)
    const next = firstFrom(points, from + ((column + 1) * span) / columns)
    const last = Math.min(end, Math.max(index + 1, next))
    keepOfColumn(points, index, last, kept)
    index = last
  }
  return kept
}

function keepOfColumn<T extends { readonly rows: number }>(
  points: readonly T[],
  first: number,
  end: number,
  kept: T[],
): void {
  let lowest = first
  let highest = first
  let low = points[first]?.rows ?? 0
  let high = low
  for (let index = first + 1; index < end; index++) {
    const rows = (points[index] as T).rows
    if (rows < low) {
      low = rows
      lowest = index
    } else if (rows > high) {
      high = rows
      highest = index
    }
  }
  const indexes = [first, Math.min(lowest, highest), Math.max(lowest, highest), end - 1]
  indexes.forEach((index, place) => {
    const point = points[index]
    if (point !== undefined && index !== indexes[place - 1]) kept.push(point)
  })
}
