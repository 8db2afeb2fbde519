import type { VirtualItem } from '@tanstack/react-virtual'
import type { ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { formatCount } from '../../../text/format'
import { GridCell } from './grid-cell'
import type { GridColumn } from './grid-column'
import { cellId, type GridPlace } from '../../../components/grid-keys'
import styles from './prepare-grid.module.css'
import { RawCell } from './raw-cell'

/** One record: its line, the fields that are in view, and its own bytes if they are shown. */
export function GridRow(props: {
  readonly row: PreviewRow
  readonly index: number
  readonly top: number
  readonly columns: readonly GridColumn[]
  readonly seen: readonly VirtualItem[]
  readonly lineWidth: number
  /** Null: the record's own bytes are not shown. */
  readonly rawWidth: number | null
  /** Null: another row has the focus. */
  readonly active: GridPlace | null
  readonly onActive: (place: GridPlace) => void
}): ReactElement {
  const { row, index, columns, active, onActive } = props
  const isActive = (column: number): boolean => active?.column === column
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles['row']}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <span className={styles['lineNumber']} role="rowheader" aria-colindex={1}>
        {numberOf(row)}
      </span>
      {props.seen.map((item) => {
        const column = columns[item.index]
        if (column === undefined) return null
        const place = { row: index, column: item.index }
        return (
          <GridCell
            key={column.index}
            id={cellId(place)}
            column={column}
            row={row}
            columnIndex={item.index + 2}
            isActive={isActive(item.index)}
            left={props.lineWidth + item.start}
            width={item.size}
            onPress={() => onActive(place)}
          />
        )
      })}
      {props.rawWidth !== null && (
        <RawCell
          id={cellId({ row: index, column: columns.length })}
          row={row}
          columnIndex={columns.length + 2}
          isActive={isActive(columns.length)}
          width={props.rawWidth}
          onPress={() => onActive({ row: index, column: columns.length })}
        />
      )}
    </div>
  )
}

function numberOf({ line, record }: PreviewRow): string {
  const number = line ?? record
  return number === null ? '' : formatCount(number)
}
