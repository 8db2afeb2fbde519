import type { ReactElement } from 'react'
import styles from './page-back.module.css'

/** The way back from a page to the table, or whatever else it was opened from. */
export function PageBack(props: {
  /** Where it leads. */
  readonly place: string
  /** What a screen reader says. */
  readonly label: string
  readonly onBack: () => void
}): ReactElement {
  return (
    <button type="button" className={styles['back']} onClick={props.onBack} aria-label={props.label}>
      ‹ {props.place}
    </button>
  )
}
