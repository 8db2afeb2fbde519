import type { ChartMarker, RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import { isSilent } from '../../state/row-counts'
import { formatChange, formatCount, formatCountdown } from '../../text/format'
import { markerSubject } from '../../text/job-words'
import { stepOf } from './marker-step'
import { firstFrom, readingAt, readingsPerColumn } from './readings'
import { rowScale, timeWindow, type ChartView, type RowScale, type TimeWindow } from './time-window'

/** A batch window to draw. */
export interface ModelBand {
  readonly from: number
  readonly to: number
  /** How far it has got; equal to `to` once it is sealed. */
  readonly doneTo: number
  /** The countdown's big and small words; null once it is sealed, or while nobody answers. */
  readonly countdown: { readonly big: string; readonly small: string } | null
}

/** Something that happened, at its place on the line. */
export interface ModelEvent {
  readonly kind: ChartMarker['kind']
  readonly at: number
  readonly rows: number
  readonly label: string
  /** For where the label does not fit: how many, without which. */
  readonly shortLabel: string
}

/** A change of the count by other writers: a piece of one of the line's steps. */
export interface OthersStep {
  readonly at: number
  readonly from: number
  readonly to: number
}

/** All that the chart draws, in data coordinates. */
export interface ChartModel {
  readonly window: TimeWindow
  readonly scale: RowScale
  readonly now: number
  readonly times: readonly number[]
  readonly totals: readonly number[]
  /** The same, but null as long as all rows are of other writers, whose own line is there then. */
  readonly ourLine: readonly (number | null)[]
  /** Rows from other writers, drawn below this studio's own. */
  readonly others: readonly number[]
  readonly hasOthers: boolean
  readonly othersSteps: readonly OthersStep[]
  readonly bands: readonly ModelBand[]
  readonly events: readonly ModelEvent[]
}

/** Events closer than this share of the window become one marker. */
const mergePart = 0.012

/** As many pixel columns as a chart has on a wide screen. */
const wideScreen = 2000

/**
 * Turns a table's row counts into what the chart draws at the moment `clock`.
 *
 * @param columns How many pixel columns the chart has.
 */
export function chartModel(
  watch: TableWatch,
  view: ChartView,
  clock: number,
  columns = wideScreen,
): ChartModel {
  // A reading may be newer than the page's last tick.
  const now = Math.max(clock, watch.points[watch.points.length - 1]?.at ?? clock)
  const window = view.kind === 'piece' ? view.window : timeWindow(view.range, watch, now)
  const points = pointsInWindow(watch, { window, now, columns })
  const hasOthers = points.some(({ others }) => others > 0)
  const mergeMs = (window.to - window.from) * mergePart
  const visible = watch.markers.filter(({ at }) => at >= window.from && at <= window.to)
  return {
    window,
    scale: rowScale(points),
    now,
    times: points.map(({ at }) => at),
    totals: points.map(({ rows }) => rows),
    ourLine: ourLine(points, hasOthers),
    others: points.map(({ others }) => others),
    hasOthers,
    othersSteps: othersSteps(points),
    bands: watch.batches
      .filter(({ openedAt, sealsAt }) => sealsAt >= window.from && openedAt <= window.to)
      .map((batch) => band(batch, isSilent(watch, clock) ? null : clock, points)),
    events: mergeMarkers(visible, mergeMs).map((group) => event(group, watch.points)),
  }
}

/** A reading, with the rows from other writers. */
interface OwnedPoint {
  readonly at: number
  readonly rows: number
  readonly others: number
}

/**
 * The readings in view, with the ones before and after it, so that the line comes in and goes out, and one at `now`.
 */
function pointsInWindow(
  watch: TableWatch,
  { window, now, columns }: { readonly window: TimeWindow; readonly now: number; readonly columns: number },
): readonly OwnedPoint[] {
  const { points } = watch
  const first = Math.max(0, firstFrom(points, window.from) - 1)
  const to = firstFrom(points, window.to) + 1
  const end = Math.min(points.length, to)
  const seen = readingsPerColumn(points, { first, end, columns })
  const inside = seen.map(({ at, rows, ours }) => ({
    at,
    rows,
    others: rows - ours,
  }))
  const last = inside[inside.length - 1]
  const isLive = !isSilent(watch, now) && to > points.length
  return last !== undefined && isLive && last.at < now ? [...inside, { ...last, at: now }] : inside
}

/** Where other writers made the line rise or fall. At a step that is theirs in part, their part comes first. */
function othersSteps(points: readonly OwnedPoint[]): readonly OthersStep[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    if (before === undefined) return []
    const [change, theirs] = [point.rows - before.rows, point.others - before.others]
    if (theirs === 0 || change * theirs <= 0) return []
    const part = Math.sign(theirs) * Math.min(Math.abs(theirs), Math.abs(change))
    return [{ at: point.at, from: before.rows, to: before.rows + part }]
  })
}

/** The line belongs to the other writers until this studio lands its first rows; ours begins at that step. */
function ourLine(points: readonly OwnedPoint[], hasOthers: boolean): readonly (number | null)[] {
  return points.map(({ rows, others }, index) => {
    const next = points[index + 1]
    const isOurs = rows > others || (next !== undefined && next.rows > next.others)
    return isOurs || !hasOthers ? rows : null
  })
}

/**
 * @param now Null while the cluster does not answer: nobody knows then how far the batch has got since the last count.
 */
function band(
  batch: TableWatch['batches'][number],
  now: number | null,
  points: readonly OwnedPoint[],
): ModelBand {
  const { openedAt: from, sealsAt: to, sealed } = batch
  if (sealed) return { from, to, doneTo: to, countdown: null }
  if (now === null) {
    const countedAt = points[points.length - 1]?.at ?? from
    return { from, to, doneTo: Math.min(to, Math.max(from, countedAt)), countdown: null }
  }
  const left = to - now
  const countdown =
    left > 0 ? { big: formatCountdown(left), small: chartText.toSeal } : { big: '', small: chartText.sealing }
  return { from, to, doneTo: Math.min(to, Math.max(from, now)), countdown }
}

function mergeMarkers(markers: readonly ChartMarker[], mergeMs: number): readonly (readonly ChartMarker[])[] {
  const groups: ChartMarker[][] = []
  for (const marker of [...markers].sort((one, other) => one.at - other.at)) {
    const near = groups.find((group) => group[0]?.kind === marker.kind && marker.at - group[0].at <= mergeMs)
    if (near === undefined) groups.push([marker])
    else near.push(marker)
  }
  return groups
}

function event(group: readonly ChartMarker[], points: readonly RowCountPoint[]): ModelEvent {
  const first = group[0] as ChartMarker
  const isStep = first.kind === 'landed' || first.kind === 'undone'
  // Several that land together stand where the last of them did: on top of all their steps.
  const last = group[group.length - 1] ?? first
  const reading = isStep
    ? stepOf(last, points)
    : (points[firstFrom(points, first.at)] ?? readingAt(points, first.at))
  return {
    kind: first.kind,
    at: isStep && reading !== undefined ? reading.at : first.at,
    rows: reading?.rows ?? 0,
    ...labels(group, first),
  }
}

/** Longer names are cut in a label; the list of ingestions has them whole. */
const longestSubject = 32

function labels(
  group: readonly ChartMarker[],
  { kind }: ChartMarker,
): { readonly label: string; readonly shortLabel: string } {
  const whole = markerSubject(group)
  const subject = whole.length > longestSubject ? `${whole.slice(0, longestSubject - 1)}…` : whole
  const rows = group.every((marker) => marker.rows !== null)
    ? group.reduce((sum, marker) => sum + (marker.rows ?? 0), 0)
    : null
  switch (kind) {
    case 'queued':
      return { label: subject, shortLabel: '' }
    case 'failed':
      return { label: chartText.failed(subject), shortLabel: chartText.legend.failed[0] }
    case 'undone':
      return {
        label: chartText.undone(rows === null ? subject : formatCount(rows)),
        shortLabel: chartText.legend.undone[0],
      }
    case 'landed': {
      if (rows === null) return { label: subject, shortLabel: chartText.legend.landed[0] }
      const isOne = group.length === 1 && group[0]?.sourceCount === 1
      const shortLabel = formatChange(rows)
      return isOne
        ? { label: chartText.landed(shortLabel, subject), shortLabel }
        : { label: chartText.landedFrom(shortLabel, subject), shortLabel }
    }
  }
}
