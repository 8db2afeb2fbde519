import { useDeferredValue, useMemo, type ReactElement } from 'react'
import type { TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import { formatClockSeconds, formatCount, formatDateTime } from '../../text/format'
import { chartRows } from './chart-rows'
import styles from './charts.module.css'

/** The chart as text: the same readings and events as table rows, newest first. */
export function ChartTable(props: { readonly watch: TableWatch; readonly isVisible: boolean }): ReactElement {
  // The picture goes first: readings may come faster than a table of them can be made.
  const watch = useDeferredValue(props.watch)
  const rows = useMemo(() => chartRows(watch), [watch])
  return (
    <div
      className={props.isVisible ? styles['tableBox'] : 'visually-hidden'}
      tabIndex={props.isVisible ? 0 : -1}
    >
      <table className={styles['table']}>
        <caption className="visually-hidden">{chartText.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{chartText.tableTime}</th>
            <th scope="col">{chartText.tableEvent}</th>
            <th scope="col" className={styles['number']}>
              {chartText.tableRows}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>
                <time dateTime={new Date(row.at).toISOString()} title={formatDateTime(row.at)}>
                  {formatClockSeconds(row.at)}
                </time>
              </td>
              <td>{row.what}</td>
              <td className={styles['number']}>{row.rows === null ? '' : formatCount(row.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
