import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import { VirtualList } from '../../components/virtual-list'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { cellWords } from '../../text/cell-words'
import { appText } from '../../text/en'
import { comparisonText } from '../../text/en-work'
import styles from './comparison.module.css'
import { rowFields } from './row-fields'

/** All fields of the last row. */
export function LastRowDialog(): ReactElement {
  const table = useStudio((state) => state.target?.table ?? '')
  const rows = useStudio((state) => valueOf(state.lastRow))
  const timeColumn = useStudio((state) => state.timeColumn() ?? '')
  const closeView = useStudio((state) => state.closeView)
  const fields = rows === undefined ? [] : (rowFields(rows, timeColumn) ?? [])
  return (
    <StudioDialog
      title={comparisonText.lastRowTitle(table)}
      width="wide"
      onClose={closeView}
      actions={
        <Button appearance="primary" onClick={closeView}>
          {appText.close}
        </Button>
      }
    >
      <VirtualList
        role="table"
        label={comparisonText.lastRowTitle(table)}
        className={styles['wholeRow']}
        rowClassName={styles['wholeField']}
        count={fields.length}
        rowHeight={27}
        keyOf={(index) => fields[index]?.column.name ?? ''}
        renderRow={(index) => {
          const field = fields[index]
          return (
            field !== undefined && (
              <>
                <span role="rowheader" title={field.column.name}>
                  {field.column.name}
                </span>
                <span role="cell">
                  {field.cell === null ? comparisonText.null : cellWords(field.cell, field.column.type)}
                </span>
              </>
            )
          )
        }}
      />
    </StudioDialog>
  )
}
