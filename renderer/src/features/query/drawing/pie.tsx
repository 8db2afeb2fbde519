import type { ReactElement } from 'react'
import { queryText } from '../../../text/en-query'
import type { ChartData } from './chart-data'
import { Legend, seriesColor } from './legend'
import { valueWords } from './points-options'
import styles from './drawing.module.css'

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 })

/** Shares of a whole, largest first, clockwise from the top. */
export function Pie(props: {
  readonly data: Extract<ChartData, { kind: 'slices' }>
  readonly kindWords: string
}): ReactElement {
  const { slices } = props.data
  const all = slices.reduce((sum, { value }) => sum + value, 0)
  return (
    <div className={styles['chart']}>
      <svg
        className={styles['pie']}
        viewBox="-1.02 -1.02 2.04 2.04"
        role="img"
        aria-label={queryText.chartOf(props.kindWords, 1, slices.length)}
      >
        {slices.map(({ name, value }, index) => {
          const before = slices.slice(0, index).reduce((sum, slice) => sum + slice.value, 0)
          return (
            <path
              key={`${index} ${name}`}
              d={slicePath(before / all, (before + value) / all)}
              fill={seriesColor(index)}
            >
              <title>{`${name}: ${valueWords(value)}`}</title>
            </path>
          )
        })}
      </svg>
      <Legend
        sign="area"
        entries={slices.map(({ name, value }, color) => ({
          name,
          color,
          value: `${valueWords(value)} · ${shareWords(value / all)}`,
        }))}
      />
    </div>
  )
}

/** A share in percent. One above zero is never "0%". */
export function shareWords(share: number): string {
  return share > 0 && share < 0.0005 ? `< ${percent.format(0.001)}` : percent.format(share)
}

/** A slice of the unit circle, from one part of the whole to another. */
function slicePath(from: number, to: number): string {
  if (to - from >= 0.9999) return 'M 0 -1 A 1 1 0 1 1 0 1 A 1 1 0 1 1 0 -1 Z'
  const point = (part: number): string =>
    `${Math.sin(2 * Math.PI * part).toFixed(5)} ${(-Math.cos(2 * Math.PI * part)).toFixed(5)}`
  return `M 0 0 L ${point(from)} A 1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)} Z`
}
