import { useRef, type ReactElement } from 'react'
import { queryText } from '../../text/en-query'
import { lowest } from './use-pane-height'
import styles from './query-pane.module.css'

const step = 24

/** The border above the pane; dragging it, or the arrow keys on it, change the pane's height. */
export function PaneBorder(props: {
  readonly height: number
  readonly onHeight: (height: number) => void
}): ReactElement {
  const { height, onHeight } = props
  const drag = useRef<{ readonly y: number; readonly height: number } | null>(null)
  return (
    <div
      className={styles['border']}
      role="separator"
      aria-orientation="horizontal"
      aria-label={queryText.resize}
      aria-valuenow={height}
      aria-valuemin={lowest.pane}
      aria-valuemax={Math.max(lowest.pane, window.innerHeight - lowest.workspace)}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        onHeight(height + (event.key === 'ArrowUp' ? step : -step))
      }}
      onPointerDown={(event) => {
        drag.current = { y: event.clientY, height }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) onHeight(drag.current.height + drag.current.y - event.clientY)
      }}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
    />
  )
}
