import type uPlot from 'uplot'
import type { Palette } from '../../styles/palette'
import { chartText } from '../../text/en'
import type { ChartModel, ModelBand, ModelEvent } from './chart-model'
import { joined } from './joined-spans'
import { countdownSpots, firstFree, placeLabels, type Box } from './label-placement'

/** What the drawing needs besides the plot itself. */
export interface Drawing {
  readonly model: ChartModel
  readonly palette: Palette
  readonly fontFamily: string
}

const labelHeight = 14
/** Height of the strip above the plot that marks queued sources. */
const stripHeight = 14

/** Draws, below the line, the windows in which batches wait. */
export function drawBands(plot: uPlot, { model, palette }: Drawing): void {
  withArea(plot, (context, area, x) => {
    const within = (at: number): number => Math.min(area.left + area.width, Math.max(area.left, x(at)))
    const fill = (color: string, spans: readonly { readonly from: number; readonly to: number }[]): void => {
      context.fillStyle = color
      // Where several batches wait at once, the shade stays the same.
      for (const { from, to } of joined(spans))
        context.fillRect(within(from), area.top, within(to) - within(from), area.height)
    }
    const open = model.bands.filter(({ countdown, doneTo, to }) => countdown !== null || doneTo < to)
    fill(palette.colorBand, model.bands)
    fill(
      palette.colorBandDone,
      open.map(({ from, doneTo: to }) => ({ from, to })),
    )
    context.strokeStyle = palette.colorBandEdge
    for (const edge of model.bands.flatMap(({ from, to }) => [from, to]))
      if (isInView(model, edge)) line(context, x(edge), area.top, x(edge), area.top + area.height)
    // In an open band, the shading already ends at now.
    if (model.bands.some(({ countdown }) => countdown !== null)) return
    if (!isInView(model, model.now)) return
    context.strokeStyle = palette.colorTextFaint
    context.globalAlpha = 0.5
    context.setLineDash([2, 3])
    line(context, x(model.now), area.top, x(model.now), area.top + area.height)
    context.setLineDash([])
    context.globalAlpha = 1
  })
}

/** Draws, above the line, what happened and when the open batch seals. */
export function drawEvents(plot: uPlot, drawing: Drawing): void {
  const { model, palette, fontFamily } = drawing
  withArea(plot, (context, area, x, y) => {
    context.font = `500 11px ${fontFamily}`
    // The axes changed the alignment.
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    drawOthersSteps(context, drawing, x, y)
    const hasWords = model.bands.some(({ countdown }) => countdown !== null) || model.events.length > 0
    const obstacles = hasWords ? [...edgeBoxes(model, area, x), ...lineBoxes(model, x, y)] : []
    for (const band of [...model.bands].sort((one, other) => one.to - other.to))
      obstacles.push(...drawCountdown(context, area, { x, obstacles }, band, drawing))
    context.font = `500 11px ${fontFamily}`
    const steps = model.events.filter(({ kind }) => kind !== 'queued')
    const spots = steps.map((event) => ({ event, x: x(event.at), y: yOf(event, area, y) }))
    for (const event of model.events)
      if (event.kind === 'queued') drawQueued(context, area, x(event.at), palette)
    for (const spot of spots) drawDot(context, spot.event, spot.x, spot.y, palette)
    const wishes = spots.map((spot) => ({
      x: spot.x,
      y: spot.y,
      width: context.measureText(spot.event.label).width,
      shortWidth: context.measureText(spot.event.shortLabel).width,
      height: labelHeight,
    }))
    placeLabels(wishes, roomForLabels(model, area, x), obstacles).forEach((box, index) => {
      const spot = spots[index]
      if (box === null || spot === undefined) return
      const isWhole = box.width === wishes[index]?.width
      const words = isWhole ? spot.event.label : spot.event.shortLabel
      halo(context, palette, words, box)
      context.fillStyle = spot.event.kind === 'failed' ? palette.colorFailed : palette.colorTextMuted
      context.fillText(words, box.left, box.top + box.height / 2)
    })
    if (!isInView(model, model.now)) return
    context.fillStyle = palette.colorTextFaint
    context.textAlign = 'center'
    context.fillText(chartText.now, x(model.now), area.top + area.height + 12.5)
    context.textAlign = 'left'
  })
}

function isInView({ window }: ChartModel, at: number): boolean {
  return at >= window.from && at <= window.to
}

/** What happened, happened before now: no label goes beyond it. */
function roomForLabels(model: ChartModel, area: Box, x: (at: number) => number): Box {
  const right = isInView(model, model.now) ? x(model.now) - 3 : area.left + area.width
  return { left: area.left, top: area.top - 2, width: right - area.left, height: area.height + 2 }
}

/** The moments at which batches opened and were sealed, as thin boxes that words keep clear of. */
function edgeBoxes(model: ChartModel, area: Box, x: (at: number) => number): Box[] {
  return model.bands
    .flatMap(({ from, to }) => [from, to])
    .filter((edge) => isInView(model, edge))
    .map((edge) => ({ left: x(edge) - 1, top: area.top - 2, width: 2, height: area.height + 4 }))
}

/** Paints the steps of other writers in their colour, over the line. */
function drawOthersSteps(
  context: CanvasRenderingContext2D,
  { model, palette }: Drawing,
  x: (at: number) => number,
  y: (rows: number) => number,
): void {
  context.strokeStyle = palette.colorOthers
  context.lineWidth = 2.5
  context.beginPath()
  for (const { at, from, to } of model.othersSteps) {
    if (!isInView(model, at)) continue
    context.moveTo(x(at), y(from))
    context.lineTo(x(at), y(to))
  }
  context.stroke()
  context.lineWidth = 1
}

/**
 * Puts the countdown into its band, clear of lines and other words: in two lines, else in one, else not at all, because
 * the table's header counts down too.
 *
 * @returns The box that it takes.
 */
function drawCountdown(
  context: CanvasRenderingContext2D,
  area: Box,
  place: { readonly x: (at: number) => number; readonly obstacles: readonly Box[] },
  band: ModelBand,
  { palette, fontFamily }: Drawing,
): readonly Box[] {
  if (band.countdown === null) return []
  const { big, small } = band.countdown
  const [bigFont, smallFont] = [`650 20px ${fontFamily}`, `400 11px ${fontFamily}`]
  const width = (font: string, words: string): number => {
    context.font = font
    return context.measureText(words).width + 6
  }
  const [from, now, to] = [band.from, band.doneTo, band.to].map((at) =>
    Math.min(area.left + area.width, Math.max(area.left, place.x(at))),
  ) as [number, number, number]
  const spotFor = (size: { width: number; height: number }): Box | null =>
    firstFree(countdownSpots(size, area, { from, now, to }), area, place.obstacles)
  const tall = { width: Math.max(width(bigFont, big), width(smallFont, small)), height: 38 }
  const twoLines = big === '' ? null : spotFor(tall)
  const oneLine = big === '' ? small : big
  const spot = twoLines ?? spotFor({ width: width(smallFont, oneLine), height: 16 })
  if (spot === null) return []
  const [center, middle] = [spot.left + spot.width / 2, spot.top + spot.height / 2]
  context.textAlign = 'center'
  context.fillStyle = palette.colorText
  if (twoLines !== null) {
    context.font = bigFont
    context.fillText(big, center, middle - 7)
    context.fillStyle = palette.colorTextMuted
  }
  context.font = smallFont
  context.fillText(twoLines === null ? oneLine : small, center, twoLines === null ? middle : middle + 11)
  context.textAlign = 'left'
  return [spot]
}

function drawQueued(context: CanvasRenderingContext2D, area: Box, x: number, palette: Palette): void {
  const top = area.top - stripHeight + 2
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x + 5, top + 8.5)
  context.lineTo(x - 5, top + 8.5)
  context.closePath()
  context.fillStyle = palette.colorCard
  context.fill()
  context.strokeStyle = palette.colorAccent
  context.lineWidth = 1.5
  context.lineJoin = 'round'
  context.stroke()
  context.lineWidth = 1
}

function drawDot(
  context: CanvasRenderingContext2D,
  event: ModelEvent,
  x: number,
  y: number,
  palette: Palette,
): void {
  context.lineWidth = 2
  context.beginPath()
  if (event.kind === 'failed') {
    context.strokeStyle = palette.colorFailed
    context.moveTo(x - 4, y - 4)
    context.lineTo(x + 4, y + 4)
    context.moveTo(x + 4, y - 4)
    context.lineTo(x - 4, y + 4)
    context.stroke()
  } else {
    context.arc(x, y, 4.5, 0, Math.PI * 2)
    context.fillStyle = event.kind === 'undone' ? palette.colorCard : palette.colorAccent
    context.fill()
    context.strokeStyle = event.kind === 'undone' ? palette.colorAccent : palette.colorCard
    context.stroke()
  }
  context.lineWidth = 1
}

/** The line as thin boxes: its levels and its steps. */
function lineBoxes(
  model: ChartModel,
  x: (at: number) => number,
  y: (rows: number) => number,
): readonly Box[] {
  const boxes: Box[] = []
  let from = 0
  model.totals.forEach((rows, index) => {
    const next = model.totals[index + 1]
    if (next === rows) return
    const [left, right] = [x(model.times[from] ?? 0), x(model.times[index + 1] ?? model.now)]
    boxes.push({ left, top: y(rows) - 2, width: right - left, height: 4 })
    if (next !== undefined) {
      boxes.push({
        left: right - 2,
        top: y(Math.max(rows, next)),
        width: 4,
        height: Math.abs(y(rows) - y(next)),
      })
    }
    from = index + 1
  })
  return boxes
}

/** Keeps words readable across a line or a band. */
function halo(context: CanvasRenderingContext2D, palette: Palette, text: string, box: Box): void {
  context.strokeStyle = palette.colorCard
  context.lineWidth = 3
  context.lineJoin = 'round'
  context.globalAlpha = 0.85
  context.strokeText(text, box.left, box.top + box.height / 2)
  context.globalAlpha = 1
  context.lineWidth = 1
}

function yOf(event: ModelEvent, area: Box, y: (rows: number) => number): number {
  return Math.min(area.top + area.height, Math.max(area.top, y(event.rows)))
}

/** Runs `draw` in CSS pixels: uPlot's canvas is in device pixels. */
function withArea(
  plot: uPlot,
  draw: (
    context: CanvasRenderingContext2D,
    area: Box,
    x: (at: number) => number,
    y: (rows: number) => number,
  ) => void,
): void {
  const ratio = plot.ctx.canvas.width / Math.max(1, plot.width)
  const { left, top, width, height } = plot.bbox
  const area = { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio }
  plot.ctx.save()
  plot.ctx.scale(ratio, ratio)
  draw(
    plot.ctx,
    area,
    (at) => plot.valToPos(at / 1000, 'x') + area.left,
    (rows) => plot.valToPos(rows, 'y') + area.top,
  )
  plot.ctx.restore()
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}
