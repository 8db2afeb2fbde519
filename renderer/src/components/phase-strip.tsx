import type { ReactElement } from 'react'
import type { Phase } from '../../../electron/domain/job-phases'
import styles from './phase-strip.module.css'

/** One bar of the phases of a job, each as long as it took. Its words stand beside it. */
export function PhaseStrip(props: {
  readonly phases: readonly Phase[]
  readonly className: string | undefined
}): ReactElement {
  return (
    <span className={`${styles['bar']} ${props.className}`} aria-hidden="true">
      {props.phases.map(({ kind, milliseconds }) => (
        <span key={kind} data-phase={kind} style={{ flexGrow: milliseconds }} />
      ))}
    </span>
  )
}

/** The colour that a phase has in the bar. */
export function PhaseKey(props: { readonly kind: Phase['kind'] }): ReactElement {
  return <span className={styles['key']} data-phase={props.kind} aria-hidden="true" />
}
