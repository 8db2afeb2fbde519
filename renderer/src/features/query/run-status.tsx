import { Spinner } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useNow } from '../../state/clock'
import type { QueryRun } from '../../state/query'
import { queryText } from '../../text/en-query'
import { formatDuration } from '../../text/format'
import styles from './query-pane.module.css'

/** How the last run goes or went, in one line. */
export function RunStatus(props: { readonly run: QueryRun }): ReactElement {
  const { run } = props
  return (
    <span className={styles['status']}>
      {run.kind === 'running' && <Running startedAt={run.startedAt} />}
      <span role="status">
        {run.kind === 'done' && queryText.statistics(run.result.rows.length, run.result.statistics)}
        {run.kind === 'canceled' && queryText.canceled}
      </span>
    </span>
  )
}

function Running(props: { readonly startedAt: number }): ReactElement {
  const now = useNow(500)
  const seconds = Math.max(0, Math.floor((now - props.startedAt) / 1000))
  return <Spinner size="extra-tiny" label={queryText.running(formatDuration(seconds * 1000))} />
}
