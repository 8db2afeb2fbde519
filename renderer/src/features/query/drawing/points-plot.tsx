import { useCallback, useMemo, useState, type ReactElement } from 'react'
import type uPlot from 'uplot'
import { Plot, type PlotSize } from '../../../components/plot'
import { seriesColors } from '../../../styles/palette'
import { useTheme } from '../../../styles/use-theme'
import { queryText } from '../../../text/en-query'
import type { ChartData } from './chart-data'
import { Legend } from './legend'
import { pointsOptions, valueWords, xWords, type PointsContent } from './points-options'
import styles from './drawing.module.css'

/** Series over time or numbers, as lines or dots; the legend shows the values under the pointer. */
export function PointsPlot(props: {
  readonly data: Extract<ChartData, { kind: 'points' }>
  readonly kindWords: string
}): ReactElement {
  const { data } = props
  const { palette, fontFamily } = useTheme()
  const [hovered, setHovered] = useState<number | null>(null)
  const content = useMemo(
    (): PointsContent => ({
      data,
      colors: seriesColors.map((name) => palette[name]),
      ink: palette.colorTextFaint,
      grid: palette.colorGrid,
      paper: palette.colorCard,
      fontFamily,
    }),
    [data, palette, fontFamily],
  )
  const { shape, isTime } = data
  const isNamed = data.categories !== null
  const count = data.series.length
  const options = useCallback(
    (size: PlotSize, newest: () => PointsContent) =>
      pointsOptions({ ...size, content: newest, shape, isTime, isNamed, series: count, onHover: setHovered }),
    [shape, isTime, isNamed, count],
  )
  const at = hovered === null ? undefined : data.x[hovered]
  return (
    <div className={styles['chart']}>
      <Plot
        key={`${shape} ${String(isTime)} ${String(isNamed)} ${count}`}
        content={content}
        options={options}
        data={alignedData}
        summary={queryText.chartOf(props.kindWords, count, data.x.length)}
        className={styles['plot']}
      />
      <Legend
        sign={shape}
        title={at === undefined ? '' : xWords(at, data)}
        entries={data.series.map(({ name, values }, index) => ({
          name,
          color: index,
          value: hovered === null ? '' : valueWords(values[hovered] ?? null),
        }))}
      />
    </div>
  )
}

const alignedData = ({ data }: PointsContent): uPlot.AlignedData => [
  [...data.x],
  ...data.series.map(({ values }) => [...values]),
]
