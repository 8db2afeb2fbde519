import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { gridText } from '../../../text/en-prepare'
import { columnWidths, rawWidth } from './column-widths'
import type { GridColumn, RowMode } from './grid-column'
import { cellId, isSamePlace, placeAfter, type GridPlace } from '../../../components/grid-keys'
import { GridRow } from './grid-row'
import styles from './prepare-grid.module.css'
import { RawHead } from './raw-cell'
import { useClientWidth } from './use-client-width'
import { useRowHeight } from '../../../styles/use-density'

const compactRow = 27
const headHeight = 114
const lineWidth = 84

/** Records, their columns' heads and their own bytes; only what is in view is in the page. */
export function PrepareGrid(props: {
  readonly label: string
  readonly mode: RowMode
  readonly columns: readonly GridColumn[]
  readonly rows: readonly PreviewRow[]
  readonly corner: string
  /** What to say where there are no rows. */
  readonly empty: string
  readonly active: GridPlace
  readonly onActive: (place: GridPlace) => void
  /** A column to bring into view when other rows come. */
  readonly shownColumn?: number | undefined
  readonly renderHead: (column: GridColumn) => ReactElement
}): ReactElement {
  const { columns, rows, active, onActive, mode } = props
  const rowHeight = useRowHeight(compactRow)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const room = Math.max(0, useClientWidth(scroller) - lineWidth)
  const hasRaw = mode !== 'parsed'
  const rawRoom = useMemo(
    () => (hasRaw ? rawWidth(rows, room, mode === 'raw') : 0),
    [rows, room, hasRaw, mode],
  )
  const widths = useMemo(() => columnWidths(columns, rows, room - rawRoom), [columns, rows, room, rawRoom])
  // The virtualizers hold their own state and hand out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: headHeight,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => widths[index] ?? 120,
    overscan: 3,
    // Keeps what the keyboard moves to from hiding behind the line numbers, or behind the bytes beside it.
    scrollPaddingStart: lineWidth,
    scrollPaddingEnd: rawRoom + lineWidth,
  })
  // Sizes are kept by index: other columns or other widths need new ones.
  useEffect(() => across.measure(), [across, widths])
  useEffect(() => down.measure(), [down, rowHeight])
  const { shownColumn } = props
  useEffect(() => {
    if (shownColumn !== undefined) across.scrollToIndex(shownColumn, { align: 'center' })
  }, [across, shownColumn, rows])
  const seen = across.getVirtualItems()
  const width = lineWidth + across.getTotalSize() + rawRoom
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
    const size = { rows: rows.length, columns: columns.length + (hasRaw ? 1 : 0), page }
    const next = placeAfter(event.key, event.ctrlKey || event.metaKey, active, size)
    if (next === undefined) return
    event.preventDefault()
    scroller?.focus()
    if (next.row >= 0) down.scrollToIndex(next.row)
    if (next.column < columns.length) across.scrollToIndex(next.column)
    onActive(next)
  }

  return (
    <div
      ref={setScroller}
      className={styles['grid']}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1 + (hasRaw ? 1 : 0)}
      aria-activedescendant={columns.length > 0 || hasRaw ? cellId(active) : undefined}
      aria-readonly
      tabIndex={0}
      data-region
      onKeyDown={onKeyDown}
    >
      <div
        className={styles['heads']}
        data-low={mode === 'raw'}
        role="row"
        aria-rowindex={1}
        style={{ width }}
      >
        <span className={styles['corner']} role="columnheader" aria-colindex={1}>
          <span>{rows[0]?.line === null ? gridText.record : gridText.line}</span>
          {mode !== 'raw' && <small>{props.corner}</small>}
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
              data-active={isSamePlace(place, active)}
              style={{ left: lineWidth + item.start, width: item.size }}
              onMouseDown={() => onActive(place)}
            >
              {props.renderHead(column)}
            </div>
          )
        })}
        {hasRaw && (
          <RawHead
            id={cellId({ row: -1, column: columns.length })}
            columnIndex={columns.length + 2}
            isActive={isSamePlace({ row: -1, column: columns.length }, active)}
            width={rawRoom}
            onPress={() => onActive({ row: -1, column: columns.length })}
          />
        )}
      </div>
      {rows.length === 0 && <p className={styles['none']}>{props.empty}</p>}
      <div className={styles['body']} role="presentation" style={{ height: down.getTotalSize(), width }}>
        {down.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return row === undefined ? null : (
            <GridRow
              key={item.key}
              row={row}
              index={item.index}
              top={item.start}
              columns={columns}
              seen={seen}
              lineWidth={lineWidth}
              rawWidth={hasRaw ? rawRoom : null}
              active={active.row === item.index ? active : null}
              onActive={onActive}
            />
          )
        })}
      </div>
    </div>
  )
}
