import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactElement } from 'react'
import type { ScalarType } from '../../../electron/domain/scalar-type'
import type { Rows } from '../../../electron/domain/schema/table'
import { cellWords } from '../text/cell-words'
import { toTabbed } from '../text/delimited'
import { gridText } from '../text/en-query'
import styles from './data-grid.module.css'
import { DataGridHead } from './data-grid-head'
import { blockOf, isInBlock, isOneCell, type CellBlock } from './cell-block'
import { placeAfter, type GridPlace } from './grid-keys'
import { useRowHeight } from '../styles/use-density'

const compactRow = 27
const headHeight = 30
const numericTypes: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real', 'decimal'])
const sampleRows = 40
const widthStep = 16
const narrowest = 48

/** The column that rows are sorted by. */
export interface GridSort {
  readonly column: number
  readonly isDescending: boolean
}

/**
 * A result of any size, as a grid: the page holds only the rows and columns in view. Arrow keys move, with Shift they
 * select, Ctrl+C copies. On a head, Enter sorts, and Alt with an arrow changes the width.
 */
export function DataGrid(props: {
  readonly label: string
  readonly rows: Pick<Rows, 'columns' | 'rows'>
  readonly sort?: GridSort | null
  /** Without it, the heads do not sort. */
  readonly onSort?: (column: number) => void
  readonly onSelect?: (block: CellBlock) => void
}): ReactElement {
  const { columns, rows } = props.rows
  const { onSelect } = props
  const id = useId()
  const rowHeight = useRowHeight(compactRow)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [chosen, setChosen] = useState<GridPlace>({ row: 0, column: 0 })
  const [anchor, setAnchor] = useState<GridPlace>(chosen)
  // A filter or another result can leave fewer rows than there were.
  const active = {
    row: Math.min(chosen.row, rows.length - 1),
    column: Math.min(chosen.column, columns.length - 1),
  }
  const [chosenWidths, setChosenWidths] = useState<Readonly<Record<number, number>>>({})
  const fitting = useMemo(() => columnWidths(props.rows), [props.rows])
  const widthOf = (column: number): number => chosenWidths[column] ?? fitting[column] ?? 120
  // The virtualizers hold their own state and hand out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 6,
    // Keeps what the keyboard moves to from hiding behind the heads.
    scrollPaddingStart: headHeight,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller,
    estimateSize: widthOf,
    overscan: 3,
  })
  // Sizes are kept by index: other columns or widths need new ones.
  useEffect(() => across.measure(), [across, fitting, chosenWidths])
  useEffect(() => down.measure(), [down, rowHeight])
  const seen = across.getVirtualItems()
  const block = blockOf(anchor, active)
  const cellId = ({ row, column }: GridPlace): string => `${id}-${row + 1}-${column}`

  const go = (place: GridPlace, isExtending: boolean): void => {
    setChosen(place)
    if (!isExtending) setAnchor(place)
    onSelect?.(blockOf(isExtending ? anchor : place, place))
  }
  const resize = (column: number, width: number): void =>
    setChosenWidths((widths) => ({ ...widths, [column]: Math.max(narrowest, Math.round(width)) }))

  const copy = (): void => {
    const cells = rows
      .slice(Math.max(0, block.top), block.bottom + 1)
      .map((row) => row.slice(block.left, block.right + 1))
    const heads = columns.slice(block.left, block.right + 1).map(({ name }) => name)
    const isOne = isOneCell(block)
    const [first] = cells[0] ?? []
    // A single value goes as it is, to be pasted into another query.
    void navigator.clipboard.writeText(
      isOne && block.top >= 0 ? String(first ?? '') : toTabbed(block.top < 0 ? heads : null, cells),
    )
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const isControl = event.ctrlKey || event.metaKey
    if (isControl && event.key.toLowerCase() === 'c') {
      event.preventDefault()
      copy()
      return
    }
    if (isControl && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      setAnchor({ row: -1, column: 0 })
      setChosen({ row: rows.length - 1, column: columns.length - 1 })
      return
    }
    if (active.row === -1 && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      props.onSort?.(active.column)
      return
    }
    if (active.row === -1 && event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault()
      resize(active.column, widthOf(active.column) + (event.key === 'ArrowLeft' ? -widthStep : widthStep))
      return
    }
    const page = Math.max(1, Math.floor(((scroller?.clientHeight ?? 400) - headHeight) / rowHeight) - 1)
    const next = placeAfter(event.key, isControl, active, {
      rows: rows.length,
      columns: columns.length,
      page,
    })
    if (next === undefined || event.altKey) return
    event.preventDefault()
    if (next.row >= 0) down.scrollToIndex(next.row)
    across.scrollToIndex(next.column)
    go(next, event.shiftKey)
  }

  return (
    <div
      ref={setScroller}
      className={styles['grid']}
      data-many={!isOneCell(block)}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={columns.length > 0 ? cellId(active) : undefined}
      aria-multiselectable
      aria-readonly
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles['head']} role="row" aria-rowindex={1} style={{ width: across.getTotalSize() }}>
        {seen.map((item) => {
          const column = columns[item.index]
          if (column === undefined) return null
          const place = { row: -1, column: item.index }
          const isSorted = props.sort?.column === item.index
          return (
            <DataGridHead
              key={item.key}
              id={cellId(place)}
              column={column}
              index={item.index}
              isNumber={numericTypes.has(column.type)}
              isActive={active.row === -1 && active.column === item.index}
              sorted={isSorted ? (props.sort?.isDescending === true ? 'descending' : 'ascending') : 'none'}
              left={item.start}
              width={item.size}
              onPress={() => {
                go(place, false)
                props.onSort?.(item.index)
              }}
              onResize={(width) => resize(item.index, width)}
              onFit={() => resize(item.index, fitting[item.index] ?? 120)}
            />
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
              const place = { row: row.index, column: item.index }
              return (
                <span
                  key={item.key}
                  id={cellId(place)}
                  role="gridcell"
                  aria-colindex={item.index + 1}
                  aria-selected={isInBlock(place, block)}
                  className={styles['cell']}
                  data-active={active.row === row.index && active.column === item.index}
                  data-number={numericTypes.has(type)}
                  data-null={cell === null}
                  title={cell === null ? gridText.null : String(cell)}
                  style={{ left: item.start, width: item.size }}
                  onMouseDown={(event) => go(place, event.shiftKey)}
                  onMouseEnter={(event) => {
                    if (event.buttons === 1) go(place, true)
                  }}
                >
                  {cell === null ? gridText.null : cellWords(cell, type)}
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
function columnWidths({ columns, rows }: Pick<Rows, 'columns' | 'rows'>): readonly number[] {
  return columns.map(({ name, type }, index) => {
    const words = rows.slice(0, sampleRows).map((row) => cellWords(row[index] ?? null, type).length)
    return Math.round(Math.min(320, Math.max(72, 34 + 7.8 * name.length, 24 + 8.2 * Math.max(0, ...words))))
  })
}
