import type { ReactElement } from 'react'
import { operationStatus, operationTitle } from '../../../electron/domain/operation-words'
import type { Operations } from '../../../electron/domain/schema/operations'
import { useStudio } from '../state/use-studio'
import { jobsText } from '../text/en-work'
import styles from './operations-note.module.css'
import { QuietButton } from './quiet-button'

/** Which operations the service keeps of what was queued by REST, and what it says of them; their ids can be copied. */
export function OperationsNote(props: { readonly operations: Operations }): ReactElement {
  const { operations } = props
  const { count, ids } = operations
  const announce = useStudio((state) => state.announce)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(ids.join('\n'))
    announce(jobsText.operationsCopied(ids.length, count))
  }
  const title = operationTitle(operations)
  const status = operationStatus(operations)
  return (
    <span className={styles['note']}>
      <span className={styles['words']} title={`${title}. ${status}`}>
        {title}. {status}
      </span>
      <QuietButton
        onClick={(event) => {
          event.stopPropagation()
          void copy()
        }}
      >
        {jobsText.copyOperations(count)}
      </QuietButton>
    </span>
  )
}
