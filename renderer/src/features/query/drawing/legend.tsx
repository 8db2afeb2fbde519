import type { ReactElement } from 'react'
import { seriesColors } from '../../../styles/palette'
import styles from './drawing.module.css'

/** The names of the series with their colours, and values if there are any. */
export function Legend(props: {
  readonly title?: string
  readonly entries: readonly { readonly name: string; readonly color: number; readonly value: string }[]
}): ReactElement {
  return (
    <div className={styles['legend']}>
      {props.title !== undefined && <p className={styles['legendTitle']}>{props.title}</p>}
      <ul>
        {props.entries.map(({ name, color, value }) => (
          <li key={`${color} ${name}`} title={name}>
            <span className={styles['swatch']} style={{ background: seriesColor(color) }} />
            <span className={styles['name']}>{name}</span>
            <span className={styles['value']}>{value}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The colour of a series, for CSS; after the last colour they begin anew, paler. */
export function seriesColor(index: number): string {
  const color = `var(--${seriesColors[index % seriesColors.length] ?? 'colorAccent'})`
  return index < seriesColors.length ? color : `color-mix(in srgb, ${color} 50%, var(--colorCard))`
}
