import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { TableDetails } from '../../../../electron/domain/schema/table'
import { CommandTooltip } from '../../components/command-tooltip'
import { useStudio } from '../../state/use-studio'
import { valueOf } from '../../state/loadable'
import { appText, targetText } from '../../text/en'
import { formatCount, formatDuration, formatPolicySize } from '../../text/format'
import styles from './target.module.css'

/** The open table: where it is, its batching policy and its columns. */
export function TableHeader(): ReactElement | null {
  const target = useStudio((state) => state.target)
  const cluster = useStudio((state) => state.connection?.displayName ?? '')
  const details = useStudio((state) => state.details)
  const selectTable = useStudio((state) => state.selectTable)
  const openView = useStudio((state) => state.openView)
  const openQuery = useStudio((state) => state.openQuery)
  if (target === null) return null
  const table = valueOf(details)
  return (
    <header className={styles['header']}>
      <div className={styles['place']}>
        <p className={styles['breadcrumb']} title={`${cluster} / ${target.database}`}>
          {cluster} / {target.database}
        </p>
        <h1 className={styles['name']} title={target.table}>
          {target.table}
        </h1>
      </div>
      <div className={styles['pills']}>
        {details.kind === 'failed' && (
          <span className={styles['failed']} title={details.error.message}>
            {targetText.loadFailed} {details.error.message}
            <Button size="small" onClick={() => void selectTable(target)}>
              {appText.retry}
            </Button>
          </span>
        )}
        {table !== undefined && <PolicyPill table={table} onOpen={() => openView({ kind: 'policy' })} />}
        {table !== undefined && (
          <button type="button" className={styles['pill']} onClick={() => openView({ kind: 'schema' })}>
            {targetText.columns(table.columns.length)}
          </button>
        )}
        <CommandTooltip command="query">
          <button type="button" className={styles['pill']} onClick={() => openQuery()}>
            {targetText.query}
          </button>
        </CommandTooltip>
      </div>
    </header>
  )
}

function PolicyPill(props: { readonly table: TableDetails; readonly onOpen: () => void }): ReactElement {
  const { policy, origin } = props.table.batchingPolicy
  const { time, rest } = targetText.policy(
    formatDuration(policy.maximumBatchingTimeSpanMs),
    formatCount(policy.maximumNumberOfItems),
    formatPolicySize(policy.maximumRawDataSizeMb),
  )
  const words = `${targetText.policyLead}${time}${rest} · ${targetText.origins[origin]}`
  return (
    <button type="button" className={styles['pill']} aria-label={words} title={words} onClick={props.onOpen}>
      <span className={styles['policy']}>
        {targetText.policyLead}
        <strong>{time}</strong>
        {rest}
        <span className={styles['origin']}> · {targetText.origins[origin]}</span>
      </span>
    </button>
  )
}
