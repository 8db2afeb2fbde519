import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useState, type ReactElement } from 'react'
import type { ScalarType } from '../../../electron/domain/scalar-type'
import type { Rows } from '../../../electron/domain/schema/table'
import { cellWords } from '../text/cell-words'
import { queryText } from '../text/en-work'
import styles from './data-grid.module.css'

const rowHeight = 27
const numericTypes: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal'])
const sampleRows = 40

/** A result of any size: the page holds only the rows and columns in view. */
export function DataGrid(props: { readonly label: string; readonly rows: Rows }): ReactElement {
  const { columns, rows } = props.rows
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const widths = useMemo(() => columnWidths(props.rows), [props.rows])
  // The virtualizers hold their own state and hand out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => widths[index] ?? 120,
    overscan: 3,
  })
  const seen = across.getVirtualItems()
  return (
    <div
      ref={setScroller}
      className={styles['grid']}
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
    >
      <div className={styles['head']} role="row" aria-rowindex={1} style={{ width: across.getTotalSize() }}>
        {seen.map((item) => {
          const column = columns[item.index]
          return (
            <span
              key={item.key}
              role="columnheader"
              aria-colindex={item.index + 1}
              className={styles['cell']}
              data-number={column !== undefined && numericTypes.has(column.type)}
              title={column === undefined ? '' : `${column.name}: ${column.type}`}
              style={{ left: item.start, width: item.size }}
            >
              {column?.name}
            </span>
          )
        })}
      </div>
      <div
        className={styles['body']}
        role="presentation"
        style={{ height: down.getTotalSize(), width: across.getTotalSize() }}
      >
        {down.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 2}
            className={styles['row']}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {seen.map((item) => {
              const cell = rows[row.index]?.[item.index] ?? null
              const type = columns[item.index]?.type ?? 'string'
              return (
                <span
                  key={item.key}
                  role="cell"
                  aria-colindex={item.index + 1}
                  className={styles['cell']}
                  data-number={numericTypes.has(type)}
                  data-null={cell === null}
                  title={cell === null ? queryText.null : String(cell)}
                  style={{ left: item.start, width: item.size }}
                >
                  {cell === null ? queryText.null : cellWords(cell, type)}
                </span>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Widths by the names and the first rows: wide enough to read, but none so wide that it hides the others. */
function columnWidths({ columns, rows }: Rows): readonly number[] {
  return columns.map(({ name, type }, index) => {
    const words = rows.slice(0, sampleRows).map((row) => cellWords(row[index] ?? null, type).length)
    return Math.min(320, Math.max(72, 24 + 7.4 * Math.max(name.length, ...words)))
  })
}
