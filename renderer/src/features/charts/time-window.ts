import type { TableWatch } from '../../../../electron/domain/schema/table-watch'

/** The time ranges that the chart offers. */
export const rangeNames = ['1m', '5m', '1h', 'all'] as const
export type RangeName = (typeof rangeNames)[number]

/** What the time axis spans, in milliseconds since the epoch. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

/** What the user looks at: a range that moves with time, or a piece of the past that stands still. */
export type ChartView =
  | { readonly kind: 'range'; readonly range: RangeName }
  | { readonly kind: 'piece'; readonly window: TimeWindow }

const rangeMs: Readonly<Record<Exclude<RangeName, 'all'>, number>> = {
  '1m': 60_000,
  '5m': 5 * 60_000,
  '1h': 60 * 60_000,
}

const shortestSpanMs = 60_000
/** An open batch may take this share of the past shown, to the right of "now". */
const mostAhead = 0.35
/** Room after the seal, as a share of the time until then. */
const afterSeal = 0.05

/** The range for someone who has not chosen one: the last minute of a series that is younger, else five. */
export function rangeFor(watch: Pick<TableWatch, 'points'>, now: number): RangeName {
  return now - (watch.points[0]?.at ?? now) < rangeMs['1m'] ? '1m' : '5m'
}

/**
 * The window for a range: the whole of it up to now. Only an open batch adds to it, as far as its seal: nothing else is
 * known of the future.
 */
export function timeWindow(
  range: RangeName,
  watch: Pick<TableWatch, 'points' | 'batches'>,
  now: number,
): TimeWindow {
  const first = watch.points[0]?.at ?? now
  const past = range === 'all' ? Math.max(now - first, shortestSpanMs) : rangeMs[range]
  let sealsAt = now
  for (const batch of watch.batches) if (!batch.sealed) sealsAt = Math.max(sealsAt, batch.sealsAt)
  return { from: now - past, to: now + Math.min(mostAhead * past, (sealsAt - now) * (1 + afterSeal)) }
}

const shortestPieceMs = 2000

/**
 * A window zoomed around a moment.
 *
 * @param factor Below 1 zooms in, above 1 out.
 * @param limits Nothing outside these is shown.
 */
export function zoomed(window: TimeWindow, at: number, factor: number, limits: TimeWindow): TimeWindow {
  const span = window.to - window.from
  const wanted = Math.max(shortestPieceMs, span * factor)
  const from = at - ((at - window.from) / span) * wanted
  return within({ from, to: from + wanted }, limits)
}

/** A window moved by a share of its width; negative is back in time. */
export function panned(window: TimeWindow, share: number, limits: TimeWindow): TimeWindow {
  const by = (window.to - window.from) * share
  return within({ from: window.from + by, to: window.to + by }, limits)
}

/** Moves a window inside its limits, and cuts it only if it is wider than they are. */
export function within({ from, to }: TimeWindow, limits: TimeWindow): TimeWindow {
  const span = Math.min(Math.max(to - from, shortestPieceMs), limits.to - limits.from)
  const start = Math.min(Math.max(from, limits.from), limits.to - span)
  return { from: start, to: start + span }
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
export function rowScale(points: readonly { readonly rows: number }[]): RowScale {
  let high = 0
  let low = points[0]?.rows ?? 0
  for (const { rows } of points) {
    if (rows > high) high = rows
    if (rows < low) low = rows
  }
  if (high === 0) return { min: 0, max: 1 }
  const change = high - low
  if (low < zeroBaselinePart * high || change === 0) return { min: 0, max: Math.max(4, high * 1.15) }
  return { min: Math.max(0, low - Math.max(change * 0.4, 1)), max: high + Math.max(change * 0.25, 1) }
}
