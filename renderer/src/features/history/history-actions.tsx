import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { HistoryJob } from '../../../../electron/domain/schema/history'
import { jobsOfCluster } from '../../state/job-selectors'
import { useStudio } from '../../state/use-studio'
import { historyText } from '../../text/en-history'
import styles from './history-details.module.css'

/** What can be done with a job: run it again, open its table, undo it. */
export function HistoryActions(props: { readonly found: HistoryJob }): ReactElement {
  const { job, cannotRunAgain } = props.found
  const openView = useStudio((state) => state.openView)
  const selectTable = useStudio((state) => state.selectTable)
  const selectJob = useStudio((state) => state.selectJob)
  const connection = useStudio((state) => state.connection)
  const isOpenCluster = jobsOfCluster([job], connection).length > 0
  const openTable = (): void => {
    void selectTable({ database: job.database, table: job.table })
    selectJob(job.jobId)
  }
  return (
    <footer className={styles['actions']}>
      <Button
        disabledFocusable={cannotRunAgain !== null}
        title={cannotRunAgain ?? undefined}
        onClick={() => openView({ kind: 'runAgain', jobId: job.jobId })}
      >
        {historyText.runAgain}
      </Button>
      {isOpenCluster && <Button onClick={openTable}>{historyText.openTable}</Button>}
      {cannotRunAgain !== null && <span className={styles['why']}>{cannotRunAgain}</span>}
      {job.undo === 'possible' && (
        <Button className={styles['undo'] ?? ''} onClick={() => openView({ kind: 'undo', jobId: job.jobId })}>
          {historyText.undo}
        </Button>
      )}
    </footer>
  )
}
