import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { outcomeWords } from '../../../../electron/domain/outcome-words'
import type { HistoryFailure, HistoryJob } from '../../../../electron/domain/schema/history'
import { Pill } from '../../components/pill'
import { QuietButton } from '../../components/quiet-button'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { jobsText } from '../../text/en-work'
import { sourceKinds } from '../../text/source-kinds'
import { placeInSource } from './entry-words'
import styles from './history-details.module.css'

/** Failures that are shown before the user asks for all. */
const fewFailures = 5

/** What failed, by source and line, and what can be sent again. */
export function FailureList(props: { readonly found: HistoryJob }): ReactElement {
  const { entry, job, failures, failedCount } = props.found
  const act = useStudio((state) => state.act)
  const openView = useStudio((state) => state.openView)
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? failures : failures.slice(0, fewFailures)
  const retryable = failures.filter(({ canRetry }) => canRetry)
  // Its blob needs its SAS again first.
  const secret = retryable.find(({ error }) => error.code === 'SasNeeded')
  return (
    <section className={styles['block']} aria-label={historyText.failures}>
      <Pill tone="failed">{outcomeWords(entry).words}</Pill>
      <ul className={styles['failures']}>
        {shown.map((failure) => (
          <Failure key={failure.sourceId} failure={failure} />
        ))}
      </ul>
      <div className={styles['buttons']}>
        {secret !== undefined ? (
          <Button
            size="small"
            onClick={() => openView({ kind: 'blobUriNeeded', jobId: job.jobId, sourceId: secret.sourceId })}
          >
            {jobsText.actions.provideUri}
          </Button>
        ) : job.retryableCount > 0 && job.undo !== 'undone' ? (
          <Button size="small" onClick={() => void act('retry', job.jobId)}>
            {historyText.retry(job.retryableCount, failedCount)}
          </Button>
        ) : (
          <span className={styles['where']}>{historyText.noRetry}</span>
        )}
        {!showsAll && failures.length > fewFailures && (
          <QuietButton onClick={() => setShowsAll(true)}>
            {historyText.moreFailed(failedCount - fewFailures)}
          </QuietButton>
        )}
        {showsAll && failedCount > failures.length && (
          <span className={styles['where']}>{historyText.moreFailed(failedCount - failures.length)}</span>
        )}
      </div>
    </section>
  )
}

function Failure(props: { readonly failure: HistoryFailure }): ReactElement {
  const { failure } = props
  const { error } = failure
  const place = placeInSource(failure)
  return (
    <li>
      <strong title={failure.name}>{sourceKinds[failure.kind].mention(failure.name)}</strong>
      {place !== '' && <span className={styles['place']}> {place}</span>}
      <span className={styles['message']}>{error.message}</span>
      {error.nextStep !== undefined && (
        <span className={styles['where']}>{appText.next(error.nextStep)}</span>
      )}
    </li>
  )
}
