import { Button, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { Column } from '../../../../electron/domain/schema/table'
import { formatSchema } from '../../../../electron/domain/table-schema'
import { StudioDialog } from '../../components/studio-dialog'
import { VirtualList } from '../../components/virtual-list'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { appText, targetText } from '../../text/en'
import { formatCount } from '../../text/format'
import styles from './target.module.css'

const noColumns: readonly Column[] = []
const rowHeight = 28
/** With more columns than this, a field helps to find one. */
const filterFrom = 20

/** The open table's columns, in order; draws only those in view, as there may be thousands. */
export function SchemaDialog(): ReactElement {
  const table = useStudio((state) => state.target?.table ?? '')
  const columns = useStudio((state) => valueOf(state.details)?.columns ?? noColumns)
  const announce = useStudio((state) => state.announce)
  const closeView = useStudio((state) => state.closeView)
  const [filter, setFilter] = useState('')
  const numbered = columns.map((column, index) => ({ ...column, position: index + 1 }))
  const found = numbered.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(formatSchema(columns))
    announce(targetText.copied)
  }
  return (
    <StudioDialog
      title={targetText.schemaTitle(table)}
      onClose={closeView}
      actions={
        <>
          <Button onClick={() => void copy()}>{targetText.copySchema}</Button>
          <Button appearance="primary" onClick={closeView}>
            {appText.close}
          </Button>
        </>
      }
    >
      {columns.length > filterFrom && (
        <Input
          value={filter}
          placeholder={targetText.schemaFilter}
          aria-label={targetText.schemaFilter}
          onChange={(_, data) => setFilter(data.value)}
        />
      )}
      <VirtualList
        role="table"
        label={targetText.schemaTitle(table)}
        className={styles['schema']}
        rowClassName={styles['schemaRow']}
        count={found.length}
        rowHeight={rowHeight}
        keyOf={(index) => found[index]?.name ?? ''}
        header={
          <div role="row" aria-rowindex={1} className={styles['schemaHead']}>
            <span role="columnheader">{targetText.columnOrdinal}</span>
            <span role="columnheader">{targetText.columnName}</span>
            <span role="columnheader">{targetText.columnType}</span>
          </div>
        }
        renderRow={(index) => {
          const column = found[index]
          return (
            column !== undefined && (
              <>
                <span role="cell">{formatCount(column.position)}</span>
                <span role="cell" title={column.name}>
                  {column.name}
                </span>
                <span role="cell">{column.type}</span>
              </>
            )
          )
        }}
      />
    </StudioDialog>
  )
}
