import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { CommandTooltip } from '../../components/command-tooltip'
import { FavoriteButton } from '../../components/favorite-button'
import { asFavorite, isFavoriteTable } from '../../state/favorites'
import { useStudio } from '../../state/use-studio'
import { valueOf } from '../../state/loadable'
import { appText, targetText } from '../../text/en'
import { PolicyPill } from './policy-pill'
import styles from './target.module.css'

/** The open table: where it is, its batching policy and its columns. */
export function TableHeader(): ReactElement | null {
  const target = useStudio((state) => state.target)
  const connection = useStudio((state) => state.connection)
  const cluster = connection?.displayName ?? ''
  const toggle = useStudio((state) => state.toggleFavoriteTable)
  const isMarked = useStudio(
    (state) => state.target !== null && isFavoriteTable(state.settings, state.connection, state.target),
  )
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
        <div className={styles['title']}>
          <h1 className={styles['name']} title={target.table}>
            {target.table}
          </h1>
          {connection !== null && (
            <FavoriteButton
              name={target.table}
              isMarked={isMarked}
              onToggle={() => void toggle(asFavorite(connection, target))}
            />
          )}
        </div>
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
