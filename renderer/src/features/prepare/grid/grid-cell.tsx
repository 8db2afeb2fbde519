import { Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { PreviewRow } from '../../../../../electron/domain/schema/inspection'
import { gridText } from '../../../text/en-prepare'
import { isNumeric } from './column-line'
import type { GridColumn } from './grid-column'
import styles from './prepare-grid.module.css'

/** One value, as it is written; amber if it does not arrive so, with what it becomes on hover and focus. */
export function GridCell(props: {
  readonly id: string
  readonly column: GridColumn
  readonly row: PreviewRow
  readonly columnIndex: number
  readonly isActive: boolean
  readonly left: number
  readonly width: number
  readonly onPress: () => void
}): ReactElement {
  const { column, row } = props
  const text = row.cells[column.index] ?? null
  const mark = markWords(row, column.index)
  const cell = (
    <span
      id={props.id}
      role="gridcell"
      aria-colindex={props.columnIndex}
      aria-label={mark === undefined ? undefined : `${text ?? gridText.null}. ${mark}`}
      className={styles['cell']}
      data-number={isNumeric(column.target?.type ?? column.profile.inferred)}
      data-null={text === null}
      data-out={column.target === null}
      data-marked={mark !== undefined}
      data-active={props.isActive}
      title={mark === undefined ? (text ?? gridText.null) : undefined}
      style={{ left: props.left, width: props.width }}
      onMouseDown={props.onPress}
    >
      {text ?? gridText.null}
    </span>
  )
  if (mark === undefined) return cell
  return (
    <Tooltip
      content={mark}
      relationship="description"
      withArrow
      {...(props.isActive ? { visible: true } : {})}
    >
      {cell}
    </Tooltip>
  )
}

/** What becomes of a value that does not arrive as it is written; undefined for all others. */
export function markWords(row: PreviewRow, index: number): string | undefined {
  const mark = row.marks.find((one) => one.index === index)
  if (mark === undefined) return undefined
  if (mark.effect === 'leftOut' || mark.effect === 'refused') return gridText.recordOut
  const value = row.cells[index] ?? ''
  return mark.becomes === null ? gridText.becomesNull(value) : gridText.becomes(value, mark.becomes)
}
