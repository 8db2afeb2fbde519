import { useCallback, useMemo, type ReactElement } from 'react'
import type uPlot from 'uplot'
import { Plot, type PlotSize } from '../../components/plot'
import type { Palette } from '../../styles/palette'
import type { Drawing } from './chart-drawing'
import type { ChartModel } from './chart-model'
import { chartData, chartOptions } from './chart-options'
import styles from './charts.module.css'

/** The row count over time. */
export function RowCountChart(props: {
  readonly model: ChartModel
  readonly palette: Palette
  readonly fontFamily: string
  readonly summary: string
  readonly onHover: (at: number | null) => void
}): ReactElement {
  const { model, palette, fontFamily, onHover } = props
  const content = useMemo(() => ({ model, palette, fontFamily }), [model, palette, fontFamily])
  const options = useCallback(
    (size: PlotSize, drawing: () => Drawing) => chartOptions({ ...size, drawing, onHover }),
    [onHover],
  )
  return (
    <Plot
      content={content}
      options={options}
      data={drawingData}
      summary={props.summary}
      className={styles['chart']}
    />
  )
}

const drawingData = ({ model }: Drawing): uPlot.AlignedData => chartData(model)
