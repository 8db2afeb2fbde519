import { Link, Select } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { Column } from '../../../../electron/domain/schema/table'
import { QuietButton } from '../../components/quiet-button'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { cellWords } from '../../text/cell-words'
import { comparisonText } from '../../text/en-work'
import styles from './comparison.module.css'
import { rowFields } from './row-fields'
import { useFittingCount } from './use-fitting-count'

const noColumns: readonly Column[] = []

/** The last row by the time column that the user chose; shows as many fields as fit. */
export function LastRow(): ReactElement | null {
  const columns = useStudio((state) => valueOf(state.details)?.columns ?? noColumns)
  const timeColumn = useStudio((state) => state.timeColumn())
  const chooseTimeColumn = useStudio((state) => state.chooseTimeColumn)
  const lastRow = useStudio((state) => state.lastRow)
  const loadLastRow = useStudio((state) => state.loadLastRow)
  const openView = useStudio((state) => state.openView)
  const [box, setBox] = useState<HTMLElement | null>(null)
  const room = useFittingCount(box, { width: 140, height: 38 })
  const times = columns.filter(({ type }) => type === 'datetime')
  if (columns.length === 0) return null
  if (timeColumn === undefined) return <p className={styles['noTime']}>{comparisonText.noTimeColumn}</p>
  const fields = lastRow.kind === 'ready' ? rowFields(lastRow.value, timeColumn) : null
  return (
    <div className={styles['lastRow']}>
      <div className={styles['lastRowHead']}>
        <label>
          <span title={comparisonText.lastRowHint}>{comparisonText.lastRow}</span>
          <Select
            size="small"
            appearance="underline"
            className={styles['timeColumn'] ?? ''}
            value={timeColumn}
            onChange={(_, data) => void chooseTimeColumn(data.value)}
          >
            {times.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </label>
        {fields !== null && fields.length > room && (
          <QuietButton onClick={() => openView({ kind: 'lastRow' })}>
            {comparisonText.moreFields(fields.length - room, room > 0)}
          </QuietButton>
        )}
      </div>
      <div ref={setBox} className={styles['fieldsBox']}>
        {lastRow.kind === 'failed' && (
          <p className={styles['empty']}>
            {lastRow.error.message}{' '}
            <Link as="button" onClick={() => void loadLastRow()}>
              {appText.retry}
            </Link>
          </p>
        )}
        {lastRow.kind === 'ready' && fields === null && (
          <p className={styles['empty']}>{comparisonText.lastRowNone}</p>
        )}
        {fields !== null && (
          <dl className={styles['fields']}>
            {fields.slice(0, room).map(({ column, cell }) => (
              <div key={column.name} className={styles['field']}>
                <dt title={column.name}>{column.name}</dt>
                <dd title={cell === null ? comparisonText.null : String(cell)}>
                  {cell === null ? (
                    <i className={styles['null']}>{comparisonText.null}</i>
                  ) : (
                    cellWords(cell, column.type)
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  )
}
