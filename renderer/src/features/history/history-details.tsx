import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { balanceOf } from '../../../../electron/domain/row-accounting'
import { jobVerdict } from '../../../../electron/domain/job-verdict'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { HistoryJob } from '../../../../electron/domain/schema/history'
import { ErrorNote } from '../../components/error-note'
import { OperationsNote } from '../../components/operations-note'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { formatCount, formatDateTime } from '../../text/format'
import { CopyAs } from './copy-as'
import { entryTitle, placeWords } from './entry-words'
import { FailureList } from './failure-list'
import { HistoryActions } from './history-actions'
import styles from './history-details.module.css'
import { PhaseBar } from './phase-bar'

/** What became of the job that is looked at, where its time went, what failed, and what can be done. */
export function HistoryDetails(): ReactElement {
  const found = useStudio((state) => state.historyJob)
  const jobId = useStudio((state) => state.historyJobId)
  const lookAt = useStudio((state) => state.lookAtJob)
  return (
    <aside className={styles['side']} aria-label={historyText.details}>
      {found.kind === 'idle' && <p className={styles['hint']}>{historyText.choose}</p>}
      {found.kind === 'loading' && (
        <p className={styles['hint']} role="status">
          {historyText.loading}
        </p>
      )}
      {found.kind === 'failed' && (
        <div className={styles['hint']}>
          <ErrorNote error={found.error} />
          <Button onClick={() => void lookAt(jobId)}>{appText.retry}</Button>
        </div>
      )}
      {found.kind === 'ready' && <Found key={found.value.job.jobId} found={found.value} />}
    </aside>
  )
}

function Found(props: { readonly found: HistoryJob }): ReactElement {
  const { found } = props
  const { entry, job, tags } = found
  const copyJobAs = useStudio((state) => state.copyJobAs)
  const title = entryTitle(entry)
  return (
    <>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={historyText.found}>
        <section className={styles['block']}>
          <h2 className={styles['title']} title={entry.first.name}>
            {title}
          </h2>
          <p className={styles['where']}>
            {entry.folder !== null && `${historyText.fromFolder(entry.folder)} `}
            {historyText.into(job.table, placeWords(entry))} ·{' '}
            <time dateTime={new Date(job.createdAt).toISOString()}>{formatDateTime(job.createdAt)}</time>
          </p>
          <Numbers found={found} />
          <Verdict job={job} />
          {tags.length > 0 && (
            <p className={styles['where']}>
              {historyText.tags}: {tags.join(', ')}
            </p>
          )}
          {job.operations !== undefined && <OperationsNote operations={job.operations} />}
          <PhaseBar job={found.job} />
        </section>
        {found.failedCount > 0 && <FailureList found={found} />}
        <section className={styles['block']}>
          <CopyAs write={(tool, signal) => copyJobAs(job.jobId, tool, signal)} />
        </section>
      </div>
      <HistoryActions found={found} />
    </>
  )
}

/** What is wrong with its rows or values, in the words of the card; nothing if nothing is. */
function Verdict(props: { readonly job: JobSnapshot }): ReactElement | null {
  const { tone, words, hint, reach } = jobVerdict(props.job)
  if (tone === 'running' || (tone === 'landed' && hint === undefined && reach === undefined)) return null
  return (
    <p className={styles['where']}>
      {[`${words}.`, hint, reach].filter((part) => part !== undefined).join(' ')}
    </p>
  )
}

function Numbers(props: { readonly found: HistoryJob }): ReactElement {
  const { job } = props.found
  const { rows, leftOut, undoneRows } = job
  const { missing, surplus, undecided } = balanceOf(job)
  const words = historyText.numbers
  const numbers: readonly (readonly [string, number | null, 'failed' | 'plain'])[] = [
    [words.records, rows.expected, 'plain'],
    job.undo === 'undone'
      ? [words.undone, undoneRows ?? null, 'plain']
      : [words.landed, rows.landed, 'plain'],
    ...(rows.refused === 0 ? [] : [[words.refused, rows.refused, 'failed'] as const]),
    ...(leftOut === undefined || leftOut.records === 0
      ? []
      : [[words.leftOut, leftOut.records, 'plain'] as const]),
    ...(job.undo === 'undone'
      ? []
      : surplus !== null && surplus > 0
        ? [[words.surplus, surplus, 'failed'] as const]
        : undecided !== null && undecided > 0
          ? [[words.notKnown, undecided, 'plain'] as const]
          : [[words.missing, missing, missing === 0 ? 'plain' : 'failed'] as const]),
  ]
  return (
    <dl className={styles['numbers']}>
      {numbers.map(([term, value, tone]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd data-tone={value === null ? 'plain' : tone}>
            {value === null ? historyText.unknown : formatCount(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
