import type { ReactElement } from 'react'
import { queryText } from '../../../text/en-query'
import { Bars } from './bars'
import { drawnKinds, type ChartData, type Omission } from './chart-data'
import { Pie } from './pie'
import { PointsPlot } from './points-plot'
import styles from './drawing.module.css'

/** A result as its `render` operator wants it, and what the picture leaves out. */
export function QueryChart(props: {
  readonly data: Exclude<ChartData, { kind: 'none' }>
  readonly kind: string
}): ReactElement {
  const { data } = props
  return (
    <>
      {data.omissions.map((omission) => (
        <p key={omission.kind} className={styles['omission']}>
          {omissionWords(omission)}
        </p>
      ))}
      <Picture {...props} />
    </>
  )
}

function omissionWords(omission: Omission): string {
  const words = queryText.omissions
  switch (omission.kind) {
    case 'series':
    case 'categories':
      return words[omission.kind](omission.shown, omission.all)
    case 'negative':
      return words.negative(omission.names)
    case 'columns':
      return words.columns(omission.drawn, omission.left)
  }
}

function Picture(props: Parameters<typeof QueryChart>[0]): ReactElement {
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
