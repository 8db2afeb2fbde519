import type { CSSProperties, ReactElement } from 'react'
import { queryText } from '../../../text/en-query'
import type { ChartData } from './chart-data'
import { Legend, seriesColor } from './legend'
import { niceTicks } from './nice-ticks'
import { tickWords, valueWords } from './points-options'
import styles from './drawing.module.css'

type BarsData = Extract<ChartData, { kind: 'bars' }>

/** Bars across or columns upwards, beside each other or stacked. */
export function Bars(props: { readonly data: BarsData; readonly kindWords: string }): ReactElement {
  const { data } = props
  const ticks = ticksOf(data)
  const [low, high] = [ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1]
  const part = (value: number): number => (100 * (value - low)) / (high - low)
  const tick = (value: number): string => tickWords(value, (ticks[1] ?? 1) - (ticks[0] ?? 0))
  const isAcross = data.direction === 'across'
  return (
    <div className={styles['chart']}>
      <div
        className={isAcross ? styles['across'] : styles['up']}
        data-many={data.categories.length > 8}
        role="img"
        tabIndex={0}
        style={{ '--zero': `${part(0)}%` } as CSSProperties}
        aria-label={queryText.chartOf(props.kindWords, data.series.length, data.categories.length)}
      >
        <span className={styles['scale']}>
          {/* As wide as its longest number. */}
          <span className={styles['widest']}>{longest(ticks.map(tick))}</span>
          <span className={styles['ticks']}>
            {ticks.map((at) => (
              <span key={at} style={isAcross ? { left: `${part(at)}%` } : { bottom: `${part(at)}%` }}>
                {tick(at)}
              </span>
            ))}
          </span>
        </span>
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
        <Legend sign="area" entries={data.series.map(({ name }, color) => ({ name, color, value: '' }))} />
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

/** The ticks of the axis of values; zero is one of them. */
function ticksOf(data: BarsData): readonly number[] {
  let low = 0
  let high = 0
  data.categories.forEach((_, index) => {
    for (const { to } of placed(data, index)) {
      low = Math.min(low, to)
      high = Math.max(high, to)
    }
  })
  return niceTicks(low, high)
}

function longest(words: readonly string[]): string {
  return words.reduce((one, other) => (other.length > one.length ? other : one), '')
}
