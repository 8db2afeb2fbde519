import type { ReactElement } from 'react'
import { queryText } from '../../../text/en-query'
import type { ChartData } from './chart-data'
import { Legend, seriesColor } from './legend'
import { valueWords } from './points-options'
import styles from './drawing.module.css'

type BarsData = Extract<ChartData, { kind: 'bars' }>

/** Bars across or columns upwards, beside each other or stacked. */
export function Bars(props: { readonly data: BarsData; readonly kindWords: string }): ReactElement {
  const { data } = props
  const { low, high } = rangeOf(data)
  const part = (value: number): number => (100 * (value - low)) / (high - low)
  const isAcross = data.direction === 'across'
  return (
    <div className={styles['chart']}>
      <div
        className={isAcross ? styles['across'] : styles['up']}
        data-many={data.categories.length > 8}
        role="img"
        tabIndex={0}
        aria-label={queryText.chartOf(props.kindWords, data.series.length, data.categories.length)}
      >
        {!isAcross && (
          <span className={styles['scale']}>
            <span>{valueWords(high)}</span>
            <span>{valueWords((high + low) / 2)}</span>
            <span>{valueWords(low)}</span>
          </span>
        )}
        {data.categories.map((category, index) => (
          <div key={category} className={styles['category']}>
            <span className={styles['categoryName']} title={category}>
              {category}
            </span>
            <span className={styles['bars']}>
              {placed(data, index).map(({ name, color, from, to, value }) => {
                const start = part(Math.min(from, to))
                const size = part(Math.max(from, to)) - start
                return (
                  <span key={name} className={data.isStacked ? styles['layer'] : styles['track']}>
                    <span
                      className={styles['bar']}
                      title={`${category}, ${name}: ${valueWords(value)}`}
                      style={{
                        background: seriesColor(color),
                        ...(isAcross
                          ? { left: `${start}%`, width: `${size}%` }
                          : { bottom: `${start}%`, height: `${size}%` }),
                      }}
                    />
                  </span>
                )
              })}
            </span>
            <span className={styles['categoryValue']}>{valueWords(total(data, index))}</span>
          </div>
        ))}
      </div>
      {data.series.length > 1 && (
        <Legend entries={data.series.map(({ name }, color) => ({ name, color, value: '' }))} />
      )}
    </div>
  )
}

interface PlacedBar {
  readonly name: string
  readonly color: number
  readonly from: number
  readonly to: number
  readonly value: number
}

function placed({ series, isStacked }: BarsData, category: number): PlacedBar[] {
  let base = 0
  return series.flatMap(({ name, values }, color) => {
    const value = values[category] ?? null
    if (value === null) return []
    const from = isStacked ? base : 0
    if (isStacked) base += value
    return [{ name, color, from, to: from + value, value }]
  })
}

/** The number at the end: the sum of a stack, or the value of a single series. */
function total({ series, isStacked }: BarsData, category: number): number | null {
  if (series.length > 1 && !isStacked) return null
  return series.reduce((sum, { values }) => sum + (values[category] ?? 0), 0)
}

function rangeOf(data: BarsData): { readonly low: number; readonly high: number } {
  const ends = data.categories.flatMap((_, index) =>
    placed(data, index).flatMap(({ from, to }) => [from, to]),
  )
  const low = Math.min(0, ...ends)
  const high = Math.max(0, ...ends)
  return { low, high: high > low ? high : low + 1 }
}
