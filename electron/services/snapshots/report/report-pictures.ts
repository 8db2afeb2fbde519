import type { ComparedColumn } from '../../../domain/schema/comparison'
import { spreadBars, spreadPlaces, stackedBars, type Bar } from '../../../domain/snapshot/stacked-bars'
import { placedTicks, timeTicks } from '../../../domain/snapshot/time-ticks'

const chart = { width: 1000, height: 190, axis: 22 }
const small = { width: 160, height: 28 }

/** Size of the histogram in its own units. */
export const pictureSize = { width: chart.width, height: chart.height }

/** The histogram over time as SVG; its classes are styled by the page. */
export function chartPicture(column: ComparedColumn): string {
  return `<svg class="chart" viewBox="0 0 ${chart.width} ${chart.height}" role="img" aria-label="Rows over time">${chartParts(column)}</svg>`
}

/** What is inside the histogram: bars, axis and labels. */
export function chartParts({ bins, width }: ComparedColumn): string {
  const binMs = (width ?? 1) * 1000
  const first = bins[0]?.at ?? 0
  const all = (bins.at(-1)?.at ?? first) - first + 1
  const tall = chart.height - chart.axis
  const ticks = timeTicks(first * binMs, (first + all) * binMs, 9)
  const place = (at: number): number => ((at / binMs - first) / all) * chart.width
  const labels = placedTicks(ticks, place, chart.width).map(
    ({ x, label, labelX }) =>
      `<line x1="${round(x)}" x2="${round(x)}" y1="${tall}" y2="${tall + 4}"/>${label === '' ? '' : `<text x="${round(labelX)}" y="${chart.height - 5}">${label}</text>`}`,
  )
  return `${rects(bins, { ...chart, height: tall, first, bins: all })}<line x1="0" x2="${chart.width}" y1="${tall}" y2="${tall}"/>${labels.join('')}`
}

/** How one column is spread, as a small SVG; empty for a column without an order. */
export function spreadPicture(column: ComparedColumn): string {
  const bars = spreadBars(column)
  if (bars.length === 0) return ''
  const area = { ...small, first: 0, bins: spreadPlaces(bars) }
  return `<svg width="${small.width}" height="${small.height}" aria-hidden="true">${rects(bars, area)}</svg>`
}

function rects(bars: readonly Bar[], area: Parameters<typeof stackedBars>[1]): string {
  return stackedBars(bars, area)
    .flatMap(({ left, wide, parts }) =>
      parts.map(
        ({ part, top, tall }) =>
          `<rect class="${part}" x="${round(left)}" y="${round(top)}" width="${round(Math.max(1, wide - 1))}" height="${round(tall)}"/>`,
      ),
    )
    .join('')
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}
