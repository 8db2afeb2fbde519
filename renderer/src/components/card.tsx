import type { ReactElement, ReactNode } from 'react'
import styles from './card.module.css'

/** One framed part of the workspace, and a named landmark. */
export function Card(props: {
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
}): ReactElement {
  return (
    <section aria-label={props.label} className={`${styles['card'] ?? ''} ${props.className ?? ''}`}>
      {props.children}
    </section>
  )
}
