import { Input, Link, Tree, TreeItem, TreeItemLayout } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { useState, type ReactElement } from 'react'
import { CommandTooltip } from '../../components/command-tooltip'
import { QuietButton } from '../../components/quiet-button'
import { idle, valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { appText, treeText } from '../../text/en'
import { TableBranch } from './table-branch'
import styles from './tree.module.css'

/** With more tables than this, a field helps to find one. */
const filterFrom = 12

/** Databases and their tables. Arrow keys move, Enter opens. */
export function CatalogTree(): ReactElement {
  const databases = useStudio((state) => state.databases)
  const expanded = useStudio((state) => state.expandedDatabases)
  const tables = useStudio((state) => state.tables)
  const setExpanded = useStudio((state) => state.setExpanded)
  const openView = useStudio((state) => state.openView)
  const loadCatalog = useStudio((state) => state.loadCatalog)
  const [filter, setFilter] = useState('')
  const names = valueOf(databases) ?? []
  const tableCount = expanded.reduce((sum, name) => sum + (valueOf(tables[name] ?? idle)?.length ?? 0), 0)
  return (
    <div className={styles['catalog']}>
      <div className={styles['heading']}>
        <h2>{treeText.databases}</h2>
        <CommandTooltip command="newTable">
          <QuietButton
            icon={<AddRegular fontSize={14} />}
            disabled={names.length === 0}
            onClick={() => openView({ kind: 'newTable' })}
          >
            {treeText.newTable}
          </QuietButton>
        </CommandTooltip>
      </div>
      {tableCount >= filterFrom && (
        <Input
          size="small"
          className={styles['filter'] ?? ''}
          value={filter}
          placeholder={treeText.filter}
          aria-label={treeText.filter}
          onChange={(_, data) => setFilter(data.value)}
        />
      )}
      {databases.kind === 'failed' && (
        <p className={styles['problem']}>
          {databases.error.message}{' '}
          <Link as="button" onClick={() => void loadCatalog()}>
            {appText.retry}
          </Link>
        </p>
      )}
      <Tree
        aria-label={treeText.label}
        size="small"
        className={styles['tree'] ?? ''}
        openItems={expanded}
        onOpenChange={(_, data) => setExpanded(String(data.value), data.open)}
      >
        {names.map((name) => (
          <TreeItem key={name} itemType="branch" value={name}>
            <TreeItemLayout className={styles['database'] ?? ''}>
              <span title={name}>{name}</span>
            </TreeItemLayout>
            <TableBranch database={name} filter={filter.trim().toLowerCase()} />
          </TreeItem>
        ))}
      </Tree>
    </div>
  )
}
