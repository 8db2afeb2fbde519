import { useMemo, useState, type ReactElement } from 'react'
import type { QueryResult } from '../../../../../electron/domain/schema/query'
import { DataGrid, type GridSort } from '../../../components/data-grid'
import type { CellBlock } from '../../../components/cell-block'
import { SegmentedControl } from '../../../components/segmented-control'
import { queryText } from '../../../text/en-query'
import { chartData } from '../drawing/chart-data'
import { QueryChart } from '../drawing/query-chart'
import { arrangeRows, type RowFilter } from './arrange-rows'
import { ResultTools } from './result-tools'
import styles from './result-view.module.css'

const noFilter: RowFilter = { text: '', column: null }

/** A result: as a chart if the query says how to render it, and as rows to sort, filter and take along. */
export function ResultView(props: { readonly result: QueryResult }): ReactElement {
  const { result } = props
  const { columns, rows, visualization } = result
  const [filter, setFilter] = useState(noFilter)
  const [sort, setSort] = useState<GridSort | null>(null)
  const [block, setBlock] = useState<CellBlock | null>(null)
  const [wantsRows, setWantsRows] = useState(false)
  const drawing = useMemo(
    () => (visualization === null || rows.length === 0 ? null : chartData(result, visualization)),
    [result, rows, visualization],
  )
  const shown = useMemo(
    () => ({ columns, rows: arrangeRows({ columns, rows }, filter, sort) }),
    [columns, rows, filter, sort],
  )
  const chart = drawing === null || drawing.kind === 'none' ? null : drawing
  const isChart = chart !== null && !wantsRows

  const toggleSort = (column: number): void =>
    setSort((known) => {
      if (known?.column !== column) return { column, isDescending: false }
      return known.isDescending ? null : { column, isDescending: true }
    })

  return (
    <div className={styles['result']}>
      <div className={styles['tools']}>
        {chart !== null && (
          <SegmentedControl
            label={queryText.showAs}
            value={isChart ? 'chart' : 'rows'}
            options={[
              { value: 'chart', label: queryText.chart },
              { value: 'rows', label: queryText.rows },
            ]}
            onChange={(value) => setWantsRows(value === 'rows')}
          />
        )}
        {!isChart && rows.length > 0 && (
          <ResultTools shown={shown} all={rows.length} filter={filter} onFilter={setFilter} block={block} />
        )}
      </div>
      {drawing?.kind === 'none' && (
        <p className={styles['note']}>
          {drawing.reason === 'notDrawn'
            ? queryText.notDrawn(visualization?.kind ?? '')
            : queryText[drawing.reason]}
        </p>
      )}
      {isChart && (
        <>
          {visualization?.title !== null && visualization?.title !== undefined && (
            <p className={styles['title']}>{visualization.title}</p>
          )}
          <QueryChart data={chart} kind={visualization?.kind ?? ''} />
        </>
      )}
      {!isChart && rows.length === 0 && <p className={styles['note']}>{queryText.noRows}</p>}
      {!isChart && rows.length > 0 && shown.rows.length === 0 && (
        <p className={styles['note']}>{queryText.nothingFits}</p>
      )}
      {!isChart && shown.rows.length > 0 && (
        <DataGrid label={queryText.result} rows={shown} sort={sort} onSort={toggleSort} onSelect={setBlock} />
      )}
      {result.truncated && <p className={styles['note']}>{queryText.truncated(rows.length)}</p>}
    </div>
  )
}
