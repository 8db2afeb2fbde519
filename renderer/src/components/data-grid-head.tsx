import { useRef, type PointerEvent, type ReactElement } from 'react'
import type { Column } from '../../../electron/domain/schema/table'
import styles from './data-grid.module.css'

/** A column's head: a press sorts, a drag at its right edge changes the width, a double press there fits it. */
export function DataGridHead(props: {
  readonly id: string
  readonly column: Column
  readonly index: number
  readonly isNumber: boolean
  readonly isActive: boolean
  readonly sorted: 'ascending' | 'descending' | 'none'
  readonly left: number
  readonly width: number
  readonly onPress: () => void
  readonly onResize: (width: number) => void
  readonly onFit: () => void
}): ReactElement {
  const { column, sorted } = props
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const onDrag = (event: PointerEvent<HTMLElement>): void => {
    if (drag.current !== null) props.onResize(drag.current.width + event.clientX - drag.current.x)
  }
  return (
    <span
      id={props.id}
      role="columnheader"
      aria-colindex={props.index + 1}
      aria-sort={sorted}
      className={styles['cell']}
      data-active={props.isActive}
      data-number={props.isNumber}
      title={`${column.name}: ${column.type}`}
      style={{ left: props.left, width: props.width }}
      onClick={props.onPress}
    >
      {column.name}
      {sorted !== 'none' && <span aria-hidden="true">{sorted === 'ascending' ? ' ↑' : ' ↓'}</span>}
      <span
        className={styles['handle']}
        aria-hidden="true"
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={props.onFit}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, width: props.width }
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={onDrag}
        onPointerUp={() => (drag.current = null)}
        onPointerCancel={() => (drag.current = null)}
      />
    </span>
  )
}
