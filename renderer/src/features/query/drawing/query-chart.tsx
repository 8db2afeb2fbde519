import type { ReactElement } from 'react'
import { queryText } from '../../../text/en-query'
import { Bars } from './bars'
import { drawnKinds, type ChartData } from './chart-data'
import { Pie } from './pie'
import { PointsPlot } from './points-plot'

/** A result as its `render` operator wants it. */
export function QueryChart(props: {
  readonly data: Exclude<ChartData, { kind: 'none' }>
  readonly kind: string
}): ReactElement {
  const { data } = props
  const kind = drawnKinds.find((drawn) => drawn === props.kind)
  const kindWords = kind === undefined ? props.kind : queryText.kinds[kind]
  switch (data.kind) {
    case 'points':
      return <PointsPlot data={data} kindWords={kindWords} />
    case 'bars':
      return <Bars data={data} kindWords={kindWords} />
    case 'slices':
      return <Pie data={data} kindWords={kindWords} />
  }
}
