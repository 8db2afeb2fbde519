import { Link, Tree, TreeItem, TreeItemLayout } from '@fluentui/react-components'
import { StarFilled } from '@fluentui/react-icons/svg/star'
import { useState, type ReactElement, type ReactNode } from 'react'
import type { TableListItem } from '../../../../electron/domain/schema/table'
import { isFavoriteTable } from '../../state/favorites'
import { idle, valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { appText, treeText } from '../../text/en'
import { countOf, formatCompactCount } from '../../text/format'
import styles from './tree.module.css'

const pageSize = 200

/** One database's tables with their row counts; a long list grows on request. */
export function TableBranch(props: { readonly database: string; readonly filter: string }): ReactElement {
  const loaded = useStudio((state) => state.tables[props.database] ?? idle)
  const loadTables = useStudio((state) => state.loadTables)
  const [limit, setLimit] = useState(pageSize)
  const settings = useStudio((state) => state.settings)
  const connection = useStudio((state) => state.connection)
  const isMarked = ({ name }: TableListItem): boolean =>
    isFavoriteTable(settings, connection, { database: props.database, table: name })
  const all = valueOf(loaded) ?? []
  const matching = all.filter(({ name }) => name.toLowerCase().includes(props.filter))
  const found = [...matching.filter(isMarked), ...matching.filter((table) => !isMarked(table))]
  return (
    <Tree>
      {found.slice(0, limit).map((table) => (
        <TableItem key={table.name} database={props.database} table={table} isMarked={isMarked(table)} />
      ))}
      {found.length > limit && (
        <Leaf id={`${props.database}/more`}>
          <Link as="button" onClick={() => setLimit(limit + pageSize)}>
            {`${countOf(found.length - limit, 'more table', 'more tables')}`}
          </Link>
        </Leaf>
      )}
      {loaded.kind === 'loading' && <Leaf id={`${props.database}/loading`}>{treeText.loading}</Leaf>}
      {loaded.kind === 'ready' && found.length === 0 && (
        <Leaf id={`${props.database}/none`}>{all.length === 0 ? treeText.empty : treeText.noMatch}</Leaf>
      )}
      {loaded.kind === 'failed' && (
        <Leaf id={`${props.database}/failed`}>
          {loaded.error.message}{' '}
          <Link as="button" onClick={() => void loadTables(props.database)}>
            {appText.retry}
          </Link>
        </Leaf>
      )}
    </Tree>
  )
}

function TableItem(props: {
  readonly database: string
  readonly table: TableListItem
  readonly isMarked: boolean
}): ReactElement {
  const { database, table, isMarked } = props
  const isOpen = useStudio(({ target }) => target?.database === database && target.table === table.name)
  const selectTable = useStudio((state) => state.selectTable)
  const rows = table.rowCount
  return (
    <TreeItem
      itemType="leaf"
      value={`${database}/${table.name}`}
      aria-current={isOpen ? 'page' : undefined}
      className={styles['table'] ?? ''}
      onClick={() => void selectTable({ database, table: table.name })}
    >
      <TreeItemLayout
        className={isOpen ? styles['open'] : styles['layout']}
        aside={
          <span className={styles['rows']} title={rows === null ? treeText.unknownRows : treeText.rows(rows)}>
            {rows === null ? '–' : formatCompactCount(rows)}
          </span>
        }
      >
        <span className={styles['name']} title={table.name}>
          {table.name}
          {isMarked && <StarFilled className={styles['star'] ?? ''} aria-label={treeText.favorite} />}
        </span>
      </TreeItemLayout>
    </TreeItem>
  )
}

function Leaf(props: { readonly id: string; readonly children: ReactNode }): ReactElement {
  return (
    <TreeItem itemType="leaf" value={props.id}>
      <TreeItemLayout className={styles['hint'] ?? ''}>{props.children}</TreeItemLayout>
    </TreeItem>
  )
}
