import type { ReactElement, ReactNode } from 'react'
import styles from './pill.module.css'

/** What a pill's colour means; its words say so too. */
export type PillTone = 'quiet' | 'running' | 'landed' | 'warning' | 'failed'

/** A state in a few words. */
export function Pill(props: {
  readonly tone: PillTone
  /** More words, on hover. */
  readonly hint?: string | undefined
  readonly children: ReactNode
}): ReactElement {
  return (
    <span className={classOf(props.tone)} title={props.hint}>
      {props.children}
    </span>
  )
}

/** A pill that opens an explanation. */
export function PillButton(props: {
  readonly tone: PillTone
  readonly label?: string
  readonly expanded?: boolean
  /** Where the focus returns to, if it opens another page. */
  readonly focusKey?: string
  readonly onClick: () => void
  readonly children: ReactNode
}): ReactElement {
  return (
    <button
      type="button"
      className={classOf(props.tone)}
      aria-label={props.label}
      aria-expanded={props.expanded}
      data-focus-key={props.focusKey}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  )
}

function classOf(tone: PillTone): string {
  return `${styles['pill'] ?? ''} ${styles[tone] ?? ''}`
}
