import uPlot from 'uplot'
import type { Palette } from '../../styles/palette'
import { formatClock, formatClockSeconds, formatCount, formatDay } from '../../text/format'
import { drawBands, drawEvents, type Drawing } from './chart-drawing'
import type { ChartModel } from './chart-model'
import { firstAfter } from './readings'
import type { TimeWindow } from './time-window'

/** The chart as uPlot takes it. Each time it draws, `drawing` gives the newest model. */
export function chartOptions(options: {
  readonly width: number
  readonly height: number
  readonly drawing: () => Drawing
  readonly onHover: (at: number | null) => void
  /** The user marked a piece of time. */
  readonly onPiece: (window: TimeWindow) => void
  /** The wheel turned over this moment. */
  readonly onWheel: (event: WheelEvent, at: number) => void
}): uPlot.Options {
  const { drawing } = options
  const palette = (): Palette => drawing().palette
  const font = (): string => `400 11px ${drawing().fontFamily}`
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const path = stepped === undefined ? {} : { paths: stepped }
  return {
    width: options.width,
    height: options.height,
    padding: [18, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      dataIdx: (_plot, _series, _closest, x) => countedIndex(drawing().model, x * 1000),
      points: { size: 7, stroke: () => palette().colorCard, fill: () => palette().colorAccent },
    },
    scales: {
      x: { time: false, range: () => timeRange(drawing().model) },
      y: { range: () => [drawing().model.scale.min, drawing().model.scale.max] },
    },
    axes: [
      {
        stroke: () => palette().colorTextFaint,
        font: font(),
        size: 26,
        gap: 6,
        space: 150,
        incrs: [
          1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800,
        ],
        grid: { show: false },
        ticks: { show: false },
        values: (plot, splits, _axis, _space, increment) =>
          timeLabels(plot, splits, increment, drawing().model),
      },
      {
        stroke: () => palette().colorTextFaint,
        font: font(),
        size: (_plot, values) => 18 + 6.6 * Math.max(2, ...(values ?? []).map((value) => value.length)),
        gap: 8,
        space: 44,
        incrs: wholeIncrements,
        grid: { stroke: () => palette().colorGrid, width: 1 },
        ticks: { show: false },
        values: (_plot, splits) => splits.map((rows) => formatCount(rows)),
      },
    ],
    series: [
      {},
      { stroke: () => palette().colorAccent, width: 2, points: { show: false }, ...path },
      {
        stroke: () => (drawing().model.hasOthers ? palette().colorOthers : 'transparent'),
        fill: () => (isCut(drawing().model) ? 'transparent' : palette().colorFillOthers),
        width: 1.5,
        points: { show: false },
        ...path,
      },
    ],
    bands: [
      { series: [1, 2], fill: () => (isCut(drawing().model) ? 'transparent' : palette().colorFillOurs) },
    ],
    hooks: {
      ready: [
        (plot) =>
          plot.over.addEventListener('wheel', (event) => {
            options.onWheel(event, plot.posToVal(event.offsetX, 'x') * 1000)
          }),
      ],
      drawClear: [(plot) => drawBands(plot, drawing())],
      draw: [(plot) => drawEvents(plot, drawing())],
      setCursor: [(plot) => options.onHover(hoveredTime(plot, drawing().model))],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select
          if (width < shortestDrag) return
          const [from, to] = [plot.posToVal(left, 'x') * 1000, plot.posToVal(left + width, 'x') * 1000]
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          options.onPiece({ from, to })
        },
      ],
    },
  }
}

/** The series as uPlot takes them: seconds, total rows, rows of other writers. */
export function chartData(model: ChartModel): uPlot.AlignedData {
  return [model.times.map((at) => at / 1000), [...model.ourLine], [...model.others]]
}

const wholeIncrements = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat()

/** A shorter drag is a click, in pixels. */
const shortestDrag = 6

/** Whether the row axis begins above zero. An area below the line would then say nothing. */
function isCut({ scale }: ChartModel): boolean {
  return scale.min > 0
}

function timeRange({ window }: ChartModel): [number, number] {
  return [window.from / 1000, window.to / 1000]
}

/** A time at the very edge would be cut off. */
const halfLabel = 16

/** Times along the axis, except around "now", which has its own label. */
function timeLabels(
  plot: uPlot,
  splits: readonly number[],
  increment: number,
  model: ChartModel,
): (string | null)[] {
  const nowAt = plot.valToPos(model.now / 1000, 'x')
  return splits.map((seconds) => {
    const at = seconds * 1000
    const left = plot.valToPos(seconds, 'x')
    if (at > model.now || left > plot.over.clientWidth - halfLabel) return null
    const isNow = model.now <= model.window.to && Math.abs(left - nowAt) < 44
    if (isNow) return null
    if (increment >= 86_400) return formatDay(at)
    return increment < 60 ? formatClockSeconds(at) : formatClock(at)
  })
}

function hoveredTime(plot: uPlot, model: ChartModel): number | null {
  const { left } = plot.cursor
  if (left === undefined || left === null || left < 0) return null
  const at = plot.posToVal(left, 'x') * 1000
  return countedIndex(model, at) === null ? null : at
}

/** Which reading holds at a moment; null before the first, and after the last where the line has ended. */
function countedIndex({ times }: ChartModel, at: number): number | null {
  const next = firstAfter(times, at)
  return next === 0 || next === times.length ? null : next - 1
}
