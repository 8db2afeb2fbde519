import { useEffect, type ReactElement } from 'react'
import { QuietButton } from '../../components/quiet-button'
import { useStudio } from '../../state/use-studio'
import { comparisonText } from '../../text/en-work'
import { ChangePills } from './change-pills'
import styles from './comparison.module.css'

/** More would push the last row out of sight. */
const mostShown = 6

/** Which columns an ingestion changed, and how, on a screen that has room for it. */
export function ChangedColumns(props: {
  readonly jobId: string
  /** What is kept of the table changes with it. */
  readonly status: string
  /** Whether the table was empty before: then nothing stayed the same. */
  readonly areFirst: boolean
}): ReactElement | null {
  const { jobId, status, areFirst } = props
  const loadChanges = useStudio((state) => state.loadChanges)
  const known = useStudio((state) => state.changes)
  const openComparison = useStudio((state) => state.openComparison)
  useEffect(() => {
    if (status !== 'running') void loadChanges(jobId)
  }, [jobId, status, loadChanges])
  if (known === null || known.jobId !== jobId) return null
  const changed = known.columns.filter(({ changes }) => changes.length > 0)
  const same = known.columns.filter(({ changes }) => changes.length === 0).map(({ name }) => name)
  return (
    <ul className={styles['changed']} aria-label={comparisonText.changedColumns}>
      {changed.slice(0, mostShown).map(({ name, changes }) => (
        <li key={name}>
          <span className={styles['changedName']} title={name}>
            {name}
          </span>
          <ChangePills changes={changes} />
        </li>
      ))}
      {changed.length > mostShown && (
        <li>
          <QuietButton onClick={() => void openComparison({ jobId })}>
            {comparisonText.moreChanged(changed.length - mostShown)}
          </QuietButton>
        </li>
      )}
      {same.length > 0 && (
        <li>
          <span className={styles['changedName']} title={same.join(', ')}>
            {same.join(', ')}
          </span>
          <span className={styles['same']}>
            {areFirst ? comparisonText.firstValues : comparisonText.same}
          </span>
        </li>
      )}
    </ul>
  )
}
