import { useCallback, useEffect, useMemo, useRef, type ReactElement } from 'react'
import type uPlot from 'uplot'
import { Plot, type PlotSize } from '../../components/plot'
import type { Palette } from '../../styles/palette'
import { chartText } from '../../text/en'
import type { Drawing } from './chart-drawing'
import { windowByKey, windowByWheel } from './chart-keys'
import type { ChartModel } from './chart-model'
import { chartData, chartOptions } from './chart-options'
import styles from './charts.module.css'
import { within, type TimeWindow } from './time-window'

/** The row count over time. Drag, keys and wheel choose the piece of time that is shown. */
export function RowCountChart(props: {
  readonly model: ChartModel
  readonly palette: Palette
  readonly fontFamily: string
  readonly summary: string
  /** Nothing outside these is shown. */
  readonly limits: TimeWindow
  /** Null: the range, not a piece. */
  readonly onPiece: (piece: TimeWindow | null) => void
  readonly onHover: (at: number | null) => void
}): ReactElement {
  const { model, palette, fontFamily, onHover, onPiece, limits } = props
  const content = useMemo(() => ({ model, palette, fontFamily }), [model, palette, fontFamily])
  const newest = useRef({ limits, onPiece })
  useEffect(() => {
    newest.current = { limits, onPiece }
  }, [limits, onPiece])
  const options = useCallback(
    (size: PlotSize, drawing: () => Drawing) =>
      chartOptions({
        ...size,
        drawing,
        onHover,
        onPiece: (piece) => newest.current.onPiece(within(piece, newest.current.limits)),
        onWheel: (event, at) => {
          const piece = windowByWheel(event, at, drawing().model.window, newest.current.limits)
          if (piece === undefined) return
          event.preventDefault()
          newest.current.onPiece(piece)
        },
      }),
    [onHover],
  )
  return (
    <Plot
      content={content}
      options={options}
      data={drawingData}
      summary={props.summary}
      hint={chartText.chartHint}
      className={styles['chart']}
      onDoubleClick={() => onPiece(null)}
      onKey={(key) => {
        const piece = windowByKey(key, model.window, limits)
        if (piece !== undefined) onPiece(piece)
        return piece !== undefined
      }}
    />
  )
}

const drawingData = ({ model }: Drawing): uPlot.AlignedData => chartData(model)
