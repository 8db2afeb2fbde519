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
 * Columns lie on a grid of time that stays while the span grows a little, and each remembers what it kept. Of a series
 * that has grown at its end, only the last column is read again.
 *
 * @param first Index of the first reading to look at, and `end` that after the last.
 * @param columns How many pixel columns there are, at most.
 * @returns At most four readings a column, in order of time.
 */
export function readingsPerColumn<T extends Reading>(
  points: readonly T[],
  { first, end, columns }: { readonly first: number; readonly end: number; readonly columns: number },
): readonly T[] {
  const span = (points[end - 1]?.at ?? 0) - (points[first]?.at ?? 0)
  if (end - first <= columns * 4 || span <= 0) return points.slice(first, end)
  const width = columnWidth(span / columns)
  const kept: T[] = []
  let index = first
  while (index < end) {
    const opening = points[index] as T
    const border = (Math.floor(opening.at / width) + 1) * width
    const seen = known.get(opening)
    const after = index + (seen?.count ?? 0)
    const isSame =
      seen !== undefined &&
      after <= end &&
      points[after - 1] === seen.last &&
      seen.last.at < border &&
      (after === end || (points[after]?.at ?? 0) >= border)
    const next = isSame ? after : Math.min(end, Math.max(index + 1, firstFrom(points, border)))
    const column = isSame ? (seen.kept as readonly T[]) : keptOfColumn(points, index, next)
    for (const reading of column) kept.push(reading)
    index = next
  }
  return kept
}

interface Reading extends Timed {
  readonly rows: number
}

/** At least this wide, rounded up to one of four steps between two powers of two. */
function columnWidth(least: number): number {
  const step = 2 ** (Math.floor(Math.log2(least)) - 2)
  return Math.ceil(least / step) * step
}

interface KeptColumn {
  readonly last: Reading
  readonly count: number
  readonly kept: readonly Reading[]
}

/** By its first reading. Readings never change, and none comes in between others. */
const known = new WeakMap<Reading, KeptColumn>()

function keptOfColumn<T extends Reading>(points: readonly T[], first: number, end: number): readonly T[] {
  const [opening, last] = [points[first] as T, points[end - 1] as T]
  let [lowest, highest] = [first, first]
  let [low, high] = [opening.rows, opening.rows]
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
  const indexes = [...new Set([first, Math.min(lowest, highest), Math.max(lowest, highest), end - 1])]
  const kept = indexes.flatMap((index) => points[index] ?? [])
  known.set(opening, { last, count: end - first, kept })
  return kept
}
