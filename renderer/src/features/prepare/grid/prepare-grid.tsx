import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { gridText } from '../../../text/en-prepare'
import { formatCount } from '../../../text/format'
import { GridCell } from './grid-cell'
import type { GridColumn } from './grid-column'
import { placeAfter, type GridPlace } from '../../../components/grid-keys'
import styles from './prepare-grid.module.css'

const rowHeight = 27
const headHeight = 114
const lineWidth = 84
const sampleRows = 30

/** Records and their columns' heads; only what is in view is in the page. */
export function PrepareGrid(props: {
  readonly label: string
  readonly columns: readonly GridColumn[]
  readonly rows: readonly PreviewRow[]
  readonly corner: string
  readonly active: GridPlace
  readonly onActive: (place: GridPlace) => void
  readonly renderHead: (column: GridColumn) => ReactElement
}): ReactElement {
  const { columns, rows, active, onActive } = props
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const widths = useMemo(() => columnWidths(columns, rows), [columns, rows])
  // The virtualizers hold their own state and hand out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => widths[index] ?? 120,
    overscan: 3,
    // Keeps what the keyboard moves to from hiding behind the line numbers.
    scrollPaddingStart: lineWidth,
  })
  // Sizes are kept by index: other columns or other widths need new ones.
  useEffect(() => across.measure(), [across, widths])
  const seen = across.getVirtualItems()
  const width = lineWidth + across.getTotalSize()
  const page = Math.max(1, Math.floor(((scroller?.clientHeight ?? 400) - headHeight) / rowHeight) - 1)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const head = scroller?.querySelector(`#${cellId({ row: -1, column: active.column })}`)
    if (active.row === -1 && (event.key === 'Enter' || event.key === ' ') && event.target === scroller) {
      event.preventDefault()
      head?.querySelector<HTMLElement>('[data-type-menu]')?.click()
      return
    }
    if (event.key === 'F2') {
      head?.querySelector<HTMLInputElement>('[data-name-field]')?.select()
      return
    }
    const size = { rows: rows.length, columns: columns.length, page }
    const next = placeAfter(event.key, event.ctrlKey || event.metaKey, active, size)
    if (next === undefined) return
    event.preventDefault()
    scroller?.focus()
    if (next.row >= 0) down.scrollToIndex(next.row)
    across.scrollToIndex(next.column)
    onActive(next)
  }

  return (
    <div
      ref={setScroller}
      className={styles['grid']}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={columns.length > 0 ? cellId(active) : undefined}
      aria-readonly
      tabIndex={0}
      data-region
      onKeyDown={onKeyDown}
    >
      <div className={styles['heads']} role="row" aria-rowindex={1} style={{ width }}>
        <span className={styles['corner']} role="columnheader" aria-colindex={1}>
          <span>{rows[0]?.line === null ? gridText.record : gridText.line}</span>
          <small>{props.corner}</small>
        </span>
        {seen.map((item) => {
          const column = columns[item.index]
          if (column === undefined) return null
          const place = { row: -1, column: item.index }
          return (
            <div
              key={column.index}
              id={cellId(place)}
              role="columnheader"
              aria-colindex={item.index + 2}
              className={styles['head']}
              data-active={isSame(place, active)}
              style={{ left: lineWidth + item.start, width: item.size }}
              onMouseDown={() => onActive(place)}
            >
              {props.renderHead(column)}
            </div>
          )
        })}
      </div>
      <div className={styles['body']} role="presentation" style={{ height: down.getTotalSize(), width }}>
        {down.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className={styles['row']}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className={styles['lineNumber']} role="rowheader" aria-colindex={1}>
                {numberOf(row)}
              </span>
              {seen.map((across_) => {
                const column = columns[across_.index]
                if (column === undefined) return null
                const place = { row: item.index, column: across_.index }
                return (
                  <GridCell
                    key={column.index}
                    id={cellId(place)}
                    column={column}
                    row={row}
                    columnIndex={across_.index + 2}
                    isActive={isSame(place, active)}
                    left={lineWidth + across_.start}
                    width={across_.size}
                    onPress={() => onActive(place)}
                  />
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function numberOf({ line, record }: PreviewRow): string {
  const number = line ?? record
  return number === null ? '' : formatCount(number)
}

function cellId({ row, column }: GridPlace): string {
  return `prepare-${row + 1}-${column}`
}

function isSame(one: GridPlace, other: GridPlace): boolean {
  return one.row === other.row && one.column === other.column
}

/** Wide enough to read the name and the first values, but none so wide that it hides the others. */
function columnWidths(columns: readonly GridColumn[], rows: readonly PreviewRow[]): readonly number[] {
  return columns.map(({ index, profile, target }) => {
    const cells = rows.slice(0, sampleRows).map(({ cells: texts }) => texts[index]?.length ?? 0)
    const name = Math.max(profile.name.length, target?.name.length ?? 0) * 8.3
    return Math.round(Math.min(230, Math.max(104, 26 + name, 22 + 7.9 * Math.max(0, ...cells))))
  })
}
