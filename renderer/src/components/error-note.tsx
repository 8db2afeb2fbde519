import type { ReactElement } from 'react'
import type { WireError } from '../../../electron/domain/schema/wire-error'
import { appText } from '../text/en'
import styles from './error-note.module.css'

/** A failure: what happened, in which row, what to do, and under "Details" the raw text. */
export function ErrorNote(props: { readonly error: WireError }): ReactElement {
  const { error } = props
  const place = placeOf(error)
  return (
    <div className={styles['note']}>
      <p className={styles['what']}>{error.message}</p>
      {place !== '' && <p className={styles['place']}>{place}</p>}
      {error.nextStep !== undefined && <p className={styles['next']}>{appText.next(error.nextStep)}</p>}
      {error.details !== undefined && (
        <details className={styles['details']}>
          <summary>{appText.details}</summary>
          <pre className={styles['raw']} tabIndex={0}>
            {error.details}
          </pre>
        </details>
      )}
    </div>
  )
}

function placeOf(error: WireError): string {
  const parts = [
    error.subject !== undefined && !error.message.includes(error.subject) ? error.subject : undefined,
    error.record === undefined ? undefined : appText.record(error.record),
    error.line === undefined ? undefined : appText.line(error.line),
    error.field === undefined ? undefined : appText.field(error.field),
    error.serviceCode === undefined ? undefined : appText.serviceCode(error.serviceCode),
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}
