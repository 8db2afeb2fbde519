import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { focusKey } from '../../../components/return-focus'
import { valueOf } from '../../../state/loadable'
import { checkingWords } from '../../../text/extent-words'
import { preparableSource } from '../../../state/inspection/preparable-source'
import { QuietButton } from '../../../components/quiet-button'
import { historyText } from '../../../text/en-history'
import { refusedNames } from '../../../state/inspection/known-refusals'
import { refusalText, refusalWords } from '../../../text/refusal-words'
import { useStudio } from '../../../state/use-studio'
import { prepareText } from '../../../text/en-prepare'
import { batchText } from '../../../text/en-batch'
import { ingestEstimate, type Sending } from './ingest-estimate'
import styles from '../sources.module.css'

/** The button says how much it will ingest; next to it stands how long that takes and why. */
export function IngestBar(props: {
  readonly label: string
  readonly sending: Sending
  readonly isReady: boolean
  /** @param anyway Sends what the service is known to refuse, too. */
  readonly onIngest: (anyway: boolean) => Promise<void>
}): ReactElement {
  const policy = useStudio((state) => valueOf(state.details)?.batchingPolicy.policy)
  const hasTarget = useStudio((state) => state.target !== null)
  const jobs = useStudio((state) => state.jobs)
  const canLook = useStudio((state) => preparableSource(state) !== null)
  const checkWords = useStudio((state) => checkingWords(state))
  const prepareTab = useStudio((state) => state.prepareTab)
  const openView = useStudio((state) => state.openView)
  const refused = useStudio((state) => refusalWords(refusedNames(state)))
  const [isBusy, setIsBusy] = useState(false)
  const ingest = async (): Promise<void> => {
    setIsBusy(true)
    await props.onIngest(refused !== '')
    setIsBusy(false)
  }
  return (
    <div className={styles['bar']}>
      <Button
        appearance="primary"
        disabled={!props.isReady || !hasTarget}
        disabledFocusable={isBusy}
        onClick={() => void ingest()}
      >
        {refused === '' ? props.label : refusalText.anyway}
      </Button>
      <Button disabled={!canLook} {...focusKey('look')} onClick={() => void prepareTab()}>
        {prepareText.look}
      </Button>
      <QuietButton disabled={!props.isReady || !hasTarget} onClick={() => openView({ kind: 'copyAs' })}>
        {historyText.copyAsMore}
      </QuietButton>
      <span className={styles['estimate']} title={batchText.intro}>
        {props.isReady
          ? [refused, checkWords, ingestEstimate(props.sending, policy, jobs)].filter(Boolean).join(', ')
          : ''}
      </span>
    </div>
  )
}
