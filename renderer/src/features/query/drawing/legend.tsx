import type { ReactElement } from 'react'
import { seriesColors } from '../../../styles/palette'
import styles from './drawing.module.css'

/** The names of the series with their colours, and values if there are any. */
export function Legend(props: {
  readonly title?: string
  /** What the chart draws a series as. */
  readonly sign: 'area' | 'line' | 'dots'
  readonly entries: readonly { readonly name: string; readonly color: number; readonly value: string }[]
}): ReactElement {
  return (
    <div className={styles['legend']}>
      {props.title !== undefined && <p className={styles['legendTitle']}>{props.title}</p>}
      <ul>
        {props.entries.map(({ name, color, value }) => (
          <li key={`${color} ${name}`} title={name}>
            <span
              className={styles['swatch']}
              data-sign={props.sign}
              data-again={color >= seriesColors.length}
              style={{ color: props.sign === 'area' ? seriesColor(color) : seriesInk(color) }}
            />
            <span className={styles['name']}>{name}</span>
            <span className={styles['value']}>{value}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The colour of a series' line or dots; after the last colour they begin anew, dashed or hollow. */
function seriesInk(index: number): string {
  return `var(--${seriesColors[index % seriesColors.length] ?? 'colorAccent'})`
}

/** The colour of a series' area; after the last colour they begin anew, paler. */
export function seriesColor(index: number): string {
  const color = seriesInk(index)
  return index < seriesColors.length ? color : `color-mix(in srgb, ${color} 50%, var(--colorCard))`
}
