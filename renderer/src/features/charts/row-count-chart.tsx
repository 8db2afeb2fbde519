import { useEffect, useRef, type ReactElement } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Palette } from '../../styles/palette'
import type { Drawing } from './chart-drawing'
import type { ChartModel } from './chart-model'
import { chartData, chartOptions } from './chart-options'
import styles from './charts.module.css'

/** The chart: a thin wrapper around uPlot that follows its box, its data and the theme. */
export function RowCountChart(props: {
  readonly model: ChartModel
  readonly palette: Palette
  readonly fontFamily: string
  readonly summary: string
  readonly onHover: (at: number | null) => void
}): ReactElement {
  const { model, palette, fontFamily, onHover } = props
  const boxRef = useRef<HTMLDivElement | null>(null)
  const plotRef = useRef<uPlot | null>(null)
  const drawingRef = useRef<Drawing>({ model, palette, fontFamily })

  useEffect(() => {
    const box = boxRef.current
    if (box === null) return undefined
    const size = (): { width: number; height: number } => ({
      width: Math.max(120, box.clientWidth),
      height: Math.max(80, box.clientHeight),
    })
    const drawing = (): Drawing => drawingRef.current
    const plot = new uPlot(chartOptions({ ...size(), drawing, onHover }), chartData(drawing().model), box)
    plotRef.current = plot
    const observer = new ResizeObserver(() => plot.setSize(size()))
    observer.observe(box)
    let isGone = false
    const redrawWithFont = (): void => {
      if (!isGone) plot.redraw(false, true)
    }
    void document.fonts?.ready.then(redrawWithFont)
    return () => {
      isGone = true
      observer.disconnect()
      plot.destroy()
      plotRef.current = null
    }
  }, [onHover])

  useEffect(() => {
    drawingRef.current = { model, palette, fontFamily }
    plotRef.current?.setData(chartData(model))
  }, [model, palette, fontFamily])

  return <div ref={boxRef} className={styles['chart']} role="img" aria-label={props.summary} />
}
