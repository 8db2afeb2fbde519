import type { ReactElement } from 'react'
import { ErrorNote } from '../../components/error-note'
import type { QueryRun } from '../../state/query'
import { queryText } from '../../text/en-query'
import { ResultView } from './results/result-view'
import styles from './query-pane.module.css'

/** The rows of the last run, or why there are none. */
export function RunOutcome(props: { readonly run: QueryRun }): ReactElement {
  const { run } = props
  switch (run.kind) {
    case 'done':
      // Another result starts without the filter and order of the last one.
      return (
        <ResultView
          key={`${run.query} ${run.result.columns.map(({ name }) => name).join()}`}
          result={run.result}
        />
      )
    case 'failed':
      return (
        <div className={styles['outcome']} role="alert">
          <ErrorNote error={run.error} />
        </div>
      )
    case 'idle':
      return <p className={styles['outcome']}>{queryText.idle}</p>
    case 'running':
    case 'canceled':
      return <div className={styles['outcome']} />
  }
}
