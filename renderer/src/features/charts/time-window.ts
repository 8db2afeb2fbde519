import type { RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'

/** The time ranges that the chart offers. */
export const rangeNames = ['1m', '5m', '1h', 'all'] as const
export type RangeName = (typeof rangeNames)[number]

/** What the time axis spans, in milliseconds since the epoch. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

const rangeMs: Readonly<Record<RangeName, number>> = {
  '1m': 60_000,
  '5m': 5 * 60_000,
  '1h': 60 * 60_000,
  all: Number.POSITIVE_INFINITY,
}

const shortestSpanMs = 60_000
/** Room to the right of "now", as shares of the past shown: always a little, and at most this much for an open batch. */
const leastAhead = 0.03
const mostAhead = 0.35

/**
 * The window for a range. It starts no earlier than the first reading, so that a young series grows into the chart from
 * the left, and it reaches as far into the future as the open batch needs.
 */
export function timeWindow(
  range: RangeName,
  watch: Pick<TableWatch, 'points' | 'batches'>,
  now: number,
): TimeWindow {
  const first = watch.points[0]?.at ?? now
  const from = Math.max(now - rangeMs[range], first)
  const past = Math.max(now - from, shortestSpanMs)
  const sealsAt = Math.max(
    now,
    ...watch.batches.filter(({ sealed }) => !sealed).map((batch) => batch.sealsAt),
  )
  const ahead = Math.min(mostAhead * past, Math.max(leastAhead * past, (sealsAt - now) * 1.1))
  return { from, to: Math.max(from + past, now) + (now - from < shortestSpanMs ? 0 : ahead) }
}

/** What the row axis spans. */
export interface RowScale {
  readonly min: number
  readonly max: number
}

/** If the lowest count is below this part of the highest, the axis starts at zero; otherwise it zooms in. */
const zeroBaselinePart = 0.75

/**
 * The row axis for these readings: from zero if the change shows that way, else zoomed in on the change, because +1,000
 * rows would be invisible on a table of a million.
 */
export function rowScale(points: readonly Pick<RowCountPoint, 'rows'>[]): RowScale {
  const rows = points.map((point) => point.rows)
  const high = Math.max(0, ...rows)
  const low = rows.length === 0 ? 0 : Math.min(...rows)
  if (high === 0) return { min: 0, max: 1 }
  const change = high - low
  if (low < zeroBaselinePart * high || change === 0) return { min: 0, max: Math.max(4, high * 1.15) }
  return { min: Math.max(0, low - Math.max(change * 0.4, 1)), max: high + Math.max(change * 0.25, 1) }
}

/** How many rows came (or went) in the last minute; null until there is a reading. */
export function changeInLastMinute(points: readonly RowCountPoint[], now: number): number | null {
  const last = points[points.length - 1]
  if (last === undefined) return null
  const before = [...points].reverse().find(({ at }) => at <= now - 60_000) ?? points[0] ?? last
  return last.rows - before.rows
}
