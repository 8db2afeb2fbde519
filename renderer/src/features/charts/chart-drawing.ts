import type uPlot from 'uplot'
import type { Palette } from '../../styles/palette'
import { chartText } from '../../text/en'
import type { ChartModel, ModelBand, ModelEvent } from './chart-model'
import { placeLabels, type Box } from './label-placement'

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
    for (const band of model.bands) {
      const left = Math.max(area.left, x(band.from))
      const right = Math.min(area.left + area.width, x(band.to))
      const done = Math.min(right, Math.max(left, x(band.doneTo)))
      if (right <= left) continue
      context.fillStyle = palette.colorBand
      context.fillRect(left, area.top, right - left, area.height)
      if (band.countdown !== null) {
        context.fillStyle = palette.colorBandDone
        context.fillRect(left, area.top, done - left, area.height)
      }
      context.strokeStyle = palette.colorBandEdge
      for (const edge of [band.from, band.to]) {
        if (x(edge) < area.left || x(edge) > area.left + area.width) continue
        line(context, x(edge), area.top, x(edge), area.top + area.height)
      }
    }
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
    const lineY = Math.min(
      area.top + area.height,
      Math.max(area.top, y(model.totals[model.totals.length - 1] ?? 0)),
    )
    const countdowns = model.bands.flatMap((band) =>
      drawCountdown(context, area, { x, lineY }, band, drawing),
    )
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
      height: labelHeight,
    }))
    const obstacles = [...countdowns, ...sealBoxes(model, area, x), ...lineBoxes(model, x, y)]
    placeLabels(wishes, roomForLabels(model, area, x), obstacles).forEach((box, index) => {
      const spot = spots[index]
      if (box === null || spot === undefined) return
      halo(context, palette, spot.event.label, box)
      context.fillStyle = spot.event.kind === 'failed' ? palette.colorFailed : palette.colorTextMuted
      context.fillText(spot.event.label, box.left, box.top + box.height / 2)
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

/** The moments at which batches were sealed, as thin boxes that labels keep clear of. */
function sealBoxes(model: ChartModel, area: Box, x: (at: number) => number): readonly Box[] {
  return model.bands
    .filter(({ to }) => isInView(model, to))
    .map(({ to }) => ({ left: x(to) - 1, top: area.top - 2, width: 2, height: area.height + 2 }))
}

/** Puts the countdown in its band, above or below the line, wherever there is more room. */
function drawCountdown(
  context: CanvasRenderingContext2D,
  area: Box,
  place: { readonly x: (at: number) => number; readonly lineY: number },
  band: ModelBand,
  { palette, fontFamily }: Drawing,
): readonly Box[] {
  if (band.countdown === null) return []
  const { big, small } = band.countdown
  context.font = `650 20px ${fontFamily}`
  const bigWidth = context.measureText(big).width
  context.font = `400 11px ${fontFamily}`
  const width = Math.max(bigWidth, context.measureText(small).width) + 6
  const center = countdownCenter(width, area, place.x, band)
  const bottom = area.top + area.height
  const isAbove = place.lineY - area.top > bottom - place.lineY
  const middle = isAbove ? (area.top + place.lineY) / 2 : (place.lineY + bottom) / 2
  context.textAlign = 'center'
  context.fillStyle = palette.colorText
  context.font = `650 20px ${fontFamily}`
  context.fillText(big, center, middle - 7)
  context.fillStyle = palette.colorTextMuted
  context.font = `400 11px ${fontFamily}`
  context.fillText(small, center, big === '' ? middle : middle + 10)
  context.textAlign = 'left'
  return [{ left: center - width / 2, top: middle - 20, width, height: 38 }]
}

/** Between now and the seal; if that is too narrow, before now in the same band; else before the band. */
function countdownCenter(
  width: number,
  area: Box,
  x: (at: number) => number,
  { from, doneTo, to }: ModelBand,
): number {
  const [left, now, right] = [from, doneTo, to].map((at) =>
    Math.min(area.left + area.width, Math.max(area.left, x(at))),
  ) as [number, number, number]
  if (right - now >= width) return (now + right) / 2
  if (now - left >= width) return (left + now) / 2
  return Math.max(area.left, left - width) + width / 2
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
