import { useState, type ReactElement } from 'react'
import type { Comparison } from '../../../../../electron/domain/schema/comparison'
import type { JobSnapshot } from '../../../../../electron/domain/schema/job'
import { Card } from '../../../components/card'
import { DataGrid } from '../../../components/data-grid'
import { ErrorNote } from '../../../components/error-note'
import { SegmentedControl } from '../../../components/segmented-control'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import { ColumnRow } from './column-row'
import styles from './columns-card.module.css'

/** What each column holds at both moments, changed ones first; or some of the rows that came in. */
export function ColumnsCard(props: {
  readonly comparison: Comparison
  readonly job: JobSnapshot | null
}): ReactElement {
  const { comparison, job } = props
  const [shown, setShown] = useState<'columns' | 'rows'>('columns')
  const loadNewRows = useStudio((state) => state.loadNewRows)
  const changed = comparison.columns.filter(({ changes }) => changes.length > 0).length
  const choose = (what: 'columns' | 'rows'): void => {
    setShown(what)
    if (what === 'rows') void loadNewRows()
  }
  return (
    <Card
      label={compareText.columns}
      className={`${styles['columns'] ?? ''} ${shown === 'rows' ? (styles['withRows'] ?? '') : ''}`}
    >
      <header className={styles['columnsHead']}>
        <h2>
          {comparison.rows.before === 0
            ? compareText.wasEmpty
            : compareText.changed(changed, comparison.columns.length)}
        </h2>
        {shown === 'columns' && <span className={styles['sides']}>{compareText.sides}</span>}
        {(job?.tag ?? null) !== null && (
          <SegmentedControl
            label={compareText.show}
            value={shown}
            options={[
              { value: 'columns', label: compareText.columns },
              { value: 'rows', label: compareText.newRows },
            ]}
            onChange={choose}
          />
        )}
      </header>
      {shown === 'columns' ? <Columns comparison={comparison} /> : <NewRows />}
    </Card>
  )
}

function Columns(props: { readonly comparison: Comparison }): ReactElement {
  const { comparison } = props
  const { head } = compareText
  return (
    <div className={styles['scroller']} tabIndex={0} role="region" aria-label={compareText.columns}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{head.column}</th>
            <th scope="col" className={styles['right']}>
              {head.nulls}
            </th>
            <th scope="col" className={styles['right']}>
              {head.distinct}
            </th>
            <th scope="col">{head.range}</th>
            <th scope="col">{head.spread}</th>
            <th scope="col">{head.change}</th>
          </tr>
        </thead>
        <tbody>
          {comparison.columns.map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              table={comparison.after.table}
              tag={comparison.tag}
            />
          ))}
        </tbody>
      </table>
      {comparison.furtherColumns > 0 && (
        <p className={styles['nothing']}>{compareText.furtherColumns(comparison.furtherColumns)}</p>
      )}
    </div>
  )
}

function NewRows(): ReactElement | null {
  const rows = useStudio((state) => state.newRows)
  switch (rows.kind) {
    case 'failed':
      return <ErrorNote error={rows.error} />
    case 'ready':
      return <DataGrid label={compareText.newRows} rows={rows.value} />
    default:
      return <p className={styles['nothing']}>{compareText.looking}</p>
  }
}
